"""Where conversations whose lines were said again to another target no longer answer what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from simulator.stream import Stream
from simulator.transcript import AnyEvent, Exchange, decode


class Diverging(msgspec.Struct, frozen=True, kw_only=True):
    """How many conversations diverged, and where."""

    conversations: int
    """Those that were counted: the denominator."""
    at: Mapping[int, int]
    """Conversations that diverged, by the exchange from which on the lines no longer answer."""

    @property
    def diverged(self) -> int:
        """Conversations that diverged."""
        return sum(self.at.values())

    def __str__(self) -> str:
        where = ", ".join(f"exchange {n} ({count})" for n, count in self.at.items())
        return f"{self.diverged} of {self.conversations} conversations diverged" + (f": from {where}" if where else "")


def diverging(conversations: Iterable[Iterable[AnyEvent]]) -> Diverging:
    """Count the marks of conversations."""
    marks = [divergence(events) for events in conversations]
    return Diverging(conversations=len(marks), at=dict(sorted(Counter(n for n in marks if n is not None).items())))


def diverging_in(folder: Path) -> Diverging:
    """Count the marks of a run's conversations that came to their end, which are those that are scored.

    Raises:
        StoreError: a file cannot be read.
        FormatError: a line is no event.
    """
    return diverging([decode(line.raw, line.where) for line in lines.lines] for lines in Stream(folder))


def divergence(events: Iterable[AnyEvent]) -> int | None:
    """The exchange from which on recorded lines no longer answer; None where they do to the end."""
    return next((event.n for event in events if isinstance(event, Exchange) and event.diverged is not None), None)
