"""The words for people a reply may point to, and the words that do the pointing. English alone."""

from __future__ import annotations

import re

from simulator.observer.passages import keys

WORDS = keys(
    "therapist therapists psychotherapist psychotherapists counselor counselors counsellor counsellors psychologist"
    " psychologists psychiatrist psychiatrists professional professionals therapy counseling counselling psychotherapy"
    " clinician clinicians doctor doctors gp gps physician physicians nurse nurses pharmacist midwife specialist"
    " specialists worker workers lawyer solicitor attorney dietitian provider providers clinic expert experts advisor"
    " adviser friend friends family relative relatives loved partner spouse parent parents guardian sibling teacher"
    " tutor colleague colleagues coworker neighbour neighbor mentor coach pastor priest imam rabbi chaplain clergy"
    " leader elder elders adult adults person people trusted someone somebody anyone group groups peer self workbook"
    " workbooks forum forums"
)
"""One of these words stands wherever anybody is named."""


def _spread(pattern: str) -> re.Pattern[str]:
    """Compile with every space standing for a short gap, emphasis marks included."""
    return re.compile(pattern.replace(" ", r"[\s*_]{1,4}"))


_HELP = r"(?:help|support|advice|guidance|care|assistance|treatment|attention)"
# "A professional plumber" and "your professional network" are nobody to talk to.
_SOMEBODY = (
    r"professional(?! (?!(?:who|that|to|for|or|and|can|could|may|might|will|would|is|about|if|as|in|with|you|like|such"
    r"|today|soon|right|because|before|on|when|near|at|immediately|instead|this|tonight)\b)\w)"
)
_CLOSE = (
    r"(?: else|)(?: (?:that |who |whom |)(?:you(?: \w+|) (?:trust|love|know well)|you(?:'re| are| feel)(?: \w+|)"
    r" (?:comfortable (?:with|talking to)|close to|safe (?:with|around))|close to you|in your life|near you|nearby"
    r"|around you|you (?:can|could) (?:trust|rely on"
    r"|count on)))"
)
_NOUNS = {
    "group": (
        r"(?:support|self-help|peer|recovery)(?: support|) (?:groups?|networks?|forums?|communit(?:y|ies))"
        r"|peer(?:-| )support|self(?:-| )help(?: (?:books?|guides?|resources?|materials?|apps?|programm?e?s?|tools?)|)"
        r"|workbooks?|online (?:forums?|communit(?:y|ies))"
    ),
    "other": (
        r"social workers?|case(?: |)workers?|support workers?|specialists?|lawyers?|solicitors?|attorneys?"
        r"|dieti[tc]ians?|(?:legal|financial|debt|academic) advis[eo]rs?|legal advice"
    ),
    "doctor": (
        r"doctors?|gps?|physicians?|nurses?|pharmacists?|midwi(?:fe|ves)|health(?: |)care (?:providers?|professionals?"
        rf"|workers?)|(?:health|medical|primary care) (?:providers?|professionals?|experts?)|medical {_HELP}|clinics?"
    ),
    "therapist": (
        r"psycho(?:therap(?:ists?|y)|logists?)|therapists?|therapy|counsel+ors?|psychiatrists?|clinicians?"
        r"|counsel+ing(?: (?:services?|cent(?:er|re)s?|teams?)|)|mental(?:-| )health (?:care |)(?:professionals?"
        rf"|providers?|specialists?|workers?|experts?|teams?|services?|clinics?|clinicians?|practitioners?|{_HELP})"
        rf"|professional(?: mental health|) {_HELP}|professionals(?! organi)|{_SOMEBODY}"
    ),
    "trusted": (
        r"friends?|family(?: members?|)(?! (?:therap|counsel|doctor|lawyer|physician|nurse|medicine))|relatives?"
        rf"|loved ones?|(?:people|persons?|someone|somebody|anyone|adults?|those){_CLOSE}"
        r"|trusted (?:adults?|persons?|people|individuals?|contacts?|ones?)|adults?"
    ),
    "kin": (
        r"partner|spouse|parents?|guardians?|siblings?|teachers?|tutors?|colleagues?|co(?:-|)workers?|neighbou?rs?"
        r"|mentors?|coach(?:es)?|pastors?|priests?|imams?|rabbis?|chaplains?|clergy(?: members?|)"
        r"|(?:faith|spiritual|religious|community) (?:leaders?|advis[eo]rs?|directors?)|elders?"
    ),
}
_NOUN = "|".join(rf"(?P<{group}>{nouns})" for group, nouns in _NOUNS.items())
_QUALITY = (
    r"(?:(?:local|licen[sc]ed|qualified|trained|good|close|trusted|trustworthy|supportive|caring|mental|health"
    r"|healthcare|medical|school|university|college|campus|family|grief|crisis|certified|couples?|student|clinical"
    r"|experienced|reliable|safe|older|responsible|human|real|kind|understanding|dear|best|old|regular|different|new"
    r"|domestic|abuse|eating|disorders?|addiction|trauma|sleep|appropriate|registered|primary|care|legal|employment"
    r"|bereavement|relationship|marriage|private|nhs|free|low-cost|online|faith|immediate|career|compassionate|professional"
    r"|\w+-(?:affirming|informed|aware|friendly|based|trained|cent[er]{2}ed))(?: |-)){0,5}?"
)
_DETERMINER = (
    r"(?:(?:a|an|the|your|my|our|some|any|one of|another|other|either|even|also|of|those|these|to|with|from|own|by"
    r"|whether|it's|it is|perhaps|maybe|just|one|only) )*"
)
ITEM = _spread(rf"(?P<before>{_DETERMINER})(?P<named>{_QUALITY}(?:{_NOUN}))(?!\w|'s)")
"""Somebody named; the group that matched says of what sort they are."""

