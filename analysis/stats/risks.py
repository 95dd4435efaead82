"""Competing risks: the cumulative incidence of each of several ends (Aalen and Johansen 1978), with late entry.

The share that has met each end by a time; with the share that goes on they sum to 1. Taking other ends for censoring,
as one minus Kaplan-Meier would, overstates every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from analysis.stats.curves import emptied
from analysis.stats.edges import loglog, reach, small, too_few
from analysis.stats.influence import Influence, influence
from analysis.stats.number import Number
from analysis.stats.spells import Floats, Grid, Spells, grid, product, spells

HOW = "cumulative incidence (Aalen-Johansen); 95 % log(-log) interval of its complement, {}"
SPREADS = (
    "infinitesimal jackknife over subjects",
    "infinitesimal jackknife over whole clusters, Student's t",
    "infinitesimal jackknife over persons and situations both, Student's t",
)


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """The share that has met one end by one time."""

    time: float
    share: float
    low: float | None
    """None where the share is 0 or 1, or there are too few."""
    high: float | None


class Incidence(msgspec.Struct, frozen=True, kw_only=True):
    """One end."""

    cause: str
    events: int
    points: tuple[Reached, ...]
    """Times ascend; before the first the share is 0."""


class Risks(msgspec.Struct, frozen=True, kw_only=True):
    """All ends of one group."""

    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    going_on: tuple[float, ...]
    """Share that has met no end, at each time."""
    causes: tuple[Incidence, ...]
    n: int
    censored: int
    late: int
    clusters: int | None
    how: str
    missing: int = 0
    """Those who were left out because their time is not known."""
    warnings: tuple[str, ...] = ()

    def at(self, cause: str, time: float) -> Number:
        """The share that has met an end by a time; None where nobody was seen that long.

        Raises:
            StopIteration: there is no such cause.
        """
        one = next(one for one in self.causes if one.cause == cause)
        if not self.times or (time > self.times[-1] and self.going_on[-1] > 1e-12):
            why = f"nobody was seen as long as {time:g}" if self.times else "nobody was at risk"
            return Number(
                value=None, n=self.n, missing=self.missing, clusters=self.clusters, how=self.how, warnings=(why,)
            )
        last = next((point for point in reversed(one.points) if point.time <= time), None)
        bare = ("no interval: the share is 0 or 1, or there are too few",) if last is None or last.low is None else ()
        return Number(
            value=last.share if last else 0.0, low=last.low if last else None, high=last.high if last else None,
            n=self.n, missing=self.missing, censored=self.censored, clusters=self.clusters, how=self.how,
            warnings=(*bare, *self.warnings),
        )  # fmt: skip


def aalen_johansen(
    times: ArrayLike,
    causes: ArrayLike,
    names: Sequence[str],
    entry: ArrayLike | None = None,
    cluster: Sequence[object] | None = None,
) -> Risks:
    """The incidences of one group.

    Args:
        times: when each subject ended or was cut off, shape (n,).
        causes: what ended it, shape (n,): 0 for cut off, else from 1 an index of `names`.
        names: of the causes, in order.
        entry: when it came under observation, shape (n,); None where nobody entered late.
        cluster: what subjects share, of length n; None where all are independent.

    Raises:
        AnalysisError: arrays that do not fit.
    """
    return incidences(spells(times, causes, entry, cluster), names)


def incidences(some: Spells, names: Sequence[str], missing: int = 0) -> Risks:
    """The incidences of spells; arguments as of `aalen_johansen`.

    Args:
        some: the subjects.
        names: of the causes, in order.
        missing: subjects that were left out because their time is not known; told with every number.
    """
    table = grid(some, causes=len(names))
    going_on, moves = product(table), influence(some, table)
    found = [_one(some, table, going_on, moves, at, name) for at, name in enumerate(names)]
    return Risks(
        times=tuple(table.times.tolist()), at_risk=tuple(table.at_risk.tolist()), going_on=tuple(going_on.tolist()),
        causes=tuple(found), n=some.n, censored=some.censored, late=some.late, clusters=some.size,
        how=HOW.format(SPREADS[some.ways]), missing=missing, warnings=(*small(some), *emptied(table)),
    )  # fmt: skip


def _one(some: Spells, table: Grid, going_on: Floats, moves: Influence, at: int, name: str) -> Incidence:
    before = np.append(1.0, going_on[:-1])[: len(going_on)]
    share = np.cumsum(before * table.ended[:, at] / np.maximum(table.at_risk, 1))
    error = moves.error(moves.incidence[:, :, at])
    none = np.full(len(share), np.nan)
    ends = (none, none) if too_few(some) else loglog(1 - share, error, reach(some.size))
    points = [
        Reached(time=float(t), share=float(s), low=_end(1 - high), high=_end(1 - low))
        for t, s, low, high in zip(table.times, share, *ends, strict=True)
    ]
    return Incidence(cause=name, events=int(table.ended[:, at].sum()), points=tuple(points))


def _end(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
