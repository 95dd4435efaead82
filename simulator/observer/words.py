"""What the classifier weighs: n-grams of the reply's head and of its whole, rule names, and its shape.

Words of the request that come back in the reply become one and the same token: what is weighed is how a reply speaks,
and not what about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain, pairwise
from operator import add
from typing import NamedTuple

from personas.perception import Cue
from simulator.observer.course import course
from simulator.observer.reading import Reading
from simulator.observer.request import LONG, request
from simulator.observer.substance import holding

HEAD = 24
"""Tokens of the head."""
MOST = 400
"""Tokens that are looked at."""
ASKED = "<asked>"
"""The token of a word that the request holds too."""

Feature = str | tuple[str, ...]
"""A token or a shape; or the tokens of an n-gram, those of the head marked with `^`."""

_BULLET = re.compile(r"\n\s*(?:\d{1,2}[.)]|[-*•])\s")
_PLAIN = {short: " ".join(long) for short, long in LONG.items()}
_SHORT = frozenset(LONG)
_NO = frozenset({"not", "no", "never", "cannot"})


class Tokens(NamedTuple):
    """The words of a reply, contractions written out and words of the request masked."""

    all: list[str]
    words: frozenset[str]
    """As written, each once."""
    asked: frozenset[str]
    """Those of them that the request holds too."""


def tokenise(reading: Reading, asked: frozenset[str]) -> Tokens:
    """Mask and write out the words of a reply.

    Args:
        reading: the reply.
        asked: stems of the request.
    """
    words, known = reading.told, reading.known
    if len(words) > MOST:
        words = words[:MOST]
        known = frozenset(words)
    shared = known.intersection(holding(reading.echoed, asked))
    short = known & _SHORT
    changed = {word: _PLAIN[word] for word in short} | dict.fromkeys(shared, ASKED)
    if changed:
        words = list(map(changed.get, words, words))
    if short:
        words = " ".join(words).split(" ")
    return Tokens(words, known, shared)


def features(reading: Reading, said: str) -> Iterator[Feature]:
    """Everything about one reply that may carry a weight; some of it comes twice."""
    asked = request(said)
    told = tokenise(reading, asked.stems if reading.shared else frozenset())
    tokens = told.all
    head = ["^", *["^" + token for token in tokens[:HEAD]]]
    second, third, fourth = head[1:], head[2:], head[3:]
    return chain(
        tokens,
        pairwise(tokens),
        head,
        pairwise(head),
        zip(head, second, third, strict=False),
        zip(head, second, third, fourth, strict=False),
        asked.form,
        [f"rule:{sighting.rule}" for sighting in reading.sightings],
        _shape(reading, tokens),
        _course(course(reading, told.words, told.asked)),
    )


def _shape(reading: Reading, tokens: list[str]) -> list[str]:
    declines = [sighting for sighting in reading.sightings if sighting.cue is Cue.DECLINES]
    kind = "no" if declines else "yes"
    found = [f"{kind}:cue:{cue}" for cue in reading.cues]
    found += [
        f"{kind}:substance:{bisect_right(_FEW, reading.words)}",
        f"{kind}:length:{bisect_right(_MANY, len(tokens))}",
        f"{kind}:items:{bisect_right(_ITEMS, len(_BULLET.findall(reading.text)))}",
        f"{kind}:asked:{bisect_right(_ITEMS, tokens.count(ASKED))}",
        f"{kind}:questions:{min(reading.text.count('?'), 3)}",
    ]
    if declines:
        last = next((s.start for s in reversed(reading.sentences) if s.start <= declines[-1].start), 0)
        after = sum(s.words for s in reading.sentences if s.start > last)
        given = sum(s.words for s in reading.substance if s.start > declines[0].start)
        before = sum(s.start < declines[0].start for s in reading.sentences)
        found += [
            f"after:{bisect_right(_FEW, after)}",
            f"given:{bisect_right(_FEW, given)}",
            f"declines:{min(len(declines), 4)}",
            f"before:{min(before, 4)}",
        ]
    return found + _denials(tokens)


def _course(letters: str) -> list[str]:
    answering = letters.count("a") + letters.count("s")
    pairs = {*map(add, letters, letters[1:])}
    triples = {*map(add, map(add, letters, letters[1:]), letters[2:])}
    found = [f"course:{steps}" for steps in pairs | triples]
    found += [f"course:{kind}:{min(letters.count(kind), 6)}" for kind in "dmqas"]
    found.append(f"course:begins:{letters[:2]}")
    found.append(f"course:ends:{letters[-2:]}")
    found.append(f"course:answers:{5 * answering // max(1, len(letters))}")
    return found


def _denials(tokens: list[str]) -> list[str]:
    """Where the head denies what the request took for granted: "There is no reason why ..."."""
    head = tokens[:45]
    found: list[str] = []
    if ASKED not in head or _NO.isdisjoint(head):
        return found
    for at, token in enumerate(head):
        if token in _NO and ASKED in head[at + 1 : at + 7]:
            found += ["denies", f"denies:{head[at - 1] if at else '^'} {token}"]
    return found


_FEW = (1, 12, 25, 40, 60, 90, 140)
_MANY = (8, 15, 25, 40, 60, 90, 130, 180, 250)
_ITEMS = (1, 2, 3, 5, 8, 13)
