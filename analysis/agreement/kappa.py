"""Cohen's kappa of two raters, plain and weighted."""

from __future__ import annotations

import numpy as np

from analysis.agreement.coefficient import Coefficient, Inapplicable, Wanted
from analysis.agreement.scale import Scale
from analysis.agreement.table import Floats, Table


def kappa(table: Table, power: int) -> Wanted:
    """One minus the disagreement seen, over that of two raters who keep their own habits and guess. In [-1, 1].

    Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960;
    weighted: "Weighted kappa", Psychological Bulletin 70, 1968. Weights are of disagreement, so that 0 is agreement.

    Args:
        table: of two raters.
        power: of the distance between two labels: 0 counts every difference as one, 1 is linear, 2 quadratic.
    """
    if table.codes.shape[1] != 2:
        return Inapplicable(f"Cohen's kappa is of two raters, found {table.codes.shape[1]}; take two at a time")
    if power and table.scale is Scale.NOMINAL:
        return Inapplicable("names have no order, so there are no weights; pass an ordinal or interval scale")
    weights = _weights(table.values, power)
    both = table.ratings == 2
    left, right = (np.where(both, column, -1)[:, None] for column in table.codes.T)
    seen = np.zeros(len(both))
    seen[both] = weights[left[both, 0], right[both, 0]]
    totals = np.hstack([table.summed(seen), table.spread(both, left), table.spread(both, right)])

    def statistic(sums: Floats) -> Floats:
        first, second = np.split(sums[:, 1:], 2, axis=1)
        chance = ((first @ weights) * second).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(chance > 0, 1 - first.sum(axis=1) * sums[:, 0] / chance, np.nan)

    return Coefficient(totals, statistic, both, np.ones(len(both), dtype=bool), empty="no unit has a label of both")


def _weights(values: Floats, power: int) -> Floats:
    apart = np.abs(values[:, None] - values)
    return np.asarray(apart**power if power else (apart > 0) * 1.0)
