"""Spells as rows of person and exchange: one row for each exchange in which somebody could have ended."""

from __future__ import annotations

from collections.abc import Iterable
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
    band: Ints
    """By row, the place of its band."""


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
    known, at = np.unique(rows.exchange, return_inverse=True)
    every, ends = np.bincount(at, minlength=len(known)), np.bincount(at[rows.ended], minlength=len(known))
    bands: list[list[int]] = [[]]
    counts = [0, 0]
    for exchange, whole, ended in zip(known.tolist(), every.tolist(), ends.tolist(), strict=True):
        bands[-1].append(exchange)
        counts = [counts[0] + ended, counts[1] + whole - ended]
        if min(counts) > 0:
            bands.append([])
            counts = [0, 0]
    rest = bands.pop()
    if rest and bands:
        bands[-1] += rest
    kept = bands or ([rest] if rest else [])
    number: Ints = np.array([place for place, band in enumerate(kept) for _ in band], dtype=np.int64)
    return Baseline(tuple(str(band[0]) if len(band) == 1 else f"{band[0]}-{band[-1]}" for band in kept), number[at])


def alike(columns: Iterable[Floats], n: int) -> Ints:
    """A number for each of `n` subjects, the same for those that are alike in all columns."""
    found: Ints = np.zeros(n, dtype=np.int64)
    for column in columns:
        levels, at = np.unique(column, return_inverse=True)
        found = np.unique(found * len(levels) + at, return_inverse=True)[1]
    return found
