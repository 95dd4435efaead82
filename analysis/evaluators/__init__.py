"""What is said of whole trajectories. One file is one evaluator, named in one line here."""

from __future__ import annotations

from analysis.evaluators import persistence
from analysis.evaluators.contract import Comparer, Evaluator

EVALUATORS: tuple[Evaluator, ...] = (persistence.EVALUATOR,)
"""Of single conversations, in the order of the facets."""
COMPARERS: tuple[Comparer, ...] = ()
"""Of many conversations together."""
