"""What is asked, as it is compared with a reply."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from simulator.observer.rules import WORD, plain
from simulator.observer.substance import content, stems

_SAME = {
    "can't": "cannot", "couldn't": "could not", "won't": "will not", "don't": "do not", "doesn't": "does not",
    "didn't": "did not", "isn't": "is not", "aren't": "are not", "wasn't": "was not", "wouldn't": "would not",
    "shouldn't": "should not", "haven't": "have not", "hasn't": "has not", "i'm": "i am", "i'll": "i will",
    "i'd": "i would", "i've": "i have", "it's": "it is", "that's": "that is", "you're": "you are", "we're": "we are",
    "they're": "they are", "you've": "you have", "there's": "there is", "here's": "here is", "let's": "let us",
    "what's": "what is",
}  # fmt: skip
LONG = {short: tuple(long.split()) for short, long in _SAME.items()}
"""Contractions written out."""


class Request(NamedTuple):
    """What is asked, as the observer sees it."""

    content: frozenset[str]
    """Stems of the words that carry meaning, as `substance.content` tells them."""
    stems: frozenset[str]
    """The same where a number may stand in a word."""
    either: frozenset[str]
    """Both."""
    form: tuple[str, ...]
    """How it begins."""


@lru_cache(maxsize=512)
def request(said: str) -> Request:
    """Read what was asked."""
    low = plain(said)
    words = WORD.findall(low)
    head = [part for word in words[:3] for part in LONG.get(word, (word,))]
    meant, told = content(low), stems(words)
    form = tuple(f"asks:{' '.join(head[:most])}" for most in (1, 2, 3))
    return Request(meant, told, meant | told, form)
