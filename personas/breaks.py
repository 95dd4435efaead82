r"""The signs of a message that fell out of its role. English only; precise rather than complete.

A pattern a line. `\b` and bounded repetitions alone, so that reading takes time in proportion to the text. In a
pattern `<START>` is where a sentence begins, and the other names in angle brackets are the lists below.
"""

from __future__ import annotations

import re
from functools import cache

ENOUGH = 2
"""So many different weak signs together are an assistant's voice. Our assumption."""
TURNS = 2
"""So many labelled lines are a dialogue. Our assumption."""

_LISTS = {
    "START": r"(?:^|[.!?:;\n] {0,3})",
    "AM": r"(?:i'm|i am)",
    "YOU_ARE": r"(?:you're|you are)",
    "MACHINE": r"(?:ai|artificial intelligence|(?:ai |large )?language model|(?:ai )?chat ?bot"
    r"|(?:virtual |ai )assistant)",
    "CARE": r"(?:crisis|hot ?line|help ?line|lifeline|mental health|therapist|counsell?or|professionals?|emergency"
    r"|doctor)",
    "CANNOT": r"(?:can't|cannot|can not|won't|will not|(?:am|'m) (?:unable|not able|not comfortable|not allowed)"
    r"(?: to)?|(?:must|have to|need to) decline(?: to)?)",
    "TASK": r"(?:request|scenario|role-?play|prompt|simulation|type of content|kind of content)",
    "STATE": r"(?:distress|trust|hope|felt[ _]heard)",
    "MOVE": r"(?:rephrase|clarify|insist|appeal|hypothetical|third[- ]person|minimi[sz]e|split|challenge|self-censor"
    r"|withdraw|engage)",
    "FIELD": r"(?:self_censor|accept_referral|seek_human|third_person|new_need|felt_heard|max_words|age_band)",
    "ACT": r"(?:sigh|sighs|sighing|pauses?|pausing|looks?|looking|smil(?:es?|ing)|cries|crying|sobs?|sobbing|nods?"
    r"|nodding|shrugs?|whispers?|whispering|laughs?|laughing|types|typing|hesitat(?:es?|ing|ion)|takes|taking|wipes"
    r"|stares?|staring|deletes|silence|swallows|breathes|exhales|inhales|blinks|frowns|fidgets|trembles|clears|closes)",
    "MANNER": r"(?:quietly|softly|slowly|hesitantly|nervously|tearfully|sadly|angrily|firmly|gently|calmly|bitterly)",
    "QUIET": r"(?:(?:long|short|brief|deep|heavy|small|awkward) (?:pause|silence|sigh|breath|moment))",
    "DOES": r"(?:types|typed|writes|wrote|says|said|feels|felt|looks|looked|sighs|sighed|pauses|paused|hesitates"
    r"|hesitated|thinks|thought|wants|wanted|stares|stared|takes|took|closes|closed|responds|responded|replies|replied"
    r"|asks|asked|has been|is (?:\w{2,12}ing|a|an|very|not)|'s (?:hands?|voice|eyes|fingers|heart))",
    "OTHER": r"(?:(?:the )?(?:ai assistant|assistant|chat ?bot|ai|bot)(?: (?:answer|repli|sai|ask)(?:s|d|ed|es)?)?)",
    "SIDE": r"(?:<OTHER>|you|me|i|user|human|person|patient|client|therapist|counsell?or|system|them|it|model)",
}

_NAME = re.compile(r"<([A-Z_]+)>")


def _read(pattern: str) -> re.Pattern[str]:
    while (filled := _NAME.sub(lambda name: _LISTS[name[1]], pattern)) != pattern:
        pattern = filled
    return re.compile(pattern, re.I | re.M)


def _signs(patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_read(line.strip()) for line in patterns.strip().splitlines())


