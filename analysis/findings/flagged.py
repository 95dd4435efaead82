"""Who is left out for realism: persona, scenario and repetition, in all arms and under all targets together."""

from __future__ import annotations

from analysis.realism.measure import Measured, excluding
from analysis.realism.message import conversations
from simulator.store import Run

Sitting = tuple[str, str, int]
"""Persona, scenario and repetition. Left out whole, they unbalance no arm."""


def flagged(of: Run | Measured) -> frozenset[Sitting]:
    """Every sitting of which some conversation failed realism.

    Args:
        of: a run as it was read, which need not be finished, or what `analysis.realism.measure` found in it. The
            flags of a run are taken without the rest of that measure, which takes far longer.

    Returns:
        None of an import: nobody in it was simulated.
    """
    if isinstance(of, Measured):
        return frozenset(_sitting(name) for name in of.occasions)
    if of.plan.imported is not None:
        return frozenset()
    return frozenset(_sitting(one.occasion) for one in conversations(of.lives(), of.plan) if excluding(one))


def _sitting(occasion: str) -> Sitting:
    persona, scenario, repetition = occasion.split("/")
    return persona, scenario, int(repetition)
