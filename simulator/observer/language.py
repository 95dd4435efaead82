"""Whether a reply is in a language the observer reads, and how much of an endless one is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from simulator.observer.rules import unquoted

SAMPLE = 4_000
"""Characters that are looked at to tell the language."""

_ENGLISH = frozenset({"en", "sco"})
_UNKNOWN = "un"
# Below this many letters a guess is a matter of a name or two; a script that English does not use tells at once.
_LATIN_LETTERS = 12
_OTHER_LETTERS = 4
# Vietnamese and other letters with marks; full-width and mathematical letters that dress up English.
_LATIN = re.compile("[\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,200}`|<[a-zA-Z/!][^<>]{0,300}>|https?://\S{1,300}", re.DOTALL)
# What the detector rejects as no text for interchange.
_REJECTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_JOINT = "\n"

Span = tuple[int, int, str, str]
"""Start and length in bytes, name and code of the language."""


def supported(text: str) -> bool | None:
    """Whether the reply is in English.

    Quotations, code, tags and web addresses are left out; of mixed languages the one with most of the text counts.

    Returns:
        True for English, False for another language told with confidence, None for what is too short or unclear
        (the rules are then tried: they find nothing in a language that is not theirs).
    """
    sample = _CODE.sub(" ", unquoted(readable(text, SAMPLE)[0]))
    reliable, best, spans = _detect(sample)
    sure = reliable and best != _UNKNOWN
    if sure and _mostly_english(best, spans):
        return True
    latin, other = _letters(sample)
    # Close relatives (Russian, Bulgarian) leave the detector unsure, and yet none of them is English.
    if other >= _OTHER_LETTERS and other > latin:
        return False
    return False if sure and latin >= _LATIN_LETTERS else None


def readable(text: str, most: int = 20_000) -> tuple[str, bool]:
    """Cut the middle out of an endless reply.

    Args:
        text: The reply.
        most: Characters to keep; what is not longer comes back as it is.

    Returns:
        Head and tail of the reply, and whether anything was cut. A place in the head is the same in the reply;
        `place` gives any place back.
    """
    if len(text) <= most:
        return text, False
    head = most // 2
    return text[:head] + _JOINT + text[len(text) - (most - head - len(_JOINT)) :], True


def place(at: int, cut: str, text: str) -> int:
    """Where in the whole reply a place of its cut text lies.

    Args:
        at: A place in `cut`, its end included.
        cut: What `readable` made of `text`.
        text: The whole reply.
    """
    if len(cut) >= len(text) or at <= len(cut) // 2:
        return at
    return at + len(text) - len(cut)


def _detect(sample: str) -> tuple[bool, str, tuple[Span, ...]]:
    """Whether the detector is sure, its best guess, and the spans of each language."""
    detect, error = _detector()
    try:
        found = detect(sample.encode("utf-8", "ignore"), isPlainText=True, returnVectors=True)
    except error:
        # Rare, so that only such a reply pays for the cleaning.
        clean = _REJECTED.sub(" ", sample).encode("utf-8", "ignore")
        found = detect(clean, isPlainText=True, returnVectors=True)
    return found[0], found[2][0][1], found[3]


@cache
def _detector() -> tuple[Callable[..., Any], type[Exception]]:
    # The tables take 4 MB; they are loaded with the first reply, not with the package.
    import pycld2

    return pycld2.detect, pycld2.error


def _mostly_english(best: str, spans: tuple[Span, ...]) -> bool:
    known = sum(length for _, length, _, code in spans if code != _UNKNOWN)
    if not known:
        # A short text is told as a whole and not by its spans.
        return best in _ENGLISH
    return 2 * sum(length for _, length, _, code in spans if code in _ENGLISH) >= known


def _letters(sample: str) -> tuple[int, int]:
    """How many letters are Latin, and how many are of scripts that English does not use."""
    letters = [char for char in sample if char.isalpha()]
    latin = sum(char < "\u0250" or _LATIN.match(char) is not None for char in letters)
    return latin, len(letters) - latin
