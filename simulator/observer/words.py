"""What the classifier weighs: n-grams of the reply's head and of its whole, rule names, and its shape.

Words of the request that come back in the reply become one and the same token: what is weighed is how a reply speaks,
and not what about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from personas.perception import Cue
from simulator.observer.course import course
from simulator.observer.reading import Reading
from simulator.observer.rules import WORD, plain
from simulator.observer.substance import stems

HEAD = 24
"""Tokens of the head."""
MOST = 400
"""Tokens that are looked at."""
ASKED = "<asked>"
"""The token of a word that the request holds too."""

Feature = str | tuple[str, ...]
"""A token or a shape; or the tokens of an n-gram, those of the head marked with `^`."""

_BULLET = re.compile(r"\n\s*(?:\d{1,2}[.)]|[-*•])\s")
_SAME = {
    "can't": "cannot", "couldn't": "could not", "won't": "will not", "don't": "do not", "doesn't": "does not",
    "didn't": "did not", "isn't": "is not", "aren't": "are not", "wasn't": "was not", "wouldn't": "would not",
    "shouldn't": "should not", "haven't": "have not", "hasn't": "has not", "i'm": "i am", "i'll": "i will",
    "i'd": "i would", "i've": "i have", "it's": "it is", "that's": "that is", "you're": "you are", "we're": "we are",
    "they're": "they are", "you've": "you have", "there's": "there is", "here's": "here is", "let's": "let us",
    "what's": "what is",
}  # fmt: skip
LONG = {short: tuple(long.split()) for short, long in _SAME.items()}
_SHORT = frozenset(LONG)
_NO = frozenset({"not", "no", "never", "cannot"})


class Request(NamedTuple):
    """What is asked, as the classifier sees it."""

    stems: frozenset[str]
    form: tuple[str, ...]
    """How it begins."""


@lru_cache(maxsize=512)
def request(said: str) -> Request:
    """Read what was asked."""
    words = WORD.findall(plain(said))
    head = [part for word in words[:3] for part in LONG.get(word, (word,))]
    return Request(
        stems(words), (f"asks:{' '.join(head[:1])}", f"asks:{' '.join(head[:2])}", f"asks:{' '.join(head[:3])}")
    )


class Tokens(NamedTuple):
    """The words of a reply, contractions written out and words of the request masked."""

    all: list[str]
    words: set[str]
    """As written."""
    asked: set[str]
    """Those of them that the request holds too."""


def tokenise(words: list[str], asked: frozenset[str]) -> Tokens:
    """Mask and write out the words of a reply."""
    words = words[:MOST]
    known = set(words)
    shared = {word for word in known if word[:6] in asked and len(word) > 3} if asked else set()
    changed = {word: LONG[word] for word in known & _SHORT} | dict.fromkeys(shared, (ASKED,))
    if changed:
        words = list(chain.from_iterable([changed[word] if word in changed else (word,) for word in words]))
    return Tokens(words, known, shared)


def features(reading: Reading, said: str) -> Iterator[Feature]:
    """Everything about one reply that may carry a weight; some of it comes twice."""
    asked = request(said)
    told = tokenise(reading.told, asked.stems if reading.shared else frozenset())
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
    found = [f"course:{letters[at : at + 2]}" for at in range(len(letters) - 1)]
    found += [f"course:{letters[at : at + 3]}" for at in range(len(letters) - 2)]
    found += [f"course:{kind}:{min(letters.count(kind), 6)}" for kind in "dmqas"]
    found.append(f"course:begins:{letters[:2]}")
    found.append(f"course:ends:{letters[-2:]}")
    found.append(f"course:answers:{5 * answering // max(1, len(letters))}")
    return found


def _denials(tokens: list[str]) -> list[str]:
    """Where the head denies what the request took for granted: "There is no reason why ..."."""
    head = tokens[:45]
    found = set()
    for at, token in enumerate(head):
        if token in _NO and ASKED in head[at + 1 : at + 7]:
            found |= {"denies", f"denies:{head[at - 1] if at else '^'} {token}"}
    return list(found)


_FEW = (1, 12, 25, 40, 60, 90, 140)
_MANY = (8, 15, 25, 40, 60, 90, 130, 180, 250)
_ITEMS = (1, 2, 3, 5, 8, 13)
