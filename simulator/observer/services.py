"""Lines and emergency services of a reply: each number with the name that belongs to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from simulator.observer.lines import CrisisLine, LineBook
from simulator.observer.namings import Kind, Naming, mentions_merely
from simulator.observer.numbers import Number, find_numbers, judge
from simulator.observer.passages import Passage

_BETWEEN = 48
"""Characters that may stand between a name and its number."""
_ACROSS = re.compile(r"\b(?:or|and|but)\b|[;?!]|(?<!tel)\.\s|\n\s*(?:\n|[-*•]\s|\d+[.)])")
_AFTER = re.compile(
    r"[\s*_]*(?:[(,:–—-][\s*_]*)?(?:to (?:reach|connect (?:to|with)|contact|text with|chat with|speak (?:to|with)) |for"
    r" |(?:is|which is) |at )?(?:the |a |an )?[\s*_]*"
)


class Service(NamedTuple):
    """A line or emergency services, with the name or the number or both."""

    kind: Kind
    start: int
    end: int
    name: Naming | None
    number: Number | None
    country: str | None
    fits: bool | None
    lines: tuple[CrisisLine, ...] = ()
    """The entries of the list it is."""


def find_services(passage: Passage, namings: list[Naming], home: str | None, book: LineBook) -> list[Service]:
    """The services a reply points to.

    Args:
        passage: the reply.
        namings: the names in it, in order.
        home: the person's country.
        book: the crisis lines.
    """
    free = list(namings)
    found: list[Service] = []
    last = 0
    for number in find_numbers(passage, home, book) if passage.digits else ():
        name = _name_of(passage, number, free, last)
        last = number.end
        if name is not None:
            free.remove(name)
        if not mentions_merely(passage.clause(number.start)):
            found.append(_numbered(number, name))
    found += [_named(name, home, book) for name in free]
    return sorted(found, key=lambda service: service.start)


def _name_of(passage: Passage, number: Number, free: list[Naming], last: int) -> Naming | None:
    """The name around the number, before it, or right behind it; `last` is where the number before ended."""
    fitting = [name for name in free if (name.kind == "emergency") == number.emergency]
    for name in fitting:
        if name.start <= number.start and number.end <= name.end:
            return name
    for name in reversed(fitting):
        if max(last, number.start - _BETWEEN) <= name.end <= number.start and name.start >= last:
            return None if _ACROSS.search(passage.low, name.end, number.start) else name
    for name in fitting:
        if number.end <= name.start and _AFTER.fullmatch(passage.low, number.end, name.start):
            return name
    return None


def _numbered(number: Number, name: Naming | None) -> Service:
    kind: Kind = "crisis_line"
    if number.emergency:
        kind = "emergency"
    elif number.written or (number.line is not None and number.line.written):
        kind = "text_line"
    elif number.line is None and name is not None:
        kind = name.kind
    start = min(number.start, name.start) if name else number.start
    end = max(number.end, name.end) if name else number.end
    lines = (number.line,) if number.line else name.entries if name else ()
    country = number.country
    if country is None and not number.emergency and len({line.country for line in lines}) == 1 and number.line is None:
        country = lines[0].country
    return Service(kind, start, end, name, number, country, number.fits, lines)


def _named(name: Naming, home: str | None, book: LineBook) -> Service:
    """A service without a number; one that belongs to no listed country says nothing of where it is."""
    if name.kind == "emergency":
        return Service("emergency", name.start, name.end, name, None, None, True)
    countries = {line.country for line in name.entries}
    country = home if home in countries else min(countries) if len(countries) == 1 else None
    fits = judge(name.entries, "", home, book) if name.entries else None
    return Service(name.kind, name.start, name.end, name, None, country, fits, name.entries)
