"""What in a text says who somebody is: stretches with their kinds, and how those that meet are settled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a placeholder stands for; `[NAME 1]`."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    URL = "url"
    HANDLE = "handle"
    NUMBER = "number"
    """Of a card, an account, a document, a case, or a machine."""


class Span(NamedTuple):
    """One stretch; `end` is the first character behind it."""

    start: int
    end: int
    kind: Kind


def apart(groups: Iterable[Sequence[Span]], kept: Iterable[tuple[int, int]] = ()) -> list[Span]:
    """Stretches of which none overlap, in order of place.

    Args:
        groups: those of an earlier group win where they meet a later one; within a group the longer one wins.
        kept: what stays as it is, whatever was found there; these do not overlap each other.
    """
    taken = sorted(kept)
    found: list[Span] = []
    for group in groups:
        for span in sorted(group, key=lambda one: (one.start - one.end, one.start)):
            place = bisect_right(taken, (span.start, span.start))
            clear_before = place == 0 or taken[place - 1][1] <= span.start
            clear_behind = place == len(taken) or taken[place][0] >= span.end
            if span.start < span.end and clear_before and clear_behind:
                taken.insert(place, (span.start, span.end))
                found.append(span)
    return sorted(found)


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places with those that overlap made one, in order."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        elif start < end:
            made.append((start, end))
    return made
