"""The ways that most conversations took, through phases or through strategies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

import msgspec
import numpy as np

from analysis.cases import Case
from analysis.comparison.crossed import crossed
from analysis.stats.number import Number
from analysis.stats.proportion import Pooled, share_of
from analysis.stats.walk import Walk, phase_walk, strategy_walk, tellable


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way from `start` to an end."""

    states: tuple[str, ...]
    """Visits of one state in a row stand there once."""
    count: int
    share: Number
    """Of the group's conversations; those whose way must not be told count as missing."""


def phase_paths(cases: Iterable[Case], most: int = 10) -> tuple[Way, ...]:
    """The most frequent ways through the phases, most first; of equal ones the shorter, then by their names.

    Args:
        cases: of one group.
        most: how many.

    Raises:
        AnalysisError: a move that the table of phases does not hold, or an arm changed the person's strategy.
    """
    return _paths(cases, most, phase_walk)


def strategy_paths(cases: Iterable[Case], most: int = 10) -> tuple[Way, ...]:
    """The same through what the person's messages do.

    Raises:
        AnalysisError: an arm changed the person's strategy.
    """
    return _paths(cases, most, strategy_walk)


def _paths(cases: Iterable[Case], most: int, walk: Callable[[Case], Walk]) -> tuple[Way, ...]:
    kept, left_out = tellable(cases)
    brief = lru_cache(maxsize=None)(_brief)
    clusters: Counter[str] = Counter()
    taken: dict[tuple[str, ...], Counter[str]] = {}
    for cluster, states, _ in map(walk, kept):
        clusters[cluster] += 1
        taken.setdefault(brief(states), Counter())[cluster] += 1
    counts = {states: some.total() for states, some in taken.items()}
    ranked = sorted(counts, key=lambda states: (-counts[states], len(states), states))
    return tuple(
        Way(states=states, count=counts[states], share=_share(taken[states], clusters, left_out))
        for states in ranked[:most]
    )


def _share(some: Counter[str], clusters: Counter[str], left_out: int) -> Number:
    counts = np.array([some[one] for one in clusters], float), np.array(list(clusters.values()), float)
    pooled = Pooled(*counts, crossed(list(clusters)))
    return share_of(pooled, "took this way", missing=left_out)


def _brief(states: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(state for at, state in enumerate(states) if not at or states[at - 1] != state)
