"""The log-rank test between two or more groups, with late entry and clusters (Mantel 1966; Peto and Peto 1972).

With clusters the variance of observed less expected is the square sum over whole clusters, as of a robust score test
(Lin and Wei 1989), which also holds where a cluster has members in several groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc

from analysis.comparison.crossed import products
from analysis.errors import AnalysisError
from analysis.stats.edges import FEW
from analysis.stats.number import FEWEST
from analysis.stats.spells import Floats, Ints, Spells, at_risk, grid, numbered, spells

HOW = "log-rank over {} groups, {}"
SPREADS = (
    "hypergeometric variance",
    "variance over whole clusters (robust score), p by Hotelling's F",
    "variance over persons and situations both (robust score; Cameron, Gelbach and Miller 2011), p by Hotelling's F",
)


class Ranks(msgspec.Struct, frozen=True, kw_only=True):
    """One group in the test."""

    group: str
    n: int
    observed: int
    """Ends."""
    expected: float
    """Ends that there would be if all groups ended alike."""


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """What the test says."""

    chi_square: float | None
    """None where nothing can be compared; the warnings say why."""
    df: int
    p: float | None
    groups: tuple[Ranks, ...]
    n: int
    censored: int
    clusters: int | None
    how: str
    warnings: tuple[str, ...] = ()


class _Apart(NamedTuple):
    """Observed less expected, by group, and how it varies."""

    observed: Floats
    expected: Floats
    variance: Floats


def logrank(
    times: ArrayLike,
    events: ArrayLike,
    group: Sequence[object],
    entry: ArrayLike | None = None,
    cluster: Sequence[object] | None = None,
) -> Ranked:
    """Whether groups end alike over the whole time.

    Args:
        times: when each subject ended or was cut off, shape (n,).
        events: whether it ended, shape (n,).
        group: its group, of length n.
        entry: when it came under observation, shape (n,); None where nobody entered late.
        cluster: what subjects share, of length n; None where all are independent.

    Raises:
        AnalysisError: fewer than two groups, or arrays that do not fit.
    """
    some = spells(times, np.asarray(events).astype(bool), entry, cluster)
    names = list(dict.fromkeys(str(one) for one in group))
    if len(names) < 2 or len(group) != some.n:
        raise AnalysisError(
            f"found {len(names)} groups, {some.n} subjects and {len(group)} names of groups; a test needs two groups "
            "and a name for each subject"
        )
    return ranked(some, numbered([str(one) for one in group]), names)


def ranked(some: Spells, number: Ints, names: Sequence[str]) -> Ranked:
    """The test of spells, whatever ended them.

    Args:
        some: the subjects.
        number: of the group of each, an index of `names`.
        names: of the groups.
    """
    found = _apart(some.single, number, len(names))
    chi, df = _quadratic(found.observed - found.expected, found.variance)
    few = some.size is not None and some.size < FEWEST
    ranks = [
        Ranks(group=name, n=int((number == at).sum()), observed=int(o), expected=float(e))
        for at, (name, o, e) in enumerate(zip(names, found.observed, found.expected, strict=True))
    ]
    return Ranked(
        chi_square=chi if df else None, df=df, p=_p(chi, df, some) if df and not few else None,
        groups=tuple(ranks), n=some.n, censored=some.censored, clusters=some.size,
        how=HOW.format(len(names), SPREADS[some.ways]), warnings=tuple(_said(df, some.size, len(names))),
    )  # fmt: skip


def _apart(some: Spells, number: Ints, size: int) -> _Apart:
    table = grid(some)
    times, ended, risk = table.times, table.events.astype(float), table.at_risk.astype(float)
    parts = [some.of(number == at) for at in range(size)]
    share = (
        np.stack([at_risk(part, times) for part in parts], axis=1) / risk[:, None] if len(risk) else np.zeros((0, size))
    )
    observed = np.array([(part.causes > 0).sum() for part in parts], dtype=np.float64)
    expected = np.asarray(ended @ share, dtype=np.float64)
    if some.clusters is None:
        return _Apart(observed, expected, _mantel(ended, risk, share))
    scores = _scores(some, number, times, ended / np.maximum(risk, 1), share)
    summed = np.zeros((int(some.clusters.max(initial=0)) + 1, size))
    np.add.at(summed, some.clusters, scores)
    if some.shared is not None:
        return _Apart(observed, expected, products(summed[some.there], some.shared))
    return _Apart(observed, expected, np.asarray(summed.T @ summed, dtype=np.float64))


def _mantel(ended: Floats, risk: Floats, share: Floats) -> Floats:
    """Hypergeometric variance, summed over times; groups by groups."""
    weight = ended * np.divide(risk - ended, risk - 1, out=np.zeros(len(risk)), where=risk > 1)
    return np.asarray(np.diag(weight @ share) - (share * weight[:, None]).T @ share, dtype=np.float64)


def _scores(some: Spells, number: Ints, times: Floats, hazard: Floats, share: Floats) -> Floats:
    """What each subject adds to observed less expected, by group; sums to the whole."""
    own = np.eye(share.shape[1])[number]
    at = np.searchsorted(times, some.times)
    ended = (some.causes > 0)[:, None] * (own - share[at])
    level, mix = (np.concatenate([np.zeros((1, part.shape[1])), np.cumsum(part, axis=0)])
                  for part in (hazard[:, None], hazard[:, None] * share))  # fmt: skip
    first, last = (np.searchsorted(times, ends, side="right") for ends in (some.entry, some.times))
    return np.asarray(ended - own * (level[last] - level[first]) + (mix[last] - mix[first]), dtype=np.float64)


def _quadratic(apart: Floats, variance: Floats) -> tuple[float, int]:
    """Chi-square, and its degrees of freedom: the rank of the variance."""
    df = int(
        np.linalg.matrix_rank(variance, tol=1e-9 * max(float(np.abs(variance).max(initial=0)), 1.0), hermitian=True)
    )
    if df == 0:
        return 0.0, 0
    inverse = np.asarray(np.linalg.pinv(variance, rcond=1e-9, hermitian=True), dtype=np.float64)
    return float(apart @ inverse @ apart), df


def _p(chi: float, df: int, some: Spells) -> float | None:
    """Of the chi-square, or of Hotelling's T-square where spread was estimated from clusters."""
    clusters = some.size
    if clusters is None:
        return float(chdtrc(df, chi))
    free = clusters - df
    # Over both sides the variance is centred and corrected already.
    centred = chi if some.sides is not None else chi * (clusters - 1) / max(clusters - chi, 1e-12)
    return float(fdtrc(df, free, centred * free / (df * (clusters - 1)))) if free > 0 else None


def _said(df: int, clusters: int | None, groups: int) -> Iterator[str]:
    if df == 0:
        yield "no p: no two groups were at risk when somebody ended, or all groups end alike in every cluster"
    elif df < groups - 1:
        yield f"{groups - 1 - df} degrees of freedom fewer: some groups end alike, or were never at risk together"
    if clusters is not None and clusters < FEWEST:
        yield f"no p: {clusters} clusters, and at least {FEWEST} are needed"
    elif clusters is not None and clusters < FEW:
        yield f"only {clusters} clusters: where each lies whole in one group, p is too small"
