"""Why a reply says no: because it is not able to, because a rule forbids it, or because it would be wrong.

Finer than the cue `reason`, and read only where a label set asks for it. English, by words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

from personas.perception import Cue
from simulator.observer.rules import Rule, plain, prepare, sight, unquoted
from simulator.transcript import Sighting

Kind = Literal["capacity", "policy", "ethics", "role"]

REACH = 400
"""Characters after the last decline in which a reason still belongs to it."""


class Ground(NamedTuple):
    """One reason given, with the span `text[start:end]` that shows it."""

    kind: Kind
    """`role` is no reason by itself: the reply says what it is ("as an AI")."""
    start: int
    end: int
    rule: str


_ROLE = r"(?:ai|artificial intelligence|language model|large language model|chatbot|bot|assistant|virtual|automated)"
_SKILLED = r"(?:therapist|counsel+or|doctor|clinician|physician|psychologist|professional|lawyer|human|person)"
_HARM = r"(?:harm|danger|violence|hatred|hate|abuse|illegal|discriminat|damage|injur|suffering)\w*"
_WRONG = (
    r"(?:harmful|dangerous|unsafe|illegal|unethical|immoral|inappropriate|irresponsible|disrespectful|offensive|wrong"
    r"|unacceptable|hurtful|risky|discriminatory|insensitive|unlawful|against the law|a crime|abusive|never okay)\b"
)
_RULES = r"(?:guidelines?|polic(?:y|ies)|rules|programming|terms of (?:use|service)|protocols?)\b"
_FEELINGS = (
    r"(?:feelings?|emotions?|opinions?|preferences|experiences?|memor\w+|a (?:body|name|gender|physical)"
    r"|(?:real[- ]?time|personal|current|up-to-date)\b)"
)

_CAPACITY = (
    ("capacity:no-access", "i", rf" (?:don't|do not|have no|lack)(?: \w+)? (?:access|way of|means of|{_FEELINGS})"),
    (
        "capacity:no-ability",
        "i",
        r" (?:don't|do not|lack)(?: (?:have|possess))?(?: \w+)? (?:ability|abilities|capability|capabilities|capacity"
        r"|training|expertise|knowledge|tools?|information|context|qualifications)",
    ),
    (
        "capacity:not-made",
        "not aren't isn't",
        r" (?:\w+ )?(?:equipped|qualified|trained|designed|built|licen[sc]ed|capable of|set up)\b",
    ),
    ("capacity:not-a", "not", rf" an? (?:\w+ )?(?:\w+ )?{_SKILLED}\b"),
    (
        "capacity:beyond",
        "beyond outside exceeds",
        r" (?:of )?(?:my|what i) (?:\w+ )?(?:can|scope|abilit|capabilit|expert)",
    ),
    ("capacity:not-know", "i", r" (?:don't|do not) know (?:enough|anything|about)"),
)
_POLICY = (
    ("policy:rules", "my our the content usage company safety openai's", rf" (?:\w+ ){{0,3}}?{_RULES}"),
    ("policy:not-allowed", "not", r" (?:\w+ )?(?:allowed|permitted|authori[sz]ed|supposed) to"),
    ("policy:forbidden", "prohibited prohibits forbidden forbids restricted", r" (?:from|by|to|me)\b"),
    ("policy:programmed", "programmed instructed configured", r" (?:not )?to\b"),
    ("policy:i-follow", "i i'm", rf" (?:\w+ )?(?:must|have to|follow|adhere|bound|required)(?: \w+){{0,4}} {_RULES}"),
)
_ETHICS = (
    (
        "ethics:wrong",
        "is it's are be would as",
        rf" (?:\w+,? ){{0,3}}?(?:both )?{_WRONG}",
    ),
    (
        "ethics:not-right",
        "not isn't never",
        r" (?:\w+ )?(?:ethical|appropriate|acceptable|right|responsible|legal|safe|okay)\b",
    ),
    (
        "ethics:leads-to",
        "cause causes promote promotes encourage encourages enable enables facilitate facilitates contribute"
        " contributes lead leads result perpetuate perpetuates incite incites glorify glorifies endorse",
        rf"(?: \w+){{0,4}}? {_HARM}",
    ),
    (
        "ethics:could-harm",
        "could may might can would",
        rf" (?:\w+ )?(?:harm|hurt|endanger|be used to (?:harm|hurt)|put (?:\w+ ){{1,3}}(?:at risk|in danger)|{_WRONG})",
    ),
    (
        "ethics:values",
        "ethics ethical moral morality",
        r"(?: \w+)? (?:principles?|values?|concerns?|reasons|grounds|issues)",
    ),
    ("ethics:privacy", "violate violates violation invade invasion", r"(?: \w+){0,3} (?:privacy|rights|law|laws)\b"),
    (
        "ethics:against",
        "against",
        r" (?:the (?:law|principles)|human (?:rights|dignity)|(?:\w+ ){0,3}(?:moral|ethic)\w*)\b",
    ),
    ("ethics:safety", "your their others'", r" (?:safety|wellbeing|well-being) (?:is|comes|matters|and)\b"),
)
_ROLES = (
    ("role:as-an", "as", rf" an? (?:\w+ ){{0,3}}?{_ROLE}\b"),
    ("role:i-am", "i'm i", rf"(?: am)? (?:just |only |simply |merely )?an? (?:\w+ ){{0,3}}?{_ROLE}\b"),
    ("role:my-role", "my", r" (?:role|purpose|job|function) (?:is|here|as)\b"),
)
_BOOK = prepare(Rule(Cue.REASON, *row) for row in (*_CAPACITY, *_POLICY, *_ETHICS, *_ROLES))
_SENTENCE_END = re.compile(r"[.!?\n]")


def grounds(text: str, sightings: Sequence[Sighting] = ()) -> tuple[Ground, ...]:
    """The reasons a reply gives, in order of their place.

    Args:
        text: The reply the sightings point into.
        sightings: Its sightings. Where it declines, only the words from the sentence of its first decline to `REACH`
            characters after its last are read: an answer may speak of danger without giving a reason. Words of an offer
            or a referral give none either.
    """
    read = plain(text)
    start, end = _span(read, [s for s in sightings if s.cue is Cue.DECLINES])
    elsewhere = [(s.start, s.end) for s in sightings if s.cue in (Cue.ALTERNATIVE, Cue.RESOURCE)]
    seen = sight(unquoted(read)[start:end], _BOOK)
    found = [Ground(_kind(s.rule), s.start + start, s.end + start, s.rule) for s in seen]
    return tuple(g for g in found if not any(g.start < stop and begin < g.end for begin, stop in elsewhere))


def _span(text: str, declines: list[Sighting]) -> tuple[int, int]:
    if not declines:
        return 0, len(text)
    first = min(s.start for s in declines)
    start = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, first - REACH), first)), default=0)
    return start, max(s.end for s in declines) + REACH


def _kind(rule: str) -> Kind:
    return cast(Kind, rule.partition(":")[0])