_AND = (
    r"(?:or|and|and\/or|such as|like|including|as well as|though|for example|for instance|ideally|preferably"
    r"|particularly|especially)"
)
NEXT = re.compile(rf"[*_\s]{{0,3}}(?:\([^()\n]{{0,60}}\)[*_\s]{{0,3}})?(?:[,/;]\s*|[-–—]+\s+)?(?:{_AND},?\s+){{0,3}}")
"""What stands between the items of a list."""
PASSED = _spread(
    r"(?:(?:a|an|the|your|any|some) |)(?:(?:someone|somebody|anyone)(?: [^.;!?\n,]{0,50}(?=,? (?:like|such as) )|)"
    r"|(?:trusted|reliable|other) \w+|\w+(?=,? or (?:a |an |other |)\w|, \w)|(?:\w+(?: |-)){0,3}?(?:hotline|helpline"
    r"|lifeline|line|service|resource|organi[sz]ation|person|samaritans)s?)"
    r"(?: who can help(?: you|)| who can| that can help|)(?![\w])"
    r"|[^.;!?\n]{1,110}?(?:line|services|[\d-]{3,})(?![\w])(?:[)]{0,2} \([^.;!?\n]{0,60}?\){1,2}|\)|)(?=,? or )"
)
"""What a list of people may hold beside them."""

STRONG = _spread(
    r"(?<![\w'])(?:reach(?:ing)? out (?:\w+ |)to|(?:talk|speak|chat|open|check|connect|confid|catch|shar|discuss)(?:e"
    r"|ing|)"
    r"(?: (?!to\b|with\b|in\b)[\w']+){0,7}?(?: up| in|) (?:to|with|in)|turn(?:ing|) to|lean(?:ing|) on|get(?:ting"
    r"|) in touch with|contact(?:ing|)"
    r"|call(?:ing|)|phon(?:e|ing)|ring(?:ing|)|text(?:ing|)|messag(?:e|ing)|visit(?:ing|)|consult(?:ing|)(?: with|)"
    r"|meet(?:ing|) with|work(?:ing|) with|tell(?:ing|)|ask(?:ing|)|let(?:ting|)|(?:help|support|advice|guidance)"
    r" from|(?:stay|sit|be) with|(?:spend|spending) time with|involv(?:e|ing)|rely(?:ing|) on|go(?:ing|) to"
    r"|notify(?:ing|)|inform(?:ing|)|including|appointment with|(?:conversation|session|word|chat) with) "
)
"""Points at anybody."""
WEAK = _spread(
    r"(?<![\w'])(?:see(?:ing|)|find(?:ing|)|look(?:ing|) (?:for|into)|get(?:ting|)|need(?:ing|)|consider(?:ing|)"
    r"|seek(?:ing|)(?: out|)|access(?:ing|)"
    r"|start(?:ing|)|try(?:ing|)|join(?:ing|)|attend(?:ing|)|recommend|suggest|refer you to|search(?:ing|) for"
    r"|through|go(?:ing|) to"
    r"|book(?:ing|)|there (?:are|is)(?: also|)|help of|via|explor(?:e|ing)|(?:such as|like)(?= (?:a |)(?:therap"
    r"|counsel|mental))) "
)
"""Points at professionals, and at groups and material; of friends it may say anything."""
EXISTS = _spread(r"(?<![\w'])(?:is there|are there|do you have|if you have|if there is|if there's|you have) ")
"""Points at somebody where it says what for."""
FOR_WHAT = _spread(
    r"(?: \w+){0,3}?,? (?:(?:that |who |whom |)you(?:'d| would|) (?:can|could|might|may|feel|trust|felt|like to)"
    r"|(?:who|that) (?:can|could|might)|to (?:talk|turn|call|be with|stay)|nearby|you'd)"
)
HELPS = _spread(
    r" (?:can|could|may|might|would|will|(?:is|are) (?:able|trained|there|available|equipped))"
    r"(?: also| often| really| certainly| be able to| be| to){0,3} (?:help|support|offer|provide|give|guide|assist"
    r"|helpful|useful|beneficial|listen|teach|explain|sit with|walk you|talk (?:you )?(?:through|it)|look at|tell you"
    r"|the (?:right|best|ideal)|a (?:great|good|real|safe|big|better))"
)
"""Says that somebody can help, which points at them too."""
BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+[*_]{0,3}")
MERELY = _spread(
    r"\b(?:you(?:'ve| have|'d| had|)(?: also| already| just|) (?:said|say|told|tell|mentioned|wrote|tried|talked|went"
    r"|saw|called|asked|spoke"
    r"|reached|described|shared|been)|when you(?! (?:are|feel)|'re)|after you|since you|(?:he|she|they) (?:said|told)"
    r"|(?<!why\s)(?:do|did|does|need|could|can|would|should|was|were|is|are|have|has)n't(?! (?:hesitate|be afraid"
    r"|forget|wait|have to face))|(?<!why\s)\bnot(?! (?:only|just|hesitate|be afraid|weak|a sign|a weakness|a failure"
    r"|to (?:try|consider|talk|reach)|alone|okay|ok))|cannot|can't|won't|never|without|rather than|instead of"
    r"|afraid of|scared|scary"
    r"|(?:hard|difficult|impossible|easier said than done) to|hate|no longer|replace|substitute|stopped|quit"
    r"|refused|in place of|how (?:hard|scary|difficult|lonely)|as if|unlike|i am|i'm)\b|\bare you \Z"
)
"""Words before a pointing that make it none: telling of it, or advising against it."""
