"""A number as it is reported: value, interval, what it rests on, what is missing, and how it was computed."""

from __future__ import annotations

import msgspec

FEWEST = 5
"""Clusters below which no interval is given. Our assumption."""


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One number of an analysis."""

    value: float | None
    """None where nothing could be counted; never a zero in its place."""
    n: int
    """Conversations, or whatever `how` says, that it rests on."""
    low: float | None = None
    """Of the 95 % interval; None where there is none."""
    high: float | None = None
    missing: int = 0
    """What should have counted and has no value."""
    censored: int = 0
    """Of the `n`, those cut off before more could be seen."""
    clusters: int | None = None
    """Persons in a situation; they, not conversations, are independent. None where that was not counted."""
    how: str
    """How it was computed, in words, with the source of the method."""
    warnings: tuple[str, ...] = ()
    """Why it should not be relied upon, or why there is no interval."""
