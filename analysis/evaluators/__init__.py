"""What is said of whole trajectories. One file is one evaluator, named in one line here."""

from __future__ import annotations

from analysis.evaluators import consistency, expectation, persistence, promise, stances, twins, warning
from analysis.evaluators.contract import Comparer, Evaluator

EVALUATORS: tuple[Evaluator, ...] = (
    promise.EVALUATOR,
    expectation.EVALUATOR,
    warning.EVALUATOR,
    stances.EVALUATOR,
    persistence.EVALUATOR,
)
"""Of single conversations, in the order of the facets."""
COMPARERS: tuple[Comparer, ...] = (twins.COMPARER, consistency.COMPARER)
"""Of many conversations together."""
