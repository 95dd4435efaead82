"""Worlds of times with known truth, for `benchmarks.survival`: independent, late, and clustered subjects."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import beta

from analysis.stats.spells import Ints, Spells

SHARE = 0.6
"""Of all ends, those of the first cause."""
Chance = np.random.Generator


class World(NamedTuple):
    """How subjects are drawn."""

    name: str
    subjects: int
    clusters: int
    """0 where all are independent."""
    late: bool = False
    odds: float = 1.0
    """Odds of ending in the second half of each cluster by those in the first."""
    known: bool = True
    """Whether the analysis is told the clusters."""


WORLDS = (
    *(World("independent", n, 0, odds=2.0) for n in (20, 60, 200)),
    *(World("late entry", n, 0, late=True) for n in (60, 200)),
    *(World("clusters of four", 4 * k, k) for k in (5, 8, 12, 24, 60)),
    *(World("clusters of four, not told", 4 * k, k, known=False) for k in (24, 60)),
)
_A, _B = 1.5, 3.5
"""Of the beta distribution of a cluster's chance to end; mean .3."""


def surviving(world: World, k: int) -> float:
    """The true share that goes on beyond k."""
    if world.clusters:
        return float(beta(_A, _B + k + 1) / beta(_A, _B))
    base = 0.3 / 0.7
    return float(np.mean([(1 / (1 + base * ratio)) ** (k + 1) for ratio in (1.0, world.odds)]))


def draw(world: World, chance: Chance) -> tuple[Spells, Ints]:
    """Subjects, and which half of their cluster they are in; drawn anew until as many as asked for are seen."""
    more = 4 if world.late else 1
    n = world.subjects * more
    half = np.arange(n) % 2
    clusters = np.arange(n) // 4 if world.clusters else np.arange(n)
    level = chance.beta(_A, _B, size=n)[clusters] if world.clusters else np.full(n, 0.3)
    odds = level / (1 - level) * np.where(half == 1, world.odds, 1.0)
    times = chance.geometric(odds / (1 + odds)) - 1.0
    cut = chance.integers(3, 11, size=n)
    entry = (
        np.where(chance.random(n) < 0.5, -np.inf, chance.integers(0, 3, size=n)) if world.late else np.full(n, -np.inf)
    )
    causes = np.where(chance.random(n) < SHARE, 1, 2)
    seen = np.minimum(times, cut)
    kept = np.flatnonzero(seen > entry)[: world.subjects]
    told = clusters[kept] if world.clusters and world.known else None
    some = Spells(seen[kept], np.where(times <= cut, causes, 0)[kept], entry[kept], told)
    return some, half[kept]
