"""Which conversations failed realism: flags from the person's own words and the record of their voice, nothing else.

No rule here is given a reply, a stance, a strategy or an outcome of the target's making, so two conversations with the
same words of the person carry the same flags whatever the target did. That does not make the words independent of the
target: a model voice reads the replies, and a longer conversation has more chances to go wrong. `analysis.realism.arms`
counts both. Two faults of the guards are no flags, because the target has a hand in them: copying what was just read,
and a goodbye, which is none once the need is met. Nor are the faults that break the role: a draft with one is never
said, so that it either was mended or ended the conversation, which is `persona_failed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from analysis.realism.lexicon import words
from analysis.realism.voicing import RESTART

Name = Literal["restart", "copies_itself", "one_note", "too_long", "persona_failed"]

NEAR = 0.8
"""Two messages that share more than this part of all their words (Jaccard) are nearly the same. Our assumption."""
HALF = 0.5
"""Part of the voice's messages above the card's longest from which a person is too long-winded. Our assumption."""


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """One message as the flags see it."""

    n: int
    """Number of the exchange."""
    text: str
    own: str
    """Without the scenario's authored words."""
    authored: bool = False
    faults: tuple[str, ...] = ()
    """What the guards found in it when it was said all the same."""


class Flagged(msgspec.Struct, frozen=True):
    """One flag of one conversation."""

    flag: Name
    reason: str


def flags(spoken: Sequence[Spoken], longest: int, failure: Sequence[str] | None = None) -> tuple[Flagged, ...]:
    """The flags of one conversation.

    Args:
        spoken: the person's messages, in order.
        longest: words of the longest message the card allows.
        failure: what was wrong with the last draft, where the voice could not go on; None where it could.
    """
    found = [_restart(spoken), _copies(spoken), _one_note(spoken), _too_long(spoken, longest)]
    if failure is not None:
        found.append(Flagged("persona_failed", ", ".join(failure) or "the voice had no words"))
    return tuple(flag for flag in found if flag is not None)


def alike(first: str, second: str) -> bool:
    """Whether two texts share nearly all their words."""
    left, right = set(words(first)), set(words(second))
    return bool(left) and len(left & right) > NEAR * len(left | right)


def _restart(spoken: Sequence[Spoken]) -> Flagged | None:
    """Tells the beginning again, or the guards said so."""
    for one in spoken:
        if RESTART & set(one.faults):
            return Flagged("restart", f"message {one.n}: said before, by the guards")
    for one in spoken[1:] if spoken and spoken[0].authored else ():
        if not one.authored and alike(one.text, spoken[0].text):
            return Flagged("restart", f"message {one.n} says message {spoken[0].n} again")
    return None


def _copies(spoken: Sequence[Spoken]) -> Flagged | None:
    seen: dict[tuple[str, ...], int] = {}
    for one in spoken:
        key = tuple(words(one.text))
        if key in seen and not one.authored:
            return Flagged("copies_itself", f"message {one.n} is message {seen[key]} word for word")
        seen.setdefault(key, one.n)
    return None


def _one_note(spoken: Sequence[Spoken]) -> Flagged | None:
    """Two messages in a row that are nearly the same; the same ones are `copies_itself`."""
    mine = [one for one in spoken if not one.authored]
    for before, one in pairwise(mine):
        if words(before.own) != words(one.own) and alike(before.own, one.own):
            return Flagged("one_note", f"message {one.n} is nearly message {before.n}")
    return None


def _too_long(spoken: Sequence[Spoken], longest: int) -> Flagged | None:
    """Counted as the card's own check counts: without the authored ask."""
    mine = [one for one in spoken if not one.authored]
    over = [one for one in mine if len(one.own.split()) > longest]
    if mine and len(over) > HALF * len(mine):
        return Flagged("too_long", f"{len(over)} of {len(mine)} messages have more than the card's {longest} words")
    return None
