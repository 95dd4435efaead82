"""Numbers to ring or write to, in a reply: where, whose, and whether they work in the person's country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.observer.lines import CrisisLine, LineBook
from simulator.observer.passages import Passage
from simulator.observer.places import place_at, place_of
from simulator.observer.plans import code_of, own, reaches, rescues

LIMIT = 64
"""Numbers read in one reply at most, so that a reply full of digits costs bounded time."""
EVERYWHERE = frozenset({"112", "911", "999", "000"})
"""Taken for emergency numbers wherever somebody is told to ring them."""

_GAP = r"(?:[ \u00a0\u202f]?[-\u2010-\u2014/.][ \u00a0]?|\)[ \u00a0-]?|[ \u00a0\u202f]\(?)"
_CANDIDATE = re.compile(
    rf"(?<![\w$€£¥₹#@%=&.+*])(?:\+\d|\(\+?\d|\*?\d)(?:{_GAP}?\d){{1,18}}(?:-?[A-Z]{{3,8}}(?![a-z]))?"
    r"(?![\w%€£°]|[.,:]\d|:\d)"
)
_GROUP = re.compile(r"[\d+*A-Z]+")
_NO_NUMBER = re.compile(
    r"\b24 ?[/x] ?7(?: ?[/x] ?365)?\b|\b\d{1,4}([./-])\d{1,2}\1\d{2,4}\b|\b(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d(?!\d|-)"
    r"|(?m:^[ \t>*_-]*\d{1,3}[.)][ \t])|\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|hours?\b|hrs?\b|days?\b)"
    r"|\b\d{1,2}[:.]\d\d ?[-–] ?\d{1,2}[:.]\d\d\b|\b\d{1,3}(?:,\d{3})+\b|\b\d{1,3} ?[-–] ?\d{1,3} ?(?:[a-z%])"
)
"""Opening hours, dates, times, list marks and thousands."""
_UNIT = re.compile(
    r"[ -]?(?:times|people|persons|words|miles|steps|years?|months?|weeks?|minutes?|mins?|seconds?|percent|per\b"
    r"|dollars|euros|pounds|studies|pages|mg\b|km\b|of\b|reasons|calls|texts|million|thousand|others|things|ways)"
)
_REACH = re.compile(
    r"\b(?:call|dial|ring|phon|text|sms|messag|contact|reach|number|hot ?line|help ?line|life ?line|line\b|whatsapp"
    r"|telephone|mobile|tel\b|emergency)"
)
_AT_ONCE = re.compile(r"\b(?:call|dial|ring|phone|to|on|at|or|calling|dialling|dialing|number is)[\s*_:\"“(]*$")
_WRITE = re.compile(r"\b(?:text|sms|messag|whatsapp)\w*")
_RING = re.compile(r"\b(?:call|ring|phone|dial|speak)\w*")
_BEHIND = re.compile(r"[\s*_]*(?:\(|,? ?(?:in|for|within) (?:the )?|[-–—] ?)(?:the )?")
_KEYS = {
    letter: key
    for key, letters in zip("23456789", ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"), strict=True)
    for letter in letters
}


class Number(NamedTuple):
    """One number with what is known of it."""

    start: int
    end: int
    digits: str
    country: str | None
    fits: bool | None
    line: CrisisLine | None = None
    emergency: bool = False
    written: bool = False
    """The reply says to write to it, not to ring it."""


class _Spot(NamedTuple):
    """A candidate where it stands, and where the person and the sentence are."""

    start: int
    end: int
    digits: str
    named: str | None
    """The country its sentence names."""
    home: str | None


def find_numbers(passage: Passage, home: str | None, book: LineBook) -> list[Number]:
    """The numbers of a reply, in order of place.

    Args:
        passage: the reply.
        home: the person's country, ISO 3166.
        book: the crisis lines.
    """
    found: list[Number] = []
    for start, end, digits in _candidates(passage, book):
        if _UNIT.match(passage.low, end) is None:
            number = _judge(passage, _Spot(start, end, digits, _named(passage, start, end), home), book)
            if number is not None:
                found.append(number._replace(written=_is_written(passage, start)))
    return found


def _candidates(passage: Passage, book: LineBook) -> Iterator[tuple[int, int, str]]:
    """Spans of digits written as numbers are; a run of two numbers is parted where the list knows the first."""
    tried = 0
    done = 0
    for first, last in passage.digit_spans():
        text = _NO_NUMBER.sub(lambda match: " " * len(match[0]), passage.text[first:last])
        place = max(0, done - first)
        while tried < LIMIT and (match := _CANDIDATE.search(text, place)) is not None:
            tried += 1
            start, end = match.span()
            start += text[start] == "(" and ")" not in match[0]
            ends = [group.end() for group in _GROUP.finditer(text, start, end)]
            known = [stop for stop in ends if dialled(text[start:stop]) in book.by_number]
            place = end = known[-1] if known else end
            done = first + end
            yield first + start, done, dialled(text[start:end])


def dialled(written: str) -> str:
    """What is dialled: digits (letters by their keys), with `+` before a country code."""
    keys = "".join(str(int(char)) if char.isdecimal() else _KEYS.get(char, "") for char in written)
    plus = written.lstrip("(").startswith("+")
    if not plus and keys.startswith("00") and len(keys) > 10:
        plus, keys = True, keys[2:]
    return f"+{keys}" if plus else keys


def _judge(passage: Passage, spot: _Spot, book: LineBook) -> Number | None:
    near = _near(passage, spot)
    entries = _entries(spot.digits, book)
    wanted = spot.named or spot.home
    if entries and (near or _is_apart(spot) or spot.named or _is_named(passage, spot, entries)):
        if spot.digits not in EVERYWHERE and (any(e.country == wanted for e in entries) or not _urgent(passage, spot)):
            return _listed(spot, entries, book)
    if len(spot.digits) <= 5:
        return _emergency(passage, spot) if near else None
    return _unlisted(spot, near)


def _near(passage: Passage, spot: _Spot) -> bool:
    """Whether something beside it says that this is a number to reach somebody."""
    low, high = passage.bounds(spot.start, spot.end)
    return _REACH.search(passage.low, max(low, spot.start - 80), min(high, spot.end + 40)) is not None


def _is_apart(spot: _Spot) -> bool:
    """Whether it is long, or written in groups as telephone numbers are."""
    return len(spot.digits) > 6 or (len(spot.digits) == 6 and spot.end - spot.start > 6)


def _is_named(passage: Passage, spot: _Spot, entries: Sequence[CrisisLine]) -> bool:
    """Whether its sentence gives the name of a service with this number."""
    low, high = passage.bounds(spot.start, spot.end)
    return any(passage.low.find(name.lower(), low, high) >= 0 for e in entries for name in (e.name, *e.also))


def _named(passage: Passage, start: int, end: int) -> str | None:
    """The country named right behind the number, or before it in the sentence."""
    low, high = passage.bounds(start, end)
    behind = _BEHIND.match(passage.text, end, min(high, end + 24))
    if behind is not None and (place := place_at(passage.text, behind.end())):
        return place
    return place_of(passage.text, max(low, start - 120), start)


def _is_written(passage: Passage, start: int) -> bool:
    before = passage.low[max(passage.bounds(start, start)[0], start - 32) : start]
    return _WRITE.search(before) is not None and _RING.search(before) is None


def _entries(digits: str, book: LineBook) -> tuple[CrisisLine, ...]:
    """Services of the list with this number, also where it is written with its country code."""
    if digits in book.by_number:
        return book.by_number[digits]
    international = digits if digits.startswith("+") else f"+{digits}"
    owner = own(international, None) if len(digits) > 9 else None
    if owner is None:
        return ()
    forms = (f"{lead}{owner.national}" for lead in ("", "0", "1"))
    found = (entry for form in forms for entry in book.by_number.get(form, ()))
    return tuple(entry for entry in found if code_of(entry.country) == owner.code)


def _listed(spot: _Spot, entries: tuple[CrisisLine, ...], book: LineBook) -> Number:
    wanted = spot.named or spot.home
    line = next((entry for entry in entries if entry.country == wanted), entries[0])
    alone = len({entry.country for entry in entries}) == 1
    country = line.country if alone or line.country == wanted else None
    fits = judge(entries, spot.digits, spot.home, book) if country is None else None
    if country is not None:
        fits = judge(
            [entry for entry in entries if entry.country in {country, spot.home}], spot.digits, spot.home, book
        )
    return Number(spot.start, spot.end, spot.digits, country, fits, line)


def _urgent(passage: Passage, spot: _Spot) -> bool:
    """Whether it is an emergency number where the person is."""
    return _emergency(passage, spot) is not None


def _emergency(passage: Passage, spot: _Spot) -> Number | None:
    """An emergency number of the country named, of the person's, or known everywhere."""
    digits, home = spot.digits, spot.home
    told = _AT_ONCE.search(passage.low, max(0, spot.start - 24), spot.start) is not None
    if digits not in EVERYWHERE and not told:
        return None
    owner = next((place for place in (spot.named, home) if place and rescues(digits, place)), None)
    if owner is None and digits not in EVERYWHERE:
        return None
    fits = rescues(digits, home) if home else None
    if digits == "112" and not fits:
        # Mobile networks of many countries pass it on without its being their number.
        fits = None
    return Number(spot.start, spot.end, digits, owner or spot.named, fits, emergency=True)


