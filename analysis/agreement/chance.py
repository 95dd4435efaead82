"""Fleiss' kappa and Gwet's AC1: one share of agreement, two ideas of chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.agreement.coefficient import Coefficient, Inapplicable, Wanted
from analysis.agreement.percent import alike
from analysis.agreement.table import Floats, Table

_Chance = Callable[[Floats], Floats]
"""From the share of each label, resamples by labels, to the agreement by chance; nan where it always agrees."""


def fleiss(table: Table) -> Coefficient:
    """Agreement beyond what raters reach who all draw labels from the same pool. At most 1.

    Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 1971; units with unequal
    numbers of labels as in Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014.
    """
    return _against(table, _pooled)


def ac1(table: Table) -> Wanted:
    """Agreement beyond what raters reach who guess on the hard units alone. At most 1.

    Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of
    Mathematical and Statistical Psychology 61, 2008. It depends on how many labels there could have been.
    """
    if len(table.labels) < 2:
        return Inapplicable("only one label is known: declare those that could have been given")
    return _against(table, _guessed)


def _against(table: Table, chance: _Chance) -> Coefficient:
    counted, one = table.ratings >= 2, table.ratings >= 1
    pool = table.spread(np.divide(1.0, table.ratings, out=np.zeros(len(one)), where=one))
    totals = np.hstack([table.summed(alike(table)), table.summed(counted), table.summed(one), pool])

    def statistic(sums: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            seen, expected = sums[:, 0] / sums[:, 1], chance(sums[:, 3:] / sums[:, 2:3])
            return np.asarray((seen - expected) / (1 - expected))

    return Coefficient(totals, statistic, counted, np.ones(len(one), dtype=bool))


def _pooled(shares: Floats) -> Floats:
    # By labels in use, not by comparing a sum with 1: rounding would turn "undefined" into a value.
    return np.where((shares > 0).sum(axis=1) > 1, (shares**2).sum(axis=1), np.nan)


def _guessed(shares: Floats) -> Floats:
    return np.asarray((shares * (1 - shares)).sum(axis=1) / (shares.shape[1] - 1))
