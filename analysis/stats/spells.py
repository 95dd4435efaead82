"""Spells: how long each subject was seen, what ended it, from when on it was seen, and whom it belongs to.

A spell is at risk at time t where `entry < t <= time`. One that was cut off at t counts as at risk at t: it is taken to
have gone on beyond t.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.comparison.crossed import Crossed, crossed
from analysis.errors import AnalysisError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Spells(NamedTuple):
    """Arrays of one length, a row for each subject."""

    times: Floats
    """When it ended or was cut off; from 0."""
    causes: Ints
    """What ended it, from 1; 0 where it was cut off (censored)."""
    entry: Floats
    """When it came under observation; minus infinity where it was seen from the start."""
    clusters: Ints | None = None
    """Number of its cluster, from 0; None where all are independent."""
    sides: Crossed | None = None
    """Of the clusters, where they share persons and situations with each other."""

    @property
    def n(self) -> int:
        """Subjects."""
        return len(self.times)

    @property
    def censored(self) -> int:
        """Subjects that were cut off."""
        return int((self.causes == 0).sum())

    @property
    def late(self) -> int:
        """Subjects that entered late."""
        return int(np.isfinite(self.entry).sum())

    @property
    def size(self) -> int | None:
        """Clusters, or persons or situations, whichever are fewer; None where all are independent."""
        if self.clusters is None:
            return None
        return len(self.there) if self.shared is None else self.shared.size

    @property
    def there(self) -> Ints:
        """Numbers of the clusters that have a subject, ascending; none where all are independent."""
        return np.unique(self.clusters) if self.clusters is not None else np.zeros(0, dtype=np.int64)

    @property
    def shared(self) -> Crossed | None:
        """The sides of those clusters."""
        return None if self.sides is None else self.sides.take(self.there)

    @property
    def ways(self) -> int:
        """How many things errors are clustered by: none, clusters, or persons and situations."""
        return 0 if self.clusters is None else 1 if self.sides is None else 2

    @property
    def single(self) -> Spells:
        """The same with all causes put together."""
        return self._replace(causes=np.minimum(self.causes, 1))

    def of(self, chosen: NDArray[np.bool_]) -> Spells:
        """Some of the subjects."""
        clusters = None if self.clusters is None else self.clusters[chosen]
        return Spells(self.times[chosen], self.causes[chosen], self.entry[chosen], clusters, self.sides)


class Grid(NamedTuple):
    """Who was at risk and what happened at each time at which somebody ended or was cut off; times ascend."""

    times: Floats
    at_risk: Ints
    ended: Ints
    """Times by causes."""
    censored: Ints

    @property
    def events(self) -> Ints:
        """Ends of all causes together."""
        return np.asarray(self.ended.sum(axis=1), dtype=np.int64)


def spells(
    times: ArrayLike, causes: ArrayLike, entry: ArrayLike | None = None, cluster: Sequence[object] | None = None
) -> Spells:
    """Check and gather.

    Args:
        times: finite, from 0; any unit.
        causes: whole numbers from 0, or true and false; 0 is censored.
        entry: before `times`; None where nobody entered late.
        cluster: what each subject shares with others, of any kind that can be a key; names as `person × situation`
            have two sides.

    Raises:
        AnalysisError: lengths differ, a time is no number from 0, a cause is no whole number from 0, or an entry is not
            before its end.
    """
    ends, why = np.asarray(times, dtype=np.float64).ravel(), np.asarray(causes).ravel()
    start = np.full(len(ends), -np.inf) if entry is None else np.asarray(entry, dtype=np.float64).ravel()
    if not len(ends) == len(why) == len(start) or (cluster is not None and len(cluster) != len(ends)):
        raise AnalysisError(f"found {len(ends)} times and {len(why)} ends; every subject needs one of each")
    if not np.isfinite(ends).all() or (ends < 0).any():
        raise AnalysisError("found a time that is no number from 0; leave such subjects out and count them as missing")
    if (why.astype(np.int64) != why).any() or (why.astype(np.int64) < 0).any():
        raise AnalysisError("found an end that is no whole number from 0; 0 is censored, causes count from 1")
    wrong = int((~(start < ends)).sum())
    if wrong:
        raise AnalysisError(f"{wrong} subjects enter when or after they end, so were never seen; leave them out")
    known = why.astype(np.int64)
    if cluster is None:
        return Spells(ends, known, start)
    return Spells(ends, known, start, numbered(cluster), crossed(list(dict.fromkeys(cluster))))


def numbered(names: Sequence[object]) -> Ints:
    """A number from 0 for each name, in order of first appearance."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def grid(some: Spells, causes: int | None = None) -> Grid:
    """The table at the distinct times.

    Args:
        some: the subjects.
        causes: how many there can be; the highest that occurs where None.
    """
    times, at = np.unique(some.times, return_inverse=True)
    width = max(int(some.causes.max(initial=0)), 1) if causes is None else causes
    counts = np.zeros((len(times), width + 1), dtype=np.int64)
    np.add.at(counts, (at, some.causes), 1)
    return Grid(times, at_risk(some, times), counts[:, 1:], counts[:, 0])


def at_risk(some: Spells, times: Floats) -> Ints:
    """How many are at risk at each of these times, which ascend."""
    ended = np.searchsorted(np.sort(some.times), times, side="left")
    entered = np.searchsorted(np.sort(some.entry), times, side="left")
    return np.asarray(entered - ended, dtype=np.int64)


def product(table: Grid) -> Floats:
    """The share that goes on after each time of a table."""
    left = table.at_risk - table.events
    return np.cumprod(np.divide(left, table.at_risk, out=np.ones(len(left)), where=table.at_risk > 0))


def greenwood(table: Grid) -> Floats:
    """The terms of Greenwood's sum; 0 where all who were at risk ended, after which the share is 0 for certain."""
    left = table.at_risk - table.events
    return np.divide(table.events, table.at_risk * left, out=np.zeros(len(left)), where=left > 0)
