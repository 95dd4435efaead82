"""Survival curves of Kaplan and Meier, with late entry, ties and clusters.

Pointwise 95 % intervals are log(-log) ones on Greenwood's variance ("exponential Greenwood"); with clusters the
variance is summed over whole clusters. Late entry after Tsai, Jewell and Wang (Biometrika 74, 1987): whoever enters at
e is at risk after e alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike

from analysis.stats.edges import loglog, reach, small, too_few
from analysis.stats.influence import influence
from analysis.stats.number import Number
from analysis.stats.restricted import restricted
from analysis.stats.spells import Floats, Grid, Spells, greenwood, grid, product, spells

_SAME = 1e-9
"""Shares this close are one: sums in another order differ in their last digit."""
HOW = "Kaplan-Meier; 95 % log(-log) interval, {}"
SPREADS = (
    "Greenwood's variance",
    "variance summed over whole clusters (infinitesimal jackknife, Student's t)",
    "variance over persons and situations both (infinitesimal jackknife, Cameron, Gelbach and Miller 2011; t)",
)


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """The curve just after one time at which somebody ended or was cut off."""

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    low: float | None
    """None where the share is 0 or 1, or there are too few: no interval."""
    high: float | None


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """One group's curve and what is read from it."""

    points: tuple[Point, ...]
    """Times ascend; before the first the share is 1."""
    median: Number
    """The first time at which half or fewer go on; interval of Brookmeyer and Crowley."""
    restricted: Number
    """Mean time up to `until`."""
    until: float | None
    """None where nobody was there."""
    n: int
    events: int
    censored: int
    late: int
    """Those who entered late."""
    clusters: int | None
    how: str
    missing: int = 0
    """Those who were left out because their time is not known."""
    warnings: tuple[str, ...] = ()

    def at(self, time: float) -> Number:
        """The share that goes on beyond a time; None where nobody was seen that long."""
        known = [point for point in self.points if point.time <= time]
        if not self.points or (time > self.points[-1].time and self.points[-1].survival > _SAME):
            why = f"nobody was seen as long as {time:g}" if self.points else "nobody was at risk"
            return Number(
                value=None, n=self.n, missing=self.missing, clusters=self.clusters, how=self.how, warnings=(why,)
            )
        last = known[-1] if known else None
        low, high = (last.low, last.high) if last else (None, None)
        bare = ("no interval: the share is 0 or 1, or there are too few",) if low is None else ()
        return Number(
            value=last.survival if last else 1.0, low=low, high=high, n=self.n, missing=self.missing,
            censored=self.censored, clusters=self.clusters, how=self.how, warnings=(*bare, *self.warnings),
        )  # fmt: skip


def kaplan_meier(
    times: ArrayLike,
    events: ArrayLike,
    entry: ArrayLike | None = None,
    cluster: Sequence[object] | None = None,
    until: float | None = None,
) -> Curve:
    """The curve of one group.

    Args:
        times: when each subject ended or was cut off, shape (n,); finite.
        events: whether it ended, shape (n,); false is censored.
        entry: when it came under observation, shape (n,), before `times`; None where nobody entered late.
        cluster: what subjects share, of length n; None where all are independent.
        until: where the restricted mean stops; the last time where None.

    Raises:
        AnalysisError: lengths differ, a time is no number, an entry is not before its end, or `until` lies beyond the
            last time.
    """
    return curve(spells(times, np.asarray(events).astype(bool), entry, cluster), until)


def curve(some: Spells, until: float | None = None, missing: int = 0) -> Curve:
    """The curve of spells, whatever ended them; arguments as of `kaplan_meier`.

    Args:
        some: the subjects.
        until: where the restricted mean stops; the last time where None.
        missing: subjects that were left out because their time is not known; told with every number.
    """
    table = grid(some.single)
    share = product(table)
    error, spread = _error(some, table, share)
    low, high = loglog(share, error, reach(some.size)) if not too_few(some) else (np.full(len(share), np.nan),) * 2
    warned = (*small(some), *emptied(table))
    how = HOW.format(SPREADS[spread])
    columns = (table.times, table.at_risk, table.events, table.censored, share, low, high)
    end = until if until is not None else (float(table.times[-1]) if some.n else None)
    return Curve(
        points=tuple(
            Point(time=t, at_risk=y, events=d, censored=c, survival=s, low=_end(a), high=_end(b))
            for t, y, d, c, s, a, b in zip(*(column.tolist() for column in columns), strict=True)
        ),
        median=replace(_median(some, table.times, share, low, high), missing=missing),
        restricted=replace(restricted(some, table, share, end), missing=missing),
        until=end, n=some.n, events=some.n - some.censored, censored=some.censored, late=some.late,
        clusters=some.size, how=how, missing=missing, warnings=warned,
    )  # fmt: skip


def emptied(table: Grid) -> tuple[str, ...]:
    """Whether late entry let the curve fall to 0 before the end."""
    gone = np.flatnonzero((table.at_risk == table.events) & (table.events > 0))
    if not len(gone) or gone[0] == len(table.times) - 1:
        return ()
    return (
        f"at {table.times[gone[0]]:g} all {table.at_risk[gone[0]]} who were then at risk ended, while others entered "
        "later: the curve stays at 0 and says nothing of those",
    )


def _error(some: Spells, table: Grid, share: Floats) -> tuple[Floats, int]:
    """Standard errors of the curve, and which of `SPREADS` they are."""
    if some.clusters is not None:
        found = influence(some.single, table)
        return found.error(found.survival), 1 if some.sides is None else 2
    return share * np.sqrt(np.cumsum(greenwood(table))), 0


def _median(some: Spells, times: Floats, share: Floats, low: Floats, high: Floats) -> Number:
    how = "first time at which the Kaplan-Meier curve is at or below one half; 95 % interval of Brookmeyer and Crowley"
    value, first, last = (_crossing(times, ends) for ends in (share, low, high))
    warned = list(small(some))
    if not some.n:
        warned.append("nobody was at risk")
    elif value is None:
        warned.append(f"no median: {share[-1]:.2f} still went on at {times[-1]:g}, the last time seen")
    elif first is None and last is None and not too_few(some):
        warned.append("no interval of the median: the curve has none around one half")
    elif last is None and not too_few(some):
        warned.append("the interval has no upper end: the upper curve stays above one half")
    return Number(
        value=value, low=first, high=last, n=some.n, censored=some.censored, clusters=some.size, how=how,
        warnings=tuple(warned),
    )  # fmt: skip


def _crossing(times: Floats, ends: Floats) -> float | None:
    below = np.flatnonzero(ends <= 0.5 + _SAME)
    return float(times[below[0]]) if len(below) else None


def _end(value: float) -> float | None:
    return None if np.isnan(value) else value
