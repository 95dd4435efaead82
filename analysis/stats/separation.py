"""Separation: coefficients of a binary regression that have no finite estimate, found by a linear programme.

Source: Albert and Anderson, Biometrika 71, 1984; as a linear programme Konis, "Linear programming algorithms for
detecting separated data in binary logistic regression models", University of Oxford, 2007. It holds for the
complementary log-log link as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from analysis.stats.spells import Floats

_ZERO = 1e-7


class Separated(NamedTuple):
    """What is left to be estimated."""

    finite: NDArray[np.bool_]
    """Columns whose coefficient has a finite estimate."""
    kept: NDArray[np.bool_]
    """Columns that the rest is fitted with."""
    rows: NDArray[np.bool_]
    """Rows that are not told with certainty."""


def separated(design: Floats, ended: NDArray[np.bool_]) -> Separated:
    """Take away, step by step, what is told with certainty.

    Args:
        design: rows by columns, of full rank.
        ended: by row.
    """
    finite, kept = np.ones(design.shape[1], dtype=bool), np.ones(design.shape[1], dtype=bool)
    rows = np.ones(len(design), dtype=bool)
    while kept.any() and rows.any():
        at = np.flatnonzero(kept)
        direction = _direction(design[np.ix_(rows, kept)], ended[rows])
        moved = np.abs(direction) > _ZERO
        if not moved.any():
            break
        finite[at[moved]] = False
        kept[at[np.argmax(moved)]] = False
        rows[rows] = np.abs(design[np.ix_(rows, at)] @ direction) <= _ZERO
    for column in sorted(np.flatnonzero(kept).tolist(), key=lambda column: bool(finite[column])):
        if _needless(design[rows], kept, column):
            finite[column] = kept[column] = False
    return Separated(finite, kept, rows)


def _needless(left: Floats, kept: NDArray[np.bool_], column: int) -> bool:
    """Whether, in the rows that are left, a column tells nothing beside the others: no number is its own."""
    without = kept & (np.arange(len(kept)) != column)
    return len(left) > 0 and _rank(left[:, without]) == _rank(left[:, kept])


def _rank(some: Floats) -> int:
    return int(np.linalg.matrix_rank(some)) if some.size else 0


def _direction(design: Floats, ended: NDArray[np.bool_]) -> Floats:
    """Coefficients along which the likelihood grows for ever; zeros where there are none."""
    signed = np.unique(np.where(ended[:, None], design, -design), axis=0)
    size = design.shape[1]
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=[(-1, 1)] * size)
    if found.x is None or -found.fun <= _ZERO:
        return np.zeros(size)
    return np.asarray(found.x, dtype=np.float64)
