"""How sure a mean of paired differences is: whole clusters are drawn again, and whole clusters change their sign.

A cluster is a person in a situation; its repeats and texts are not independent. With few clusters the plain percentile
interval is too narrow, so its ends are moved out as far as Student's interval is wider than the normal one: the
expanded percentile interval of Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician
69, 2015. The test flips the signs of whole clusters, all ways where they are few; its p says nothing of the size.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import isnan, sqrt
from statistics import NormalDist

import msgspec
import numpy as np
from numpy.typing import NDArray

from analysis.comparison.column import Floats
from analysis.comparison.crossed import Crossed, squares
from analysis.comparison.student import reach, two_sided
from analysis.realism.figure import FEWEST

RESAMPLES = 2000
FLIPS = 9999
"""Drawn ways to flip, where there are too many to try all."""
_ALL = 12
"""Clusters up to which all ways are tried."""
_UNDEFINED = 0.05
"""Share of resamples without a value above which there is no interval. Our assumption."""
_CELLS = 4_000_000
"""Draws held in memory at a time."""


Levels = Callable[[int], tuple[float, float]]


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one mean difference."""

    clusters: int
    """Those with a pair that has both values."""
    low: float | None = None
    high: float | None = None
    """Ends of the 95 % interval."""
    why: str = ""
    """Where there is no interval, the reason."""
    t: float | None = None
    """The mean by its standard error over clusters; of single pairs, Student's paired t."""
    freedom: int | None = None
    """Clusters less one."""
    p_t: float | None = None
    """Two-sided, of `t`."""
    p: float | None = None
    """Two-sided, from flipping the signs of clusters, never below 2 / 2^clusters; None with fewer than five. Where
    clusters share persons and situations it is `p_t`."""


def levels(clusters: int) -> tuple[float, float]:
    """The quantiles of the resamples that are the ends of the 95 % interval."""
    below = NormalDist().cdf(-sqrt(clusters / (clusters - 1)) * reach(0.95, clusters - 1))
    return below, 1 - below


def estimates(
    gaps: Floats,
    clusters: NDArray[np.int64],
    seed: int,
    resamples: int = RESAMPLES,
    ends: Levels = levels,
    sides: Crossed | None = None,
) -> list[Estimate]:
    """One estimate for each column; all columns share the draws.

    Args:
        gaps: differences, pairs by columns; NaN where a pair has none.
        clusters: number of the cluster of each pair, from 0.
        seed: of the draws.
        resamples: how often the clusters are drawn.
        ends: the quantiles of the resamples that are the ends of an interval, by the number of clusters.
        sides: of the clusters, where they share persons and situations: then interval and p are Student's over both,
            and nothing is drawn.
    """
    size, (_, width) = int(clusters.max(initial=-1)) + 1, gaps.shape
    sums, counts = np.zeros((size, width)), np.zeros((size, width))
    np.add.at(sums, clusters, np.nan_to_num(gaps))
    np.add.at(counts, clusters, ~np.isnan(gaps))
    if sides is not None:
        return [_both(sums[:, at], counts[:, at], sides) for at in range(width)]
    drawn, flipped = _drawn(sums, counts, seed, resamples), _flipped(sums, seed)
    return [_estimate(sums[:, at], counts[:, at], drawn[:, at], flipped[at], ends) for at in range(width)]


def _estimate(sums: Floats, counts: Floats, drawn: Floats, p: float, ends: Levels) -> Estimate:
    there = counts > 0
    sums, counts, size = sums[there], counts[there], int(there.sum())
    if size < FEWEST:
        return Estimate(clusters=size, why=f"no interval: {size} clusters, and at least {FEWEST} are needed")
    t = _t(sums, counts)
    freedom = size - 1
    tested = Estimate(clusters=size, t=t, freedom=freedom, p_t=None if t is None else two_sided(t, freedom), p=p)
    known = drawn[~np.isnan(drawn)]
    if len(drawn) - len(known) > _UNDEFINED * len(drawn):
        return msgspec.structs.replace(tested, why="no interval: too many resamples have no value")
    low, high = (float(end) for end in np.quantile(known, ends(size)))
    if high - low < 1e-12:
        alike = "all clusters differ alike, which would feign certainty" if sums.any() else "nothing differs"
        return msgspec.structs.replace(tested, why=f"no interval: {alike}")
    return msgspec.structs.replace(tested, low=low, high=high)


