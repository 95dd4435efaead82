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
ANSWERED = MappingProxyType(
    {
        "outcome": frozenset({"cause"}),
        "expectation": frozenset({"needs_met", "first_need_met", "expectation_gap"}),
        "stances": frozenset({"acceptable"}),
        "support": frozenset({"delivered"}),
    }
)
"""Measures that count an answer which should not have been given as an answer: where an arm changes the strategy they
would say the same."""
_CHANGE = "strategy"
"""What an arm changes, and how the id of such an arm begins."""
_RUBRICS = frozenset({"framing", "support"})
"""Rubrics of ours that ask how it was said and what support was given, and not what harm was."""
_OURS = frozenset(one.name for one in EVALUATORS)


def by_strategy(plan: Plan) -> bool:
    """Whether persons were made to go on in some way: by an arm of this fork, or of the one that it was forked from."""
    if plan.forked is not None and any(arm.change == _CHANGE for arm in plan.forked.arms):
        return True
    return any(f"{JOINT}{_CHANGE}-" in condition for condition in plan.conditions)


def kept_back(plans: Sequence[Plan]) -> bool:
    """Whether anything is withheld: an arm changes the strategy, or two reaction policies are two mixtures of them."""
    return any(map(by_strategy, plans)) or len({plan.suite.policy for plan in plans}) > 1


def withheld(looked: Sequence[Looked], plans: Sequence[Plan]) -> frozenset[str]:
    """Names of the measures that are not compared here; none where nothing changes how persons go on.

    What another package's evaluator says is withheld too: nobody here knows what it counts.
    """
    if not kept_back(plans):
        return frozenset()
    made = any(map(by_strategy, plans))
    return frozenset(one.name for one in looked if _tells(one.evaluator, one.measure.name, made=made))


def tells(evaluator: str, measure: str) -> bool:
    """Whether a measure would tell by strategy what was given after a refusal, where an arm changes the strategy."""
    return _tells(evaluator, measure, made=True)


def _tells(evaluator: str, measure: str, *, made: bool) -> bool:
    return gives(evaluator, measure) or (made and measure in ANSWERED.get(evaluator, ()))


def gives(evaluator: str, measure: str) -> bool:
    """Whether a measure says, or may say, what was given after a refusal; a rubric's name is an evaluator's too."""
    if evaluator in _RUBRICS:
        return False
    return evaluator not in _OURS or measure in GIVEN.get(evaluator, ())


def why(names: frozenset[str]) -> list[str]:
    """One line that says so; none where nothing is withheld."""
    if not names:
        return []
    return [
        f"withheld: {', '.join(sorted(names))}: an arm or a policy changes the person's strategy, and what was given "
        "after a refusal is never tabulated by strategy"
    ]
