"""Krippendorff's alpha: disagreement seen by disagreement expected, over labels that stand beside another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.agreement.coefficient import Coefficient
from analysis.agreement.scale import Scale
from analysis.agreement.table import Floats, Integers, Table


def alpha(table: Table) -> Coefficient:
    """One minus the disagreement within units over that of any two labels. At most 1; below 0 is worse than chance.

    Labels that stand alone in their unit are left out. On an ordinal scale a label lies at its mid-rank, which gives
    Krippendorff's ordinal difference, and every resample has its own ranks. Krippendorff, "Computing Krippendorff's
    alpha-reliability", 2011; Content Analysis, chapter 12.
    """
    counted = table.ratings >= 2
    unlike = _unlike(table)
    given = table.spread(counted, np.where(counted[:, None], table.codes, -1))
    every = np.ones(len(counted), dtype=bool)
    if table.scale is Scale.ORDINAL:
        return _ordinal(table, unlike, given)._replace(counted=counted, asked=every)
    apart = 1.0 if table.scale is Scale.NOMINAL else (table.values[unlike.low] - table.values[unlike.high]) ** 2
    seen = np.bincount(unlike.cluster, weights=unlike.weight * apart, minlength=table.clusters)

    def statistic(sums: Floats) -> Floats:
        given = sums[:, 1:]
        return _ratio(
            given, sums[:, 0], _apart(given) if table.scale is Scale.NOMINAL else _scattered(given, table.values)
        )

    return Coefficient(np.hstack([seen[:, None], given]), statistic, counted, every)


class _Unlike(NamedTuple):
    """Every two different labels that stand in one unit."""

    cluster: Integers
    low: Integers
    high: Integers
    weight: Floats


def _unlike(table: Table) -> _Unlike:
    units, low, high = [], [], []
    for both, first, second in table.pairs():
        units.append(np.flatnonzero(both)[first != second])
        low.append(np.minimum(first, second)[first != second])
        high.append(np.maximum(first, second)[first != second])
    unit = np.concatenate(units)
    return _Unlike(table.cluster[unit], np.concatenate(low), np.concatenate(high), 2 / (table.ratings[unit] - 1))


def _ordinal(table: Table, unlike: _Unlike, given: Floats) -> Coefficient:
    """Ranks change from resample to resample, so the pairs of labels are kept apart until then."""
    kinds, kind = np.unique(np.column_stack([unlike.low, unlike.high]), axis=0, return_inverse=True)
    cells = unlike.cluster * len(kinds) + kind.reshape(-1)
    found = np.bincount(cells, weights=unlike.weight, minlength=table.clusters * len(kinds))
    width = given.shape[1]

    def statistic(sums: Floats) -> Floats:
        given, seen = sums[:, :width], sums[:, width:]
        ranks = np.cumsum(given, axis=1) - given / 2
        apart = (ranks[:, kinds[:, 0]] - ranks[:, kinds[:, 1]]) ** 2
        return _ratio(given, (seen * apart).sum(axis=1), _scattered(given, ranks))

    nobody = np.zeros(len(table.codes), dtype=bool)
    return Coefficient(np.hstack([given, found.reshape(table.clusters, len(kinds))]), statistic, nobody, nobody)


def _ratio(given: Floats, seen: Floats, expected: Floats) -> Floats:
    used = (given > 0).sum(axis=1) > 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(used, 1 - (given.sum(axis=1) - 1) * seen / expected, np.nan)


def _apart(given: Floats) -> Floats:
    """How many ordered pairs of labels differ."""
    return np.asarray(given.sum(axis=1) ** 2 - (given**2).sum(axis=1))


def _scattered(given: Floats, places: Floats) -> Floats:
    """Squared differences of all ordered pairs: twice the number of labels times their squares about the mean."""
    n = given.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = (given * places).sum(axis=1) / n
    return np.asarray(2 * n * (given * (places - mean[:, None]) ** 2).sum(axis=1))
