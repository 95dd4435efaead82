"""Words that are counted: small lists of our own making, for English. They compare voices; they diagnose nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

VERSION = 1
"""Of the lists and of how words are split; figures of different versions are not compared."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ROLE = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})


def words(text: str) -> list[str]:
    """The words of a message, in lower case; an apostrophe inside a word belongs to it."""
    return _WORD.findall(text.translate(_ROLE).casefold())


def _phrases(listed: str) -> re.Pattern[str]:
    parts = [re.escape(part.strip()).replace(r"\*", r"[^\W_]*") for part in listed.split(",")]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(parts)})(?![\w'])")


HEDGES = _phrases(
    "maybe, perhaps, probably, possibly, might, i think, i guess, i suppose, i reckon, i feel like, kind of, sort of, "
    "kinda, sorta, not sure, don't know, dunno, somehow, seems, seem, a bit, a little, i mean, or something"
)
THANKS = _phrases("thank*, thx, cheers, ta, grateful, appreciate*")
FIRST_PERSON = _phrases("i, i'm, i'd, i've, i'll, me, my, mine, myself, im, ive")
DISTRESS = _phrases(
    "afraid, scared, scary, frighten*, terrified, panic*, anxious, anxiety, worr*, dread*, cry*, cried, tears, sad, "
    "hopeless*, helpless*, desperate*, alone, lonely, numb*, empty, exhaust*, tired, worn, hurt*, ashamed, shame, "
    "guilt*, overwhelm*, awful, horrible, shaking, broken, trapped, worthless, pointless, miserable, lost, unbearable, "
    "can't cope, can't go on, can't take, can't do this, can't breathe, can't sleep, hate, angry, furious, worst"
)
"""Words somebody in distress may use. What is counted is compared with the same person's opening, never with a norm."""


def count(text: str, listed: re.Pattern[str]) -> int:
    """How often a text uses words of a list."""
    return len(listed.findall(" ".join(words(text))))


def grams(tokens: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Every run of `size` words, in order."""
    return [tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)]
