"""Delimiters that nothing in a conversation can reproduce, and question numbers that no faked answer can know."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from itertools import count
from typing import NamedTuple


class Fence(NamedTuple):
    """What surrounds one conversation for one judge and repeat.

    It is the same for all questions about the conversation: providers keep the beginning of a prompt that many calls
    share, and a fence drawn anew for each call would share nothing.
    """

    key: str
    """24 hexadecimal digits."""

    @property
    def begin(self) -> str:
        """The line before the transcript."""
        return f"=== transcript {self.key} begins ==="

    @property
    def end(self) -> str:
        """The line after it."""
        return f"=== transcript {self.key} ends ==="

    def ticket(self, question: str) -> str:
        """The number a question goes by, 6 hexadecimal digits: an answer without it answers nothing asked."""
        return sha256(f"{self.key}\x1f{question}".encode()).hexdigest()[:6]


def fence(seed: int, conversation: str, judge: str, repeat: int, text: str) -> Fence:
    """Draw the fence of one conversation, for one judge and repeat.

    A hash of what the run, the judge and the repeat are could not be known to a text that was written before. Where
    somebody wrote it knowing all of them, it still does not get through: a key that occurs in the text is drawn again.

    Args:
        seed: of the run.
        conversation: its id.
        judge: the judge's spec.
        repeat: from 1.
        text: what is to be fenced in.
    """
    flat = _flat(text)
    for draw in count():
        key = sha256("\x1f".join(map(str, (seed, conversation, judge, repeat, draw, "fence"))).encode()).hexdigest()[
            :24
        ]
        if key not in flat:
            return Fence(key)
    raise AssertionError("unreachable: a finite text cannot hold every key")


def _flat(text: str) -> str:
    """The letters and digits alone, however they are dressed: a fence in full-width letters, or spaced out, counts."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
