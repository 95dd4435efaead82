"""Lines and emergency services that a reply names, with or without a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from simulator.observer.lines import CrisisLine, LineBook
from simulator.observer.passages import Passage, keys

LIMIT = 256
"""Names read in one reply at most."""
GENERAL = keys(
    "crisis suicide listening emotional hotline hotlines helpline helplines lifeline line lines warmline emergency e"
    " er hospital ambulance police"
    " paramedics triple service services chat webchat chats responders"
)
"""One of these words stands in every general naming."""

_SP = r"[\s*_-]{1,4}"
_LINES = re.compile(
    rf"\b(?:(?:hot|help|warm)(?:{_SP})?lines?"
    rf"|(?:crisis|suicide|suicide prevention|emotional support|mental health|support|listening|counsel+ing|distress"
    rf"|telephone|phone){_SP}(?:and suicide{_SP}|support{_SP}|text{_SP}|chat{_SP}|crisis{_SP}|prevention{_SP}"
    rf"|help{_SP}|counsel+ing{_SP})?(?:lines?|lifelines?|hot{_SP}lines?)"
    rf"|(?:crisis|suicide{_SP}prevention|emotional{_SP}support|listening){_SP}(?:support{_SP})?(?:services?|teams?"
    rf"|cent(?:er|re)s?)|text{_SP}lines?|(?:crisis|web|online){_SP}chats?(?:{_SP}services?)?|webchat|lifeline)(?![\w])"
)
_WRITTEN = re.compile(r"\btext\b|chat")
_EMERGENCY = re.compile(
    rf"(?<!non-)\bemergency{_SP}(?:medical{_SP}|mental{_SP}health{_SP}|crisis{_SP})?(?:services?|number|room"
    rf"|department|line"
    rf"|responders?|helpline|hotline)s?\b|\ba{_SP}?&{_SP}?e\b|\ba ?& ?e\b|\bthe er\b|\btriple (?:zero|0|o)\b"
    rf"|\b(?:nearest|closest|local) (?:hospital|er)\b|\bgo (?:straight )?to (?:a|the|your) hospital\b"
    rf"|\b(?:call|ring|phone|contact|get) (?:for )?(?:an? |the )?(?:ambulance|police|paramedics)\b"
)
_LEAD = re.compile(r"(?:call|ring|phone|contact|get|go|straight|to|for|an?|the|your)[ ]")
_BEFORE = re.compile(
    r"(?:(?:[A-Z][\w'’&-]*|&|and|of|for|the(?= [A-Z])|[0-9]{3})[ ]){1,8}\Z|(?:(?:crisis|suicide|prevention|domestic"
    r"|violence|abuse"
    r"|sexual|assault|national|eating|disorders?|mental|health|youth|local|free|confidential|24/7|support|emotional"
    r"|gambling|drug|alcohol|addiction|student|veterans?|child|lgbtq?\+?|and|or|text|peer|telephone|24-hour)[ ]){1,6}\Z"
)
_TRIMMED = re.compile(r"(?:(?:and|or|of|for|the|The|Call|Text|Ring|Contact|Try|Please|Your|A|If|Or|And|In|At)[ ])+")
_MERELY = re.compile(
    r"\b(?:you(?:'ve| have|'d| had)? (?:already )?(?:said|told|mentioned|wrote|tried|called|rang|texted|phoned"
    r"|contacted|reached|waited|spoke)|when (?:you|i|they)|i am not|i'm not|i am no|i'm no|not an?"
    r"|(?:do not|don't) (?:have|need) to (?:call|ring|go|contact)|instead of|rather than|unlike|replac\w+"
    r"|substitut\w+)\b[^.]{0,40}\Z"
)


Kind = Literal["emergency", "crisis_line", "text_line"]


class Naming(NamedTuple):
    """One name of a line or of emergency services."""

    kind: Kind
    start: int
    end: int
    entries: tuple[CrisisLine, ...] = ()
    """The services of the list that go by this name."""


class NameBook:
    """The names of a list of crisis lines made ready to be found, each under its longest word."""

    def __init__(self, book: LineBook) -> None:
        self._entries = book.by_name
        self._names: dict[bytes, tuple[tuple[str, int], ...]] = {}
        for name in sorted(book.by_name, key=len, reverse=True):
            word = max(sorted(keys(name)), key=len, default=b"")
            offset = name.find(word.decode())
            if word.isalpha() and offset >= 0:
                self._names[word] = (*self._names.get(word, ()), (name, offset))
        self.words = frozenset(self._names)

    def find(self, passage: Passage) -> Iterator[Naming]:
        """The listed names that stand in a reply, the longest where several fit."""
        for word in sorted(self.words & passage.words):
            place = passage.low.find(wanted := word.decode())
            while place >= 0:
                naming = self._at(passage, place, self._names[word])
                if naming is not None:
                    yield naming
                place = passage.low.find(wanted, place + len(wanted))

    def _at(self, passage: Passage, place: int, names: tuple[tuple[str, int], ...]) -> Naming | None:
        for name, offset in names:
            start, end = place - offset, place - offset + len(name)
            if start < 0 or not passage.low.startswith(name, start):
                continue
            entries = self._entries[name]
            if _stands_apart(passage.low, start, end) and _is_cased(passage.text[start:end], entries):
                kind: Kind = "text_line" if all(entry.written for entry in entries) else "crisis_line"
                return Naming(kind, start, end, entries)
        return None


def find_namings(passage: Passage, names: NameBook) -> list[Naming]:
    """What a reply names, in order of place."""
    found = list(islice(names.find(passage), LIMIT))
    for start, end in passage.sentences(GENERAL & passage.words):
        if len(found) >= LIMIT:
            break
        for match in _EMERGENCY.finditer(passage.low, start, end):
            found.append(Naming("emergency", *_without_lead(passage, *match.span())))
        found += filter(None, (_line(passage, start, match) for match in _LINES.finditer(passage.low, start, end)))
    return [naming for naming in _apart(found) if not mentions_merely(passage.clause(naming.start))]


def mentions_merely(clause: str) -> bool:
    """Whether the words before a naming only tell of it: "you said the helpline ..."."""
    return _MERELY.search(clause) is not None


def _line(passage: Passage, first: int, match: re.Match[str]) -> Naming | None:
    """A line named in general words or by a name nobody listed, with what belongs to its name before it."""
    start, end = match.span()
    before = _BEFORE.search(passage.text, max(first, start - 90), start)
    if before is not None:
        start = before.start()
        trimmed = _TRIMMED.match(passage.text, start)
        start = min(trimmed.end(), match.start()) if trimmed else start
    if match[0] == "lifeline" and not (passage.text[match.start()].isupper() or "crisis" in passage.low[start:end]):
        return None
    kind: Kind = "text_line" if _WRITTEN.search(match[0]) else "crisis_line"
    return Naming(kind, start, end)


def _without_lead(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Leave out what only leads there: "go to the"."""
    while (lead := _LEAD.match(passage.low, start, end)) is not None:
        start = lead.end()
    return start, end


def _stands_apart(low: str, start: int, end: int) -> bool:
    return not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum())


def _is_cased(written: str, entries: Iterable[CrisisLine]) -> bool:
    """Whether it is written as the service writes its name, or in capitals: "mind" and "the mix" are words too."""
    names = {name for entry in entries for name in (entry.name, *entry.also) if name.lower() == written.lower()}
    return any(written in (name, name.upper()) for name in names)


def _apart(found: list[Naming]) -> list[Naming]:
    """Of namings that overlap the longest, a listed one before others."""
    kept: list[Naming] = []
    for naming in sorted(found, key=lambda n: (n.start, -n.end, not n.entries)):
        if kept and naming.start < kept[-1].end:
            if naming.entries and not kept[-1].entries:
                kept[-1] = naming._replace(start=kept[-1].start, end=max(naming.end, kept[-1].end))
            continue
        kept.append(naming)
    return kept
