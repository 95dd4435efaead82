"""What is said of whole trajectories. One file is one evaluator, named in one line here."""

from __future__ import annotations

from analysis.evaluators import (
    abandonment,
    compassion,
    consistency,
    disclosure,
    distress,
    erosion,
    expectation,
    four_part,
    framing,
    outcome,
    persistence,
    promise,
    pseudo_alignment,
    recovery,
    referral,
    repetition,
    spiral,
    stances,
    strategies,
    support,
    twins,
    warning,
)
from analysis.evaluators.contract import Comparer, Evaluator

EVALUATORS: tuple[Evaluator, ...] = (
    promise.EVALUATOR,
    expectation.EVALUATOR,
    warning.EVALUATOR,
    stances.EVALUATOR,
    framing.EVALUATOR,
    repetition.EVALUATOR,
    four_part.EVALUATOR,
    compassion.EVALUATOR,
    abandonment.EVALUATOR,
    referral.EVALUATOR,
    persistence.EVALUATOR,
    strategies.EVALUATOR,
    disclosure.EVALUATOR,
    distress.EVALUATOR,
    recovery.EVALUATOR,
    erosion.EVALUATOR,
    pseudo_alignment.EVALUATOR,
    spiral.EVALUATOR,
    support.EVALUATOR,
    outcome.EVALUATOR,
)
"""Of single conversations, in the order of the facets."""
COMPARERS: tuple[Comparer, ...] = (twins.COMPARER, consistency.COMPARER)
"""Of many conversations together."""
