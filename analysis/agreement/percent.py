"""Percent agreement: the plain share."""

from __future__ import annotations

import numpy as np

from analysis.agreement.coefficient import Coefficient
from analysis.agreement.table import Floats, Table


def percent(table: Table) -> Coefficient:
    """Share of the pairs of labels of a unit that are equal, averaged over the units with two labels or more.

    With two raters, the share of units on which they agree. In [0, 1]. Gwet, Handbook of Inter-Rater Reliability,
    4th edition, 2014, chapter 2.
    """
    counted = table.ratings >= 2
    totals = np.hstack([table.summed(alike(table)), table.summed(counted)])
    every = np.ones(len(counted), dtype=bool)
    return Coefficient(totals, _quotient, counted, every, share=True)


def alike(table: Table) -> Floats:
    """By unit, the share of its pairs of labels that are equal; 0 where it has fewer than two labels."""
    equal = np.zeros(len(table.codes))
    for both, first, second in table.pairs():
        equal[both] += first == second
    pairs = table.ratings * (table.ratings - 1) / 2
    return np.divide(equal, pairs, out=np.zeros(len(equal)), where=pairs > 0)


def _quotient(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(sums[:, 0] / sums[:, 1])
