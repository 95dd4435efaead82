"""Spells as rows of person and exchange: one row for each exchange in which somebody could have ended."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.errors import AnalysisError
from analysis.stats.spells import Floats, Ints, Spells


class Rows(NamedTuple):
    """Arrays of one length, a row for each subject and exchange."""

    subject: Ints
    """Index of the subject."""
    exchange: Ints
    ended: NDArray[np.bool_]


class Baseline(NamedTuple):
    """The exchanges as bands, each with ends and without: a hazard of 0 or 1 has no finite logarithm of its odds."""

    names: tuple[str, ...]
    """Such as `0` or `3-5`."""
    design: Floats
    """Rows by bands."""


def expand(some: Spells, start: int) -> Rows:
    """The rows.

    Args:
        some: with whole times and entries; causes put together.
        start: the first exchange at which anybody can end: 0 for a count after a refusal, 1 for a number.

    Raises:
        AnalysisError: a time is no whole number, or somebody ended before `start`.
    """
    times = some.times.astype(np.int64)
    if (times != some.times).any() or (times[some.causes > 0] < start).any():
        raise AnalysisError(f"found an end that is no whole number from {start}; a hazard by exchange needs counts")
    first = np.maximum(np.where(np.isfinite(some.entry), np.floor(some.entry) + 1, start), start).astype(np.int64)
    length = np.maximum(times - first + 1, 0)
    subject = np.repeat(np.arange(some.n), length)
    exchange = np.arange(len(subject)) - np.repeat(np.cumsum(length) - length, length) + first[subject]
    return Rows(subject, exchange, (exchange == times[subject]) & (some.causes[subject] > 0))


def baseline(rows: Rows) -> Baseline:
    """Bands of neighbouring exchanges, as narrow as they can be."""
    bands: list[list[int]] = [[]]
    counts = [0, 0]
    for exchange in np.unique(rows.exchange).tolist():
        here = rows.ended[rows.exchange == exchange]
        bands[-1].append(exchange)
        counts = [counts[0] + int(here.sum()), counts[1] + int((~here).sum())]
        if min(counts) > 0:
            bands.append([])
            counts = [0, 0]
    rest = bands.pop()
    if rest and bands:
        bands[-1] += rest
    kept = bands or ([rest] if rest else [])
    design = np.zeros((len(rows.exchange), len(kept)))
    for at, band in enumerate(kept):
        design[:, at] = np.isin(rows.exchange, band)
    return Baseline(tuple(str(band[0]) if len(band) == 1 else f"{band[0]}-{band[-1]}" for band in kept), design)