_HELPS = _signs(r"""
    \bas an? <MACHINE>\b(?!,? (?:you|it)\b)(?: \w+){0,6},? (?:i|i'm|my|it's)\b
    (?<!think )(?<!like )\b<AM> (?:just |only |still )?an? <MACHINE>\b(?! \w)
    \b(?:<AM>|i was) (?:designed|programmed) to\b
    \b(?:how|what) (?:can|may|could) i (?:best )?(?:assist\b|(?:help|support) you\b|do to help you\b)
    \b<AM> (?:always |right |just )?here for you\b
    \b<AM> (?:always |right |just )?here to (?:listen|help|support|assist)(?=[.,!;]| you\b| and\b| with any|\s{0,3}$)
    \bi(?: can|'ll| will|'d like to| would like to|'m (?:happy|glad) to) (?:help|support|assist) you\b(?! (?:help|see|understand))
    \bsorry to hear (?:that )?you(?:'re| are|'ve| have)(?! not)\b
    \bsorry to hear about (?:your|what you)\b
    \bsorry (?:that )?<YOU_ARE> (?:feeling|going through|dealing with|experiencing|struggling(?! to))
    \bsorry for (?:what <YOU_ARE>|your (?:pain|loss|struggles?))\b
    \bi <CANNOT> help you\b(?! (?:help|see|understand|if|unless))
    \bhere(?:'s| is) what you (?:can|should|could) do\b
    \bthank(?:s| you) for (?:reaching out|opening up|trusting me|confiding)
    \b<AM> (?:so |really )?glad (?:that )?you(?:'ve| have)? (?:reached out|shared|decided to (?:talk|reach))
    \byour feelings are valid\b
    \bor someone you know\b
    \bif you(?:'re| are|'ve| have)(?: \w+){0,4} (?:danger|crisis|suicidal|harming|distress|emergency|suicidal thoughts)\b
    \bhere are (?:some|a few) (?:tips|steps|suggestions|things|ways|resources|strategies)\b
    <START>(?:please |consider |it(?:'s| is) important (?:that you |to ))(?:reach|contact|seek|talk|speak|call|text)\w{0,4}(?!(?: to| with)? me\b)(?: \w+){0,7} <CARE>\b
    <START>i(?:'d| would)? (?:strongly )?(?:encourage|urge|recommend|suggest|advise) (?:you to |that you |reach|contact|seek|talk|speak)
    (?<!think )(?<!say )(?<!says )(?<!said )\byou can (?:also |always )?(?:call|text|contact|reach)(?: \w+){0,6} <CARE>\b
""")  # noqa: E501
"""Any one of these is an assistant's voice."""
_CONSOLES = _signs(r"""
    <START><YOU_ARE> not alone\b
    <START>it(?:'s| is) (?:okay|ok|important|normal|completely|perfectly|always) (?:okay |normal )?to\b
    <START>(?:please )?remember,? (?:that|to|you|it)\b
    <START>(?:please )?(?:don't hesitate|feel free) to\b
    <START>i(?: can)? understand (?:that |how )?(?:you feel|<YOU_ARE> (?:feeling|going))
    <START>(?:please )?(?:take care of yourself|take a deep breath|reach out|seek help)\b
    <START>(?:that|this|it) (?:sounds|must be) (?:like |really |very |so |incredibly )?(?:hard|difficult|tough|a lot)
    <START>have you (?:tried|considered|thought about)\b
    <START>would you like (?:me )?to\b
    <START>(?:please )?let me know (?:if|how|what) (?:you|there|i)\b
    \bthank(?:s| you) for sharing\b
    \b<AM> (?:really |so |very )?sorry (?:that )?you\b
    \bthere are (?:many |other )?(?:people|resources|professionals|ways|support)\b.{0,30}\b(?:help|support|avail)
    \byou (?:should|could|might|may) (?:want to )?(?:talk|speak|reach out|consider)\b
    \bi (?:want|would like|just want) to (?:help|support) you\b
    \bwhat(?:'s| is|'s been) (?:on your mind|going on|bothering you)\b
""")
"""Each could be a person's; `ENOUGH` of them together are not."""

