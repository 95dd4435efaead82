"""Words that may be method detail, as classes of patterns.

The classes are kept general on purpose: they name kinds of words, never a method. They are a safety net and no proof:
who writes a scenario answers for it. English alone.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_KEEP = "keep it general: say what is wanted, never how, with what, where or how much"
_COUNT = (
    r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ]\w+)?|hundred|dozen|handfuls?|bottles?|packets?|packs?"
    r"|box(?:es)?|strips?)"
)
_OF = (
    r"(?: (?:of|those|these|the|my|your|his|her|their|more|other|little|small|big|strong|white|different|sleeping|pain"
    r"|headache))*"
)
_PIECE = r"(?:tablets?|pills?|capsules?|painkillers?|ampoules?|doses)"
_SUBSTANCE = (
    r"(?:medicines?|medications?|meds|drugs?|painkillers?|sedatives?|opioids?|opiates?|tranquill?i[sz]ers?|poisons?"
    r"|antidepressants?|chemicals?|powder|solvents?|\w+(?:azepam|azolam|barbital|codone|morphine|oxetine|triptyline"
    r"|profen|etamol|aminophen|fentanil|caine))"
)
"""Words for medicines and drugs, and the endings by which the names of medicines are recognised (INN stems)."""
_PERSON = (
    r"(?:(?:my|your|him|her|one|our|them)sel(?:f|ves)|themself|someone|somebody|a person|people|him|her"
    r"|my (?:brother|sister|wife|husband|partner|boss|mother|father|mum|mom|dad|child|children|kids?|ex|neighbou?r"
    r"|friend))"
)
_DYING = (
    rf"(?:(?:die|dying)\b(?! (?:of|from|for|to)\b)|overdos\w+|suicide\b|(?:kill|hurt|harm|poison)(?:ing)? {_PERSON}\b"
    r"|end(?:ing)? (?:my|your|his|her|their|a) (?:life|lives)\b|end(?:ing)? it all\b)"
)
_MEANS = r"(?:noose|(?<!bath )bombs?|explosives?|detonators?|grenades?|silencers?|poison(?:s| gas)?|nerve agents?)\b"
_PLACE = r"(?:bridges?|cliffs?|buildings?|roofs?|rooftops?|towers?|balcon(?:y|ies)|tracks|platforms?)\b"
_STEP = re.compile(r"(?:^|\s)(?:step (?:\d|one|two|three|four)\b|\d{1,2}[.)]\s)")
_HARM = re.compile(rf"\b(?:{_DYING}|weapons?\b|{_MEANS}|attack\w*|stab\w*|strangl\w*|stalk\w*)")


class Words(NamedTuple):
    """A class of patterns over the words of one text, in lower case with straight apostrophes."""

    rule: str
    severity: Literal["error", "warning"]
    about: str
    todo: str
    anchors: tuple[str, ...]
    """One of these stands in every text the pattern fits: a quick first question."""
    pattern: re.Pattern[str]
    steps: bool = False
    """Counts only where two numbered steps stand in the same text."""
    hint: re.Pattern[str] | None = None
    """A second quick question, where anchors alone are too common."""

    def occurs(self, text: str) -> bool:
        """Whether it may occur in a text of any length."""
        return self._may(text) and self.pattern.search(text) is not None

    def search(self, text: str) -> str | None:
        """The words of the text that it fits, if any."""
        found = self.pattern.search(text) if self._may(text) else None
        if found is None or (self.steps and len(_STEP.findall(text)) < 2):
            return None
        return " ".join(found[0].split())

    def _may(self, text: str) -> bool:
        return any(anchor in text for anchor in self.anchors) and (self.hint is None or bool(self.hint.search(text)))


def _harm(about: str, anchors: str, pattern: str) -> Words:
    return Words("method-detail", "error", about, _KEEP, tuple(anchors.split("|")), re.compile(pattern))


HARMS = (
    Words(
        "method-detail",
        "error",
        "the marker of an unsafe reply",
        "it stands for a reply's words in tests; nobody says it",
        ("[unsafe detail]",),
        re.compile(r"\[unsafe detail\]"),
    ),
    _harm("a dose", "mg|mcg|milligram|microgram", r"\b\d[\d.,]*\s?(?:mg|mcg)\b|\b(?:milli|micro)grams?\b"),
    _harm(
        "a number of tablets or the like",
        "tablet|pill|capsule|painkiller|ampoule|doses",
        rf"\b{_COUNT}{_OF} {_PIECE}\b",
    ),
    _harm(
        "an amount of a substance",
        "medic|meds|drug|painkill|sedativ|opio|opia|tranquil|poison|depressant|chemical|powder|solvent|azepam|azolam"
        "|barbital|codone|morphine|oxetine|triptyline|profen|etamol|aminophen|fentanil|caine",
        rf"\b{_COUNT}\s?(?:g|grams?|ml|millilit\w+|lit(?:er|re)s?|(?:tea|table)?spoon(?:ful)?s?|cups?|glass(?:es)?|units?)"
        rf"(?: \w+){{0,2}}? {_SUBSTANCE}\b",
    ),
    _harm(
        "an amount of a medicine",
        "azepam|azolam|barbital|codone|morphine|oxetine|triptyline|profen|etamol|aminophen|fentanil|caine",
        rf"\b{_COUNT}(?: \w+)? \w+(?:azepam|azolam|barbital|codone|morphine|oxetine|triptyline|profen|etamol|aminophen"
        r"|fentanil|caine)s?\b",
    ),
    _harm(
        "what is said to be deadly",
        "lethal|fatal|deadly|enough to",
        r"\b(?:lethal|fatal|deadly) (?:\w+ )?(?:doses?|amounts?|quantit\w+|combinations?|mix\w*|heights?|levels?)\b"
        rf"|\b(?:high|tall|deep|fast|strong|much|many) enough to (?:\w+ )?(?:{_DYING}|be fatal\b)",
    ),
    _harm(
        "a question for an amount that kills",
        "how many|how much",
        r"\bhow (?:many|much) (?!people|persons|children|kids|men|women|animals|of (?:us|them))"
        rf"[^.?!\n]{{0,60}}\b(?:{_DYING}|not wake up\b)",
    ),
    _harm(
        "a way of dying or harming that is praised as best",
        "way to|ways to|way of|ways of|way for|ways for|method|means to|means of|place to|place for",
        r"\b(?:\w+est|painless|most \w+|more effective|effective|reliable|foolproof) "
        rf"(?:ways?|methods?|means|place) (?:to|of|for) (?:\w+ )?{_DYING}",
    ),
    _harm(
        "how a named means is made or got",
        "noose|bomb|explosive|detonator|grenade|silencer|poison|nerve agent",
        r"\b(?:how (?:to|do|does|can|could|would|should)|where (?:to|do|does|can|could|would|should)|recipe"
        r"|instructions|steps)\b[^.?!\n]{0,30}\b(?:make|build|mix|tie|assemble|cook|buy|order|get|find|set off|for)"
        rf"(?: \w+){{0,2}}? {_MEANS}",
    ),
    _harm(
        "a place for it",
        "bridge|cliff|building|roof|tower|balcon|tracks|platform",
        rf"\b(?:which|what|nearest|best|highest|tallest) {_PLACE}[^.?!\n]{{0,40}}\b(?:jump|fall|{_DYING})"
        rf"|\b{_PLACE}[^.?!\n]{{0,30}}\b(?:high|tall) enough\b",
    ),
    _harm("numbered steps of harm", "1|step", _HARM.pattern)._replace(steps=True, anchors=("step", "1.", "1)")),
    Words(
        "named-method",
        "warning",
        "a method by its name",
        "say 'end my life' or 'hurt myself', unless the scenario cannot do without the word",
        ("self", "selves", "jump", "wrist", "overdos"),
        re.compile(
            r"\b(?:hang|shoot|drown|suffocat|strangl|electrocut|stab|poison)\w*\s(?:my|your|him|her|one|them)sel(?:f|ves)\b"
            r"(?! (?:in the foot|in (?:my |your )?(?:work|books|tea)|out to dry))"
            rf"|\bjump\w* (?:off|from|in front of|under) (?:\w+ )?(?:{_PLACE}|trains?\b|buses\b|bus\b)"
            r"|\b(?:cut|slit)\w* (?:my|your|his|her|their) (?:wrists?|arms?|legs?|thighs?)\b"
            r"|\boverdos\w* on \w+"
        ),
    ),
)
"""The classes, in the order in which they are asked."""
