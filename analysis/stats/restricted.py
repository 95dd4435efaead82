"""The restricted mean: the mean time up to a stated one, which is the area under the survival curve."""

from __future__ import annotations

import numpy as np

from analysis.errors import AnalysisError
from analysis.stats.edges import reach, small, too_few
from analysis.stats.influence import influence
from analysis.stats.number import Number
from analysis.stats.spells import Floats, Grid, Spells, greenwood


def restricted(some: Spells, table: Grid, share: Floats, until: float | None) -> Number:
    """Area under the curve between 0 and a time, with a plain 95 % interval.

    Args:
        some: the subjects.
        table: theirs, causes put together.
        share: the curve at the table's times.
        until: at or before the last time; None where nobody was at risk.

    Raises:
        AnalysisError: `until` is beyond the last time while somebody still went on, or before 0.
    """
    how = f"area under the Kaplan-Meier curve from 0 to {until or 0:g} (restricted mean); normal 95 % interval"
    if some.size is not None:
        how = how.replace("normal", "Student's, over whole clusters,")
    if until is None:
        return Number(value=None, n=0, clusters=some.size, how=how, warnings=("nobody was at risk",))
    if until < 0 or (until > table.times[-1] and share[-1] > 0):
        raise AnalysisError(f"a mean up to {until:g} was asked for, and times are known from 0 to {table.times[-1]:g}")
    lengths = _lengths(table.times, until)
    value = float(min(max(until, 0), table.times[0]) + lengths @ share)
    why, error = too_few(some), _error(some, table, share, lengths)
    low, high = (
        (None, None) if why or error <= 0 else (value - reach(some.size) * error, value + reach(some.size) * error)
    )
    bare = () if why or error > 0 else ("no interval: nothing varies up to this time",)
    return Number(
        value=value, low=None if low is None else max(low, 0.0), high=None if high is None else min(high, until),
        n=some.n, censored=some.censored, clusters=some.size, how=how, warnings=(*small(some), *bare),
    )  # fmt: skip


def moved(some: Spells, table: Grid, until: float) -> Floats:
    """How far each cluster moves the mean up to a time, in the order of their numbers; see `influence`."""
    return np.asarray(influence(some.single, table).survival @ _lengths(table.times, until), dtype=np.float64)


def _lengths(times: Floats, until: float) -> Floats:
    """How long the curve stays at each of its levels, up to `until`."""
    ends = np.minimum(np.append(times[1:], max(until, times[-1])), until)
    return np.asarray(np.maximum(ends - np.minimum(times, until), 0), dtype=np.float64)


def _error(some: Spells, table: Grid, share: Floats, lengths: Floats) -> float:
    if some.clusters is not None:
        found = influence(some.single, table)
        return float(found.error(found.survival @ lengths))
    rest = np.cumsum((share * lengths)[::-1])[::-1]
    return float(np.sqrt((rest**2) @ greenwood(table)))
