"""How much longer one group goes on after a refusal than another: the difference of their restricted means.

Each mean is the area under the Kaplan-Meier curve up to the last time that both groups have, so what was cut off counts
as cut off. Where both groups hold a cluster, what it moves in both is taken together: what they share does not widen
the interval. Without anything cut off and one conversation on each side it is the mean of the paired differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import msgspec
import numpy as np
from scipy.special import stdtr

from analysis.cases import Case
from analysis.comparison.crossed import count_of, crossed, squares
from analysis.stats.edges import FEW, reach
from analysis.stats.number import FEWEST, Number
from analysis.stats.restricted import moved, restricted
from analysis.stats.spells import Spells, grid, product
from analysis.stats.survival import horizon, timed, within

HOW = (
    "restricted mean persistence to {:g}, second less first, of pairs in which both were refused; areas under "
    "Kaplan-Meier curves, spread summed over whole clusters (infinitesimal jackknife), Student's 95 % interval"
)


class Lasting(msgspec.Struct, frozen=True, kw_only=True):
    """Two restricted means of persistence."""

    until: float
    """In exchanges after the first refusal; where both means stop."""
    a: float
    b: float
    difference: Number
    """`n` is of conversations of both; `missing` those of pairs of which the time is not known."""
    p: float | None
    """Two-sided, Student's t over clusters; by flipping their signs where all differ alike."""
    holm: float | None = None
    """`p`, adjusted with those of the rates beside it."""
    noise: float | None = None
    """The same difference of the arm in which nothing was changed."""
    at_risk_a: int = 0
    """Pairs in which the first alone was refused. They are in no mean: what is left is selected by the outcome."""
    at_risk_b: int = 0


class _Half(NamedTuple):
    mean: float
    by_cluster: dict[str, float]
    """How far each cluster moves it."""


def lasting(a: Sequence[Case], b: Sequence[Case], *, missing: int = 0, until: float | None = None) -> Lasting | None:
    """The difference of two groups, the second less the first.

    Args:
        a: the first; those whose time is not known, or who are not at risk, are left out.
        b: the second.
        missing: conversations that should be here and have no known time; told with the number.
        until: where the means stop, if these groups are known so long; else, or if None, the last time that both have.

    Returns:
        None where nobody is at risk in one of them.
    """
    sides = [timed(some, "persistence") for some in (a, b)]
    if not all(some.n for some, _ in sides):
        return None
    known = [some for some, _ in sides]
    until = (horizon(known) or 0.0) if until is None else within(until, known)
    first, second = (_half(some, kept, until) for some, kept in sides)
    clusters = dict.fromkeys((*first.by_cluster, *second.by_cluster))
    moves = np.array([second.by_cluster.get(one, 0.0) - first.by_cluster.get(one, 0.0) for one in clusters])
    shared, size = crossed(list(clusters)), count_of(list(clusters))
    low, high, p, why = _spread(second.mean - first.mean, float(squares(moves, shared)), size)
    few = f"small sample: {size} clusters, of which each weighs much" if FEWEST <= size < FEW else ""
    return Lasting(
        until=until, a=first.mean, b=second.mean, p=p,
        difference=Number(
            value=second.mean - first.mean, low=low, high=high, n=sum(some.n for some, _ in sides), missing=missing,
            censored=sum(some.censored for some, _ in sides), clusters=size, how=HOW.format(until),
            warnings=tuple(filter(None, (why, few))),
        ),
    )  # fmt: skip


def _half(some: Spells, kept: Sequence[Case], until: float) -> _Half:
    table = grid(some.single)
    names = dict.fromkeys(case.cluster for case in kept)
    mean = restricted(some, table, product(table), until).value or 0.0
    return _Half(mean, dict(zip(names, moved(some, table, until).tolist(), strict=True)))


def _spread(value: float, variance: float, size: int) -> tuple[float | None, float | None, float | None, str]:
    """Ends of the interval, p, and why there is none of them."""
    if size < FEWEST:
        return None, None, None, f"no interval: {size} clusters, and at least {FEWEST} are needed"
    error = sqrt(variance)
    if error < 1e-12:
        # Of all ways to flip the signs of equal differences two are as far from 0.
        p = 2.0 ** (1 - size) if abs(value) > 1e-12 else None
        return None, None, p, "no interval: all clusters differ alike, which would feign certainty"
    half = reach(size) * error
    return value - half, value + half, float(2 * stdtr(size - 1, -abs(value) / error)), ""
