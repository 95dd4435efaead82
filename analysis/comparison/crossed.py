"""Clusters that share persons with some and situations with others: what either shares counts.

The variance is that over persons, plus that over situations, less that over both together (Cameron, Gelbach and Miller,
"Robust inference with multiway clustering", Journal of Business and Economic Statistics 29, 2011), and never less than
that over either. Drawn again, persons and situations are drawn each for themselves (Owen, "The pigeonhole bootstrap",
Annals of Applied Statistics 1, 2007), which is rather too wide than too narrow. Degrees of freedom are those of the
fewer of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.cluster import BETWEEN
from analysis.comparison.column import Floats

Ints = NDArray[np.int64]


class Crossed(NamedTuple):
    """The person and the situation of each cluster."""

    sides: tuple[Ints, ...]
    """Numbers from 0, each of shape (clusters,). A side that all clusters share is left out: it tells nothing of
    others."""

    @property
    def size(self) -> int:
        """Persons or situations, whichever are fewer; 1 where all share both."""
        return min((_levels(side) for side in self.sides), default=1)

    def take(self, chosen: NDArray[np.generic]) -> Crossed:
        """Of some of the clusters.

        Args:
            chosen: numbers of clusters, or true and false for each.
        """
        return Crossed(_varied([side[chosen] for side in self.sides]))


def crossed(names: Sequence[object]) -> Crossed | None:
    """The sides of clusters whose names have two, as of `analysis.cluster.cluster_of(started, "both")`.

    Args:
        names: one for each cluster.

    Returns:
        None where a name has not exactly two sides: then clusters share nothing.
    """
    parts = [name.split(BETWEEN) if isinstance(name, str) else [] for name in names]
    if not parts or any(len(part) != 2 for part in parts):
        return None
    return Crossed(_varied([_numbered([part[at] for part in parts]) for at in (0, 1)]))


def count_of(names: Sequence[object]) -> int:
    """How many there are of what is independent."""
    found = list(dict.fromkeys(names))
    sides = crossed(found)
    return len(found) if sides is None else sides.size


def squares(moves: Floats, sides: Crossed | None) -> Floats:
    """The variance of a sum, from what each cluster adds to it; corrected for few.

    Args:
        moves: clusters in the first axis; in all, they sum to about 0.
        sides: of the clusters; None where they share nothing.
    """
    alone = _squares(moves)
    if sides is None:
        return alone
    found = [_squares(_summed(moves, side)) for side in sides.sides]
    if len(found) < 2:
        return found[0] if found else alone * 0
    return np.asarray(np.maximum(found[0] + found[1] - alone, np.maximum(*found)), dtype=np.float64)


def products(moves: Floats, sides: Crossed) -> Floats:
    """The same of several sums, with their covariances.

    Where the difference is no variance in some direction, nothing is taken off.

    Args:
        moves: clusters by sums.
        sides: of the clusters.
    """
    found = [_products(_summed(moves, side)) for side in sides.sides]
    if len(found) < 2:
        return found[0] if found else _products(moves) * 0
    whole = found[0] + found[1]
    less = whole - _products(moves)
    lowest = float(np.linalg.eigvalsh(less).min(initial=0))
    return less if lowest >= -1e-9 * max(float(np.abs(whole).max(initial=0)), 1.0) else whole


def drawn(sides: Crossed, size: int, chance: np.random.Generator, resamples: int) -> Floats:
    """How often each cluster is drawn: as often as its person times as often as its situation.

    Args:
        sides: of the clusters.
        size: clusters.
        chance: draws.
        resamples: rows.
    """
    weights = np.ones((resamples, size))
    for side in sides.sides:
        levels = _levels(side)
        weights *= chance.multinomial(levels, np.full(levels, 1 / levels), size=resamples)[:, side]
    return weights


def _levels(side: Ints) -> int:
    return int(side.max(initial=-1)) + 1


def _varied(sides: Sequence[Ints]) -> tuple[Ints, ...]:
    again = [np.asarray(np.unique(side, return_inverse=True)[1], dtype=np.int64) for side in sides]
    return tuple(side for side in again if _levels(side) > 1)


def _numbered(names: Sequence[str]) -> Ints:
    return np.asarray(np.unique(names, return_inverse=True)[1], dtype=np.int64)


def _summed(moves: Floats, side: Ints) -> Floats:
    found = np.zeros((_levels(side), *moves.shape[1:]))
    np.add.at(found, side, moves)
    return found


def _squares(moves: Floats) -> Floats:
    size = len(moves)
    return np.asarray(size / max(size - 1, 1) * (moves**2).sum(axis=0), dtype=np.float64)


def _products(moves: Floats) -> Floats:
    size = len(moves)
    return np.asarray(size / max(size - 1, 1) * (moves.T @ moves), dtype=np.float64)