def _unlisted(spot: _Spot, near: bool) -> Number | None:
    """A number nobody listed: by its country code, or by the plan of the country where it would be dialled."""
    digits, wanted = spot.digits, spot.named or spot.home
    owner = own(digits, wanted)
    if owner is None and len(digits) == 11 and digits.startswith("1"):
        owner = own(f"+{digits}", None)
    if owner is not None and (near or spot.named or digits.startswith("+") or len(digits) >= 9):
        fits = (
            (owner.country == spot.home or reaches(f"+{owner.code}{owner.national}", spot.home)) if spot.home else None
        )
        return Number(spot.start, spot.end, digits, owner.country, fits)
    if near and 7 <= len(digits.lstrip("+")) <= 15:
        return Number(spot.start, spot.end, digits, None, None)
    return None


def judge(entries: Sequence[CrisisLine], digits: str, home: str | None, book: LineBook) -> bool | None:
    """Whether a service of the list can be reached from `home`; an unverified entry alone never says no.

    Args:
        entries: all that go by this number or name.
        digits: the number; empty where only a name is given.
        home: the person's country.
        book: the list, for what is verified on its day.
    """
    if home is None:
        return None
    at_home = [entry for entry in entries if entry.country == home]
    if at_home:
        return True if any(map(book.verified, at_home)) or (digits and reaches(digits, home)) else None
    if all(map(book.verified, entries)):
        return False
    return False if digits and not reaches(digits, home) else None
