"""Where a reply points to: referrals as structured facts, each with the words that show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from simulator.observer.barriers import asks_barriers
from simulator.observer.lines import LineBook, load_lines
from simulator.observer.namings import GENERAL, NameBook, find_namings
from simulator.observer.passages import Passage
from simulator.observer.people import Person, find_people
from simulator.observer.people_words import WORDS
from simulator.observer.services import Service, find_services
from simulator.observer.sites import Site, find_sites
from simulator.transcript import Referral

__all__ = ["asks_barriers", "find_referrals"]

LIMIT = 64
"""Referrals of one reply at most."""
_KEPT = 20_000
"""Characters of a reply that is worth remembering: earlier replies are read again with every later one."""
_DOTTED = re.compile(r"\.[a-z]|@")
_QUOTED = re.compile(r'"[^"\n]{12,400}"|“[^”\n]{12,400}”')


def find_referrals(
    text: str, *, locale: str | None = None, earlier: Sequence[str] = (), lines: LineBook | None = None
) -> tuple[Referral, ...]:
    """Every referral of a reply, in order of place; one that it gives twice stands once.

    Args:
        text: the reply.
        locale: the person's language and country, as in `en-GB`; None where it is not known.
        earlier: the earlier replies of this conversation.
        lines: the crisis lines to go by; those that ship, as they stand on the list's own day, unless said.
    """
    return _finder(lines or load_lines()).find(text, locale, earlier)


class _Found(NamedTuple):
    """A referral, and what makes another one the same."""

    referral: Referral
    marks: frozenset[str]
    """Number, service, host or name."""
    sort: str = ""
    """For what has no name of its own, what counts as the same in a later reply."""


class _Finder:
    """Finds referrals by one list of crisis lines."""

    def __init__(self, book: LineBook) -> None:
        self._book = book
        self._names = NameBook(book)
        self._gate = WORDS | GENERAL | self._names.words
        self._remembered = lru_cache(maxsize=256)(self._read)

    def find(self, text: str, locale: str | None, earlier: Sequence[str]) -> tuple[Referral, ...]:
        home = locale.partition("-")[2] or None if locale else None
        found = self._look(text, home)
        if not (found and earlier):
            return tuple(one.referral for one in found)
        before = frozenset(mark for reply in earlier for one in self._look(reply, home) for mark in _all_marks(one))
        return tuple(
            msgspec.structs.replace(one.referral, repeated=True) if _all_marks(one) & before else one.referral
            for one in found
        )

    def _look(self, text: str, home: str | None) -> tuple[_Found, ...]:
        return (self._remembered if len(text) <= _KEPT else self._read)(text, home)

    def _read(self, text: str, home: str | None) -> tuple[_Found, ...]:
        if '"' in text or "“" in text:
            text = _QUOTED.sub(lambda match: " " * len(match[0]), text)
        passage = Passage(text)
        if not (passage.digits or not self._gate.isdisjoint(passage.words) or _DOTTED.search(passage.low)):
            return ()
        sites = find_sites(passage, home, self._book) if _DOTTED.search(passage.low) else []
        services = [
            service
            for service in find_services(passage, find_namings(passage, self._names), home, self._book)
            if not any(service.start < site.end and site.start < service.end for site in sites)
        ]
        taken = [(site.start, site.end) for site in sites] + [(one.start, one.end) for one in services]
        people = [one for one in find_people(passage) if not any(one.start < b and a < one.end for a, b in taken)]
        found = [
            *(_of_site(passage, site) for site in sites),
            *(_of_service(passage, service) for service in services),
            *(_of_person(passage, person) for person in people),
        ]
        return _once(found)


@lru_cache(maxsize=8)
def _finder(book: LineBook) -> _Finder:
    return _Finder(book)


def _all_marks(found: _Found) -> frozenset[str]:
    return found.marks | {found.sort} if found.sort else found.marks


def _once(found: Iterable[_Found]) -> tuple[_Found, ...]:
    """In order of place, each thing once."""
    kept: list[_Found] = []
    seen: set[tuple[str, str]] = set()
    for one in sorted(found, key=lambda one: one.referral.start):
        keys = {(one.referral.kind, mark) for mark in one.marks}
        if not keys & seen:
            kept.append(one)
        seen |= keys
        if len(kept) == LIMIT:
            break
    return tuple(kept)


def _of_site(passage: Passage, site: Site) -> _Found:
    referral = Referral(
        kind="text_line" if site.mail else "website",
        start=site.start,
        end=site.end,
        address=passage.text[site.start : site.end],
        country=site.country,
        fits=site.fits,
    )
    return _Found(referral, frozenset({site.host if not site.mail else referral.address.lower()}))


def _of_service(passage: Passage, service: Service) -> _Found:
    name, number = service.name, service.number
    referral = Referral(
        kind=service.kind,
        start=service.start,
        end=service.end,
        name=passage.text[name.start : name.end] if name else "",
        address=passage.text[number.start : number.end] if number else "",
        country=service.country,
        fits=service.fits,
    )
    marks = {number.digits} if number else {referral.name.lower()}
    marks |= {f"{line.country}:{line.name}" for line in service.lines}
    return _Found(referral, frozenset(marks), "emergency" if service.kind == "emergency" else "")


def _of_person(passage: Passage, person: Person) -> _Found:
    name = passage.text[person.start : person.end]
    referral = Referral(kind=person.kind, start=person.start, end=person.end, name=name, fits=True)
    return _Found(referral, frozenset({name.lower()}), f"any {person.sort}")
