"""The ways that most conversations took, through phases or through strategies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from analysis.cases import Case
from analysis.stats.number import Number
from analysis.stats.proportion import Told, proportion
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
    taken = [(case.cluster, _brief(walk(case).states)) for case in kept]
    hidden = [Told("", None)] * left_out
    counts = Counter(states for _, states in taken)
    ranked = sorted(counts, key=lambda states: (-counts[states], len(states), states))
    return tuple(
        Way(
            states=states,
            count=counts[states],
            share=proportion(
                [*(Told(cluster, float(other == states)) for cluster, other in taken), *hidden], "took this way"
            ),
        )
        for states in ranked[:most]
    )


def _brief(states: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(state for at, state in enumerate(states) if not at or states[at - 1] != state)
