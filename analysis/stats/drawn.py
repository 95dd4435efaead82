"""Whole clusters drawn again: how uncertain something computed from all of them is.

The ends of an interval are moved out for few clusters as in `analysis.comparison.interval` (Hesterberg 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.column import Floats
from analysis.comparison.crossed import Crossed, crossed
from analysis.comparison.crossed import drawn as drawn_crossed
from analysis.comparison.interval import RESAMPLES, levels
from analysis.stats.number import FEWEST
from analysis.stats.proportion import FEW

_CELLS = 1_000_000
"""Draws held in memory at a time."""
_KEPT = 50_000_000
"""Draws that are kept for the next group, a byte each."""
Counts = NDArray[np.integer]
_UNDEFINED = 0.05
"""Share of resamples without a value above which there is no interval. Our assumption."""


def weights(size: int, seed: int, resamples: int = RESAMPLES, sides: Crossed | None = None) -> Iterator[Floats]:
    """How often each of the clusters is drawn in each resample, in blocks of rows."""
    if sides is not None:
        yield from _pigeonholes(sides, size, seed, resamples)
        return
    blocks = _kept(size, seed, resamples) if size * resamples <= _KEPT else _drawn(size, seed, resamples)
    for block in blocks:
        yield block.astype(np.float64)


@lru_cache(maxsize=2)
def _kept(size: int, seed: int, resamples: int) -> tuple[Counts, ...]:
    """Groups often have the same clusters, and drawing takes longer than all that is computed from it."""
    return tuple(block.astype(np.min_scalar_type(block.max())) for block in _drawn(size, seed, resamples))


def _drawn(size: int, seed: int, resamples: int) -> Iterator[Counts]:
    chance = np.random.default_rng((seed, 2))
    rows = max(1, _CELLS // size)
    for start in range(0, resamples, rows):
        some = min(rows, resamples - start)
        yield chance.multinomial(size, np.full(size, 1 / size), size=some)


def _pigeonholes(sides: Crossed, size: int, seed: int, resamples: int) -> Iterator[Floats]:
    chance = np.random.default_rng((seed, 2))
    rows = max(1, _CELLS // size)
    for start in range(0, resamples, rows):
        yield drawn_crossed(sides, size, chance, min(rows, resamples - start))


def again(names: Sequence[str], seed: int, of: Callable[[Floats], Floats]) -> Floats:
    """What `of` computes from the weights of each resample, one row for each.

    Args:
        names: of the clusters.
        seed: of the draws.
        of: from weights, resamples by clusters.
    """
    return np.concatenate([of(block) for block in weights(len(names), seed, sides=crossed(names))])


def ends(drawn: Floats, clusters: int) -> tuple[float | None, float | None, str]:
    """Ends of the 95 % interval; or None, None and why there is none.

    Args:
        drawn: one value for each resample; NaN where it has none.
        clusters: how many take part.
    """
    if clusters < FEWEST:
        return None, None, f"no interval: {clusters} clusters, and at least {FEWEST} are needed"
    known = drawn[~np.isnan(drawn)]
    if len(drawn) - len(known) > _UNDEFINED * len(drawn):
        return None, None, "no interval: too many resamples have no value"
    low, high = (float(end) for end in np.quantile(known, levels(clusters)))
    if high - low < 1e-12:
        return None, None, "no interval: nothing varies, which would feign certainty"
    return low, high, ""


def warned(why: str, clusters: int) -> tuple[str, ...]:
    """Why there is no interval, and that there are few clusters."""
    few = f"small sample: {clusters} clusters" if FEWEST <= clusters < FEW else ""
    return tuple(filter(None, (why, few)))
