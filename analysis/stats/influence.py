"""What each cluster contributes to a survival curve and to cumulative incidences: the infinitesimal jackknife.

The square sum over independent subjects is Greenwood's variance where nobody enters late; over whole clusters it is
the variance of correlated subjects (Williams, Biometrics 51, 1995; Therneau's survfit with `cluster`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.crossed import Crossed, squares
from analysis.stats.spells import Floats, Grid, Ints, Spells


class Influence(NamedTuple):
    """How far each row (a cluster, or subjects that are alike) moves the curves."""

    survival: Floats
    """Rows by times."""
    incidence: Floats
    """Rows by times by causes."""
    weights: Floats
    """What a squared row counts: 1 for a cluster, 1 / subjects for subjects that are alike and independent."""
    scale: float
    """Correction for few clusters: clusters by clusters less one; 1 where all are independent."""

    sides: Crossed | None = None
    """Of the clusters, where they share persons and situations."""

    def error(self, moves: Floats) -> Floats:
        """Standard error of what moves so; the first axis is summed over."""
        if self.sides is not None:
            return np.asarray(np.sqrt(squares(moves, self.sides)), dtype=np.float64)
        return np.asarray(np.sqrt(self.scale * np.tensordot(self.weights, moves**2, axes=1)), dtype=np.float64)


def influence(some: Spells, table: Grid) -> Influence:
    """Of all rows.

    Args:
        some: the subjects; those without clusters are put together where they are alike.
        table: of the same subjects.
    """
    rows, weights, scale = _rows(some)
    risk, ended = _counts(some, table, rows, len(weights))
    hazard = np.divide(table.ended, table.at_risk[:, None], out=np.zeros(table.ended.shape), where=table.ended > 0)
    inverse = np.where(table.at_risk > 0, 1 / np.maximum(table.at_risk, 1), 0.0)
    excess = (ended - risk[:, :, None] * hazard[None]) * inverse[None, :, None]
    return Influence(*_moved(excess, hazard), weights, scale, some.shared)


def _rows(some: Spells) -> tuple[Ints, Floats, float]:
    if some.clusters is not None:
        rows = np.unique(some.clusters, return_inverse=True)[1]
        size = int(rows.max(initial=-1)) + 1
        return rows, np.ones(size), size / max(size - 1, 1)
    alike = np.column_stack([some.times, some.causes, np.nan_to_num(some.entry, neginf=np.finfo(float).min)])
    _, rows, counts = np.unique(alike, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(rows).ravel(), 1 / counts, 1.0


def _counts(some: Spells, table: Grid, rows: Ints, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each row, how many are at risk at each time, and how many end of each cause."""
    steps = np.zeros((size, len(table.times) + 1))
    np.add.at(steps, (rows, np.searchsorted(table.times, some.entry, side="right")), 1)
    np.add.at(steps, (rows, np.searchsorted(table.times, some.times, side="right")), -1)
    ended = np.zeros((size, *table.ended.shape))
    seen = some.causes > 0
    at = np.searchsorted(table.times, some.times)
    np.add.at(ended, (rows[seen], at[seen], some.causes[seen] - 1), 1)
    return np.cumsum(steps, axis=1)[:, :-1], ended


def _moved(excess: Floats, hazard: Floats) -> tuple[Floats, Floats]:
    """Derivatives of the product limit and of the incidences, from time to time."""
    size, times, causes = excess.shape
    survival, incidence = np.zeros((size, times)), np.zeros((size, times, causes))
    alive, moved, summed = 1.0, np.zeros(size), np.zeros((size, causes))
    for at in range(times):
        summed = summed + alive * excess[:, at] + moved[:, None] * hazard[at]
        whole = hazard[at].sum()
        moved = moved * (1 - whole) - alive * excess[:, at].sum(axis=1)
        alive *= 1 - whole
        survival[:, at], incidence[:, at] = moved, summed
    return survival, incidence
