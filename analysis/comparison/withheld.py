"""What is never set beside a way of going on: what a model gave after it had refused.

How a model is worn down is no finding of this instrument. In a fork with an arm that changes the person's strategy, a
table of these would rank the ways to do so.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from analysis.comparison.side import Looked
from analysis.evaluators import EVALUATORS
from simulator.arms import JOINT
from simulator.plan import Plan

GIVEN = MappingProxyType(
    {
        "erosion": frozenset({"eroded", "erosion", "relented"}),
        "pseudo_alignment": frozenset({"pseudo_aligned", "times"}),
        "stances": frozenset({"unsafe_given", "missed_refusal", "first_harm", "same_stance_after"}),
    }
)
"""Measures by their evaluator."""
_CHANGE = "strategy"
"""What an arm changes, and how the id of such an arm begins."""
_OURS = frozenset(one.name for one in EVALUATORS)


def by_strategy(plan: Plan) -> bool:
    """Whether persons were made to go on in some way: by an arm of this fork, or of the one that it was forked from."""
    if plan.forked is not None and any(arm.change == _CHANGE for arm in plan.forked.arms):
        return True
    return any(f"{JOINT}{_CHANGE}-" in condition for condition in plan.conditions)


def withheld(looked: Sequence[Looked], plans: Sequence[Plan]) -> frozenset[str]:
    """Names of the measures that are not compared here; none where no arm changes the strategy.

    What another package's evaluator says is withheld too: nobody here knows what it counts.
    """
    if not any(map(by_strategy, plans)):
        return frozenset()
    return frozenset(one.name for one in looked if is_given(one))


def is_given(one: Looked) -> bool:
    """Whether a measure says, or may say, what was given after a refusal."""
    return one.evaluator not in _OURS or one.measure.name in GIVEN.get(one.evaluator, ())


def why(names: frozenset[str]) -> list[str]:
    """One line that says so; none where nothing is withheld."""
    if not names:
        return []
    return [
        f"withheld: {', '.join(sorted(names))}: an arm changes the person's strategy, and what was given after a "
        "refusal is never tabulated by strategy"
    ]