def _both(sums: Floats, counts: Floats, sides: Crossed) -> Estimate:
    """Over persons and situations both."""
    there = counts > 0
    sums, counts, sides = sums[there], counts[there], sides.take(there)
    if sides.size < FEWEST:
        few = f"no interval: {sides.size} persons or situations, and at least {FEWEST} are needed"
        return Estimate(clusters=sides.size, why=few)
    mean, freedom = float(sums.sum() / counts.sum()), sides.size - 1
    error = sqrt(float(squares(sums - mean * counts, sides))) / float(counts.sum())
    if error <= 1e-12 * abs(mean) or error == 0:
        alike = "all clusters differ alike, which would feign certainty" if sums.any() else "nothing differs"
        return Estimate(clusters=sides.size, why=f"no interval: {alike}")
    half, p = reach(0.95, freedom) * error, two_sided(mean / error, freedom)
    return Estimate(clusters=sides.size, low=mean - half, high=mean + half, t=mean / error, freedom=freedom, p_t=p, p=p)


def _t(sums: Floats, counts: Floats) -> float | None:
    """The mean by its linearised standard error; None where all clusters differ alike, or not at all."""
    mean = float(sums.sum() / counts.sum())
    apart, size = sums - mean * counts, len(sums)
    error = sqrt(size / (size - 1) * float(apart @ apart)) / float(counts.sum())
    return mean / error if error > 1e-12 * abs(mean) else None


def _drawn(sums: Floats, counts: Floats, seed: int, resamples: int) -> Floats:
    """The mean of each column in each resample; NaN where none of its clusters was drawn."""
    size = len(sums)
    if not size:
        return np.full((resamples, sums.shape[1]), np.nan)
    chance, found = np.random.default_rng((seed, 0)), []
    rows = max(1, _CELLS // size)
    for start in range(0, resamples, rows):
        weights = chance.multinomial(size, np.full(size, 1 / size), size=min(rows, resamples - start)).astype(float)
        with np.errstate(invalid="ignore"):
            found.append((weights @ sums) / (weights @ counts))
    return np.concatenate(found)


def _flipped(sums: Floats, seed: int) -> list[float]:
    """The share of ways to flip whose sum is at least as far from 0."""
    few = [int((sums[:, at] != 0).sum()) <= _ALL for at in range(sums.shape[1])]
    many = iter(_flipped_at_random(sums[:, [at for at, is_few in enumerate(few) if not is_few]], seed))
    return [_flipped_all_ways(sums[:, at]) if is_few else next(many) for at, is_few in enumerate(few)]


def _flipped_all_ways(sums: Floats) -> float:
    moved = sums[sums != 0]
    return float(_as_far(_signs(len(moved)) @ moved, moved.sum()).mean())


def _flipped_at_random(sums: Floats, seed: int) -> list[float]:
    if not sums.shape[1]:
        return []
    chance, as_far = np.random.default_rng((seed, 1)), np.zeros(sums.shape[1])
    rows = max(1, _CELLS // len(sums))
    for start in range(0, FLIPS, rows):
        signs = chance.integers(0, 2, size=(min(rows, FLIPS - start), len(sums))) * 2.0 - 1
        as_far += _as_far(signs @ sums, sums.sum(axis=0)).sum(axis=0)
    return [float((1 + count) / (1 + FLIPS)) for count in as_far]


def _as_far(found: Floats, observed: Floats) -> NDArray[np.bool_]:
    # Equal sums that were added in another order differ in their last digit.
    return np.abs(found) >= np.abs(observed) * (1 - 1e-9)


@lru_cache(maxsize=_ALL + 1)
def _signs(size: int) -> Floats:
    ways = np.arange(2**size)[:, None] >> np.arange(size)[None, :]
    return np.asarray((ways & 1) * 2.0 - 1, dtype=np.float64)


def spread(values: list[float]) -> float | None:
    """Sample standard deviation; None with fewer than two."""
    if len(values) < 2 or any(map(isnan, values)):
        return None
    return float(np.std(values, ddof=1))
