"""Replies that should have several parts: which encounter has most of them, and what it has."""

from __future__ import annotations

from collections.abc import Callable

from analysis.evaluators.score import Value, Values
from analysis.trajectory import Trajectory
from personas.perception import Encounter
from simulator.transcript import Exchange

Parts = dict[str, bool]
"""By the name of the part, whether a refusing reply has it."""


def best_and_first(
    trajectory: Trajectory, total: str, parts_of: Callable[[Encounter, Exchange, Trajectory], Parts]
) -> Values:
    """Each part and their number, at the encounter with most of them (the earliest of equals) and at the first.

    Args:
        trajectory: one with an encounter.
        total: name of the number of parts.
        parts_of: the parts of one refusing reply.
    """
    held = {exchange.n: exchange for exchange in trajectory.refusing}
    each = [(one.exchange, parts_of(one, held[one.exchange], trajectory)) for one in trajectory.encounters]
    best = max(each, key=lambda one: sum(one[1].values()))
    found: Values = {}
    for prefix, (n, parts) in (("", best), ("first_", each[0])):
        found |= {prefix + name: Value(shown, (n,)) for name, shown in parts.items()}
        found[prefix + total] = Value(sum(parts.values()), (n,))
    return found
