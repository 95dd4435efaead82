"""An absorbing Markov chain, in numpy: where it ends, and how long it takes.

Source: Grinstead and Snell, Introduction to Probability (2nd ed., 1997), section 11.2: theorems 11.4 (fundamental
matrix), 11.5 (time to absorption) and 11.6 (absorption probabilities). Every function takes one matrix or a stack of
them in the leading axes.
"""

from __future__ import annotations

import numpy as np

from analysis.comparison.column import Floats


def shares(counts: Floats) -> Floats:
    """Probabilities of the moves out of each state; NaN where nobody was.

    Args:
        counts: moves, from (rows) by to (columns); an end has an empty row.
    """
    left = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return np.asarray(counts / left, dtype=np.float64)


def absorbed(moves: Floats, through: int) -> Floats:
    """Probability of each end from each state that is no end; rows sum to 1, NaN where nobody was.

    Args:
        moves: probabilities, S × S; the ends are the last columns.
        through: how many states are no ends.
    """
    found = _solved(moves, through, np.nan_to_num(moves[..., :through, through:]))
    return np.clip(found, 0, 1)  # the last digit may leave the range


def remaining(moves: Floats, through: int, length: Floats) -> Floats:
    """Mean length of the way from each state to an end, its own included; NaN where nobody was.

    Args:
        moves: as in `absorbed`.
        through: as in `absorbed`.
        length: what a visit of each state counts.
    """
    every = np.broadcast_to(length[:, None], (*moves.shape[:-2], through, 1))
    return np.asarray(_solved(moves, through, every)[..., 0], dtype=np.float64)


def _solved(moves: Floats, through: int, right: Floats) -> Floats:
    inner = moves[..., :through, :through]
    found = np.linalg.solve(np.eye(through) - np.nan_to_num(inner), right)
    unseen = np.asarray(np.isnan(inner).any(axis=-1, keepdims=True))
    return np.where(unseen, np.nan, found)
