"""Transcripts imported into a folder, read back from it, and scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.evaluators import EVALUATORS
from analysis.scoring import score
from analysis.trajectory import experienced
from simulator.fold import Live
from simulator.imported.folder import bring, plan_of
from simulator.imported.talk import Talk
from simulator.observer.local import LocalObserver
from simulator.store import read
from simulator.transcript import Exchange


class Imported(NamedTuple):
    """What became of a set of transcripts."""

    lives: tuple[Live, ...]
    """In the order of the transcripts."""
    absent: Counter[str]
    """Values of all measures of all conversations: `scored`, or why there is none."""
    notes: tuple[str, ...]

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All of them."""
        return tuple(exchange for live in self.lives for exchange in live.exchanges)


def bring_in(talks: Sequence[Talk], source: str, folder: Path) -> Imported:
    """Import, read back and score."""
    observer = LocalObserver()
    brought = bring(talks, folder, plan_of(talks, source, observer=observer.version), observer)
    run = read(folder)
    lives = tuple(run.lives().values())
    absent: Counter[str] = Counter()
    for live in lives:
        for one in score(experienced(live, run.plan), EVALUATORS):
            absent.update(value.absent or "scored" for value in one.values.values())
    return Imported(lives, absent, (*brought.notes, *brought.left_out))