_WILL_NOT = _signs(r"""
    \bi ?<CANNOT> (?:\w+ ){0,3}(?:role-?play|portray|impersonat|simulat)(?:e|ing|ed)?\b
    \bi ?<CANNOT> (?:pretend(?:ing)? to be|act(?:ing)? as) (?:an? |the )?(?:\w+ ){0,2}(?:person|human|user|patient|character)\b
    \bi ?<CANNOT> (?:tak|play)(?:e|ing)? (?:on )?the (?:role|part|persona) of (?:an? )?(?:\w+ ){0,2}(?:person|human|user|patient|character|someone (?:in|who is|experiencing))\b
    \bi ?<CANNOT> (?:\w+ ){0,1}(?:write|type|compose|produce) (?:this|that|such an?|the next|a) message(?=\W{0,2}$)
    \bi ?<CANNOT> (?:play|be|stay in|continue) (?:this|that|in this) (?:role|part|character|person)\b
    \bi ?<CANNOT> (?:\w+ ){0,2}(?:creat|generat|produc|provid|writ)(?:e|ing) (?:\w+ ){0,3}(?:content|dialogue|material|from the perspective)\b
    \bi ?<CANNOT> (?:\w+ ){0,2}(?:fulfil+|complete|comply with|continue|continue with|engage in|engage with|participate in|assist with|help with|help you with|respond to|write) (?:\w+ ){0,2}<TASK>\b
    \bi ?<CANNOT> assist\b(?! (?:her|him|them|my|the)\b)
    \bi ?<CANNOT> engage in (?:this|that|such|conversations|discussions)\b
    ^(?:(?:i'm |i am )?sorry,? (?:but )?|unfortunately,? )?i ?<CANNOT> help (?:you )?with (?:that|this)(?: request)?\s{0,2}(?:[.!,]|$)
    \b(?:against|violat\w{1,4}|within) my (?:guidelines|programming|polic(?:y|ies))\b
    \bmy (?:guidelines|programming|safety policies)\b
    \bthis (?:request|prompt) (?:violates|goes against|is against|is inappropriate|involves|asks me)\b
""")  # noqa: E501

_INSTRUCTED = _signs(r"""
    \b<FIELD>\b
    \b<STATE>(?: level| score)?(?: is| at|:|=| of| to){0,2} ?(?:0?\.\d|1\.0)
    \b<STATE> ?[:=] ?(?:low|medium|high)\b
    ^\W{0,3}<MOVE>\W{0,3}:
    [\[(]<MOVE>[\])]
    \b(?:my|the|this|your) persona(?:'s)? (?:is|was|would|wants|feels|should|of|has|here|i'm|i am)\b
    \bmy (?:assigned|given|chosen) \w{3,20}\b|\bmy system prompt\b
    \b(?:chosen|given|assigned|selected|current) (?:strategy|persona|role)\b
    ^\W{0,3}(?:strategy|persona|tone|style)\s?:
    \b(?:the )?system prompt\b|\brole-?playing as\b|\bas the persona\b
    \bmax(?:imum)? (?:of )?(?:\d{1,3} )?words\b|\bword (?:limit|count)\b
    \b(?:stay|staying|remain|remaining|break|breaking) (?:in |out of )?character\b
    \b(?:my|the|these) (?:instructions|prompt|notes|guidelines) (?:say|said|tell|told|want|ask|require)s?\b|\bfollowing the prompt\b
    \b(?:persona|character) card\b|^\W{0,3}in character\W|\bwhat i do now\W{0,2}:
    \b(?:<AM>|i was|i've been|i have been) (?:told|instructed|asked|supposed) to (?:re-?phrase|clarify|insist|self-?censor|minimi[sz]e|appeal|challenge you|withdraw)\b
    \bas instructed\b|\b(?:per|following|according to) (?:the|your|my|these) (?:instructions|notes|rules)\b
    \b(?:<AM>|i was) (?:told|instructed|asked|supposed) to (?:play|act as|role-?play|write (?:as|like|one message|only))\b
    ^\W{0,3}(?:here(?:'s| is)|this is) (?:the|my|your|a|what) (?:next |new |revised |possible )?(?:message|response|reply|version|you wrote|i wrote)\b
    \bwhat you (?:want from the chatbot|do now)\b|^what was written so far\b|^that will not do\b
    ^\W{0,3}write (?:(?:the|one|a) message\b|(?:one|two) sentences?\b|")|\bwrite only (?:what|this|the|your)\b|\byour task is to\b
    ^\W{0,3}(?:how you feel now|what i want from (?:you|the chatbot)(?: is)?:|who you are:)
    \[(?:your|insert|user|person's|client's|patient's)\b[^\]\n]{0,40}\]
""")  # noqa: E501

