"""People a reply points to: professionals, the person's own people, and groups or material to help oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from simulator.observer import people_words as words
from simulator.observer.passages import Passage

Kind = Literal["professional", "trusted_person", "self_help"]

_KINDS: dict[str, Kind] = {"trusted": "trusted_person", "kin": "trusted_person", "group": "self_help"}
_OWN = re.compile(r"\b(?:your|my)\b")
_MANY = re.compile(r"s$|^family|members?$|you\b|your\b")
LIMIT = 256
"""People read in one reply at most."""
LONGEST = 12
"""Items of one list that are read."""


_NAME = 64
"""Characters that somebody's name may take."""


class Person(NamedTuple):
    """Somebody named, or several of one kind in a row."""

    kind: Kind
    start: int
    end: int
    sort: str
    """`therapist`, `doctor`, `other`, `trusted` or `group`: what counts as the same again."""


class _Item(NamedTuple):
    person: Person
    owned: bool
    """One particular person of theirs: "your sister", "your friend"."""
    kin: bool


def find_people(passage: Passage) -> list[Person]:
    """The people a reply points to, in order of place; English alone."""
    present = words.WORDS & passage.words
    found: list[Person] = []
    for start, end in passage.sentences(present):
        if len(found) >= LIMIT:
            break
        items = [item for group in _groups(passage, start, end) for item in group]
        found += _joined(passage, items)
    return found


def _groups(passage: Passage, start: int, end: int) -> Iterator[list[Person]]:
    """Lists of people that something in the sentence points at."""
    low = passage.low
    done = start
    if (bullet := words.BULLET.match(low, start, end)) is not None:
        items, stop = _list(low, bullet.end(), end)
        if items and _ends_item(low, stop, end):
            yield [item.person for item in items]
            done = stop
    for lead, weak in _leads(low, start, end):
        if lead.start() < done:
            continue
        items, stop = _list(low, lead.end(), end)
        kept = [item.person for item in items if _is_meant(item, len(items), weak)]
        if kept and not words.MERELY.search(passage.clause(lead.start())):
            done = stop
            yield kept
    yield from _others(passage, start, end, done)


def _leads(low: str, start: int, end: int) -> list[tuple[re.Match[str], bool]]:
    strong = [(match, False) for match in words.STRONG.finditer(low, start, end)]
    weak = [(match, True) for match in words.WEAK.finditer(low, start, end)]
    return sorted(strong + weak, key=lambda lead: (lead[0].end(), lead[1]))


def _others(passage: Passage, start: int, end: int, done: int) -> Iterator[list[Person]]:
    """Those asked after ("Is there a friend you could call?"), and those said to help ("a therapist can help")."""
    low = passage.low
    for lead in words.EXISTS.finditer(low, start, end):
        items, stop = _list(low, lead.end(), end)
        said = items and (low[items[-1].person.end - 5 : stop] == "trust" or words.FOR_WHAT.match(low, stop, end))
        if lead.start() >= done and said:
            yield [item.person for item in items]
            done = stop
    for helps in words.HELPS.finditer(low, max(start, done), end):
        for match in words.ITEM.finditer(low, max(start, done, helps.start() - _NAME), helps.start()):
            items, stop = _list(low, match.start(), helps.start())
            whole = items and stop == helps.start() and not any(item.kin or item.owned for item in items)
            if whole and not words.MERELY.search(passage.clause(match.start())):
                yield [item.person for item in items]
                break


def _list(low: str, start: int, end: int) -> tuple[list[_Item], int]:
    """The people of a list that begins at `start`, and where it ends."""
    items: list[_Item] = []
    place = start
    for _ in range(LONGEST):
        match = words.ITEM.match(low, place, end)
        if match is not None:
            items.append(_item(match))
        else:
            match = words.PASSED.match(low, place, end)
        if match is None:
            break
        stop = match.end()
        gap = words.NEXT.match(low, stop, end)
        if gap is None or gap.end() == stop or not low[stop : gap.end()].strip(" *_"):
            return items, stop
        place = gap.end()
    return items, items[-1].person.end if items else start


def _item(match: re.Match[str]) -> _Item:
    group = match.lastgroup or ""
    sort = next(name for name in ("group", "other", "doctor", "therapist", "trusted", "kin") if match[name])
    start, end = match.span("named")
    owned = sort in {"trusted", "kin"} and bool(_OWN.search(match["before"])) and not _MANY.search(match["named"])
    person = Person(_KINDS.get(sort, "professional"), start, end, "trusted" if sort == "kin" else sort)
    return _Item(person, owned and group != "", sort == "kin")


def _is_meant(item: _Item, count: int, weak: bool) -> bool:
    """Leave out one particular person of theirs on their own: that is what is talked of."""
    if weak:
        return item.person.kind != "trusted_person"
    return count > 1 or not item.owned


def _ends_item(low: str, stop: int, end: int) -> bool:
    rest = low[stop:end].strip(" *_")
    return not rest or rest[0] in "\n.:;,(–—-" or words.FOR_WHAT.match(low, stop, end) is not None


def _joined(passage: Passage, people: list[Person]) -> list[Person]:
    """People of one kind side by side in a list are one referral: "a friend or family member"."""
    joined: list[Person] = []
    for person in sorted(people, key=lambda p: p.start):
        last = joined[-1] if joined else None
        if last is not None and person.start < last.end:
            continue
        if last is not None and last.kind == person.kind and _is_beside(passage.low[last.end : person.start]):
            joined[-1] = last._replace(end=person.end)
        else:
            joined.append(person)
    return joined


def _is_beside(between: str) -> bool:
    gap = words.NEXT.match(between)
    rest = between[gap.end() :] if gap else between
    return len(between) < 30 and rest.strip(" *_") in _ARTICLES


_ARTICLES = frozenset(
    {"", "a", "an", "the", "your", "some", "any", "another", "other", "even a", "to a", "with a", "your own"}
)