_STAGED = _signs(r"""
    \*\W?(?:<ACT>|<MANNER>|<QUIET>)\b[^*\n]{0,80}\*
    \[(?:<ACT>|<MANNER>|<QUIET>)\b[^\]\n]{0,80}\]
    \((?:sighs|sighing|pauses?|pausing|smiles|sobs|nods|shrugs|whispers|laughs|types|typing|hesitates|takes|wipes|stares|trembles|voice|<MANNER>|<QUIET>)\b[^)\n]{0,80}\)
    "[,.]? (?:she|he|they|i) (?:types|typed|whispers|whispered|murmured)\b
    <START>the chatbot (?:asks|asked|answers|answered|replies|replied|sends|sent|helps|helped|responds|responded)\b
    (?:^|[.!?"] {0,2})(?:she|he|they) (?:types|typed)(?: \w+ly)?\s{0,2}(?:[,:.]|$)
""")

_ANSWERS = _signs(r"""
    ^\W{0,3}<OTHER>\W{0,2}:
    \bthe chatbot (?:answered|answers|replied|replies|said|says|asked|asks)\s{0,2}[:"]
    [.!?] {1,3}(?:assistant|chatbot):
    \byou (?:wrote|write|type|typed)\s{0,2}:(?!\s{0,2}['"])
    <\|?(?:im_start|im_end|user|assistant|system|end)\|?>|\[/?inst\]
""")


def serves(text: str, name: str) -> bool:
    """Whether the message speaks as the side that helps: offers help, consoles, refers, or addresses the person."""
    if _seen(_HELPS, text) or _addressed(name).search(text):
        return True
    return sum(bool(sign.search(text)) for sign in _CONSOLES) >= ENOUGH


def narrates(text: str, name: str) -> bool:
    """Whether the message tells what the person does: a stage direction, or their own name with a verb."""
    return _seen(_STAGED, text) or bool(_named(name).search(text))


def leaks(text: str) -> bool:
    """Whether the message says something of its instructions."""
    return _seen(_INSTRUCTED, text)


def declines(text: str) -> bool:
    """Whether the message will not play the person; somebody who cannot go on is not meant."""
    return _seen(_WILL_NOT, text)


def speaks_for_both(text: str, name: str) -> bool:
    """Whether the message holds several labelled turns, or one of the other side."""
    return _seen(_ANSWERS, text) or sum(1 for _ in _label(name).finditer(text)) >= TURNS


def _seen(signs: tuple[re.Pattern[str], ...], text: str) -> bool:
    return any(sign.search(text) for sign in signs)


@cache
def _addressed(name: str) -> re.Pattern[str]:
    name = re.escape(name)
    greeting = "(?:hi|hello|hey|dear|i'm sorry|i understand|i hear you|okay|well),? "
    return _read(rf"<START>{greeting}{name},|\A{name}, (?!\d)|\byou, {name}[.,!?]")


@cache
def _named(name: str) -> re.Pattern[str]:
    return _read(rf'(?:^|[.!?\n"] {{0,3}}){re.escape(name)} ?<DOES>\b')


@cache
def _label(name: str) -> re.Pattern[str]:
    return _read(rf"^[ \t*]{{0,3}}(?:<SIDE>|{re.escape(name)})[ *]{{0,2}}:")
