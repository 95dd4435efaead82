"""How many conversations it takes to see a difference between two shares.

Of independent ones: Fleiss, Statistical Methods for Rates and Proportions (2nd ed., 1981), formula 3.14, without
continuity correction. Of pairs: Connor, "Sample size for testing differences in proportions for the paired-sample
design", Biometrics 43, 1987. Several of one cluster count for less: Kish's design effect, 1 + (m - 1) times the
intraclass correlation (Survey Sampling, 1965). With few clusters Student's t needs some more than the normal formula.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, sqrt
from statistics import NormalDist

import msgspec

from analysis.comparison.student import reach
from analysis.errors import AnalysisError
from analysis.stats.proportion import Told

_z = NormalDist().inv_cdf


class Needed(msgspec.Struct, frozen=True, kw_only=True):
    """What a study must hold."""

    conversations: int
    """On each side; of pairs, as many pairs."""
    clusters: int
    """Persons in situations, on each side; of pairs, of both sides together."""
    effect: float
    """Design effect: how many times more than if every conversation stood alone."""
    alone: float
    """Conversations on each side if every one stood alone, by the formula and not rounded."""
    how: str


def unpaired(
    p1: float, p2: float, *, size: int = 1, icc: float = 0.0, power: float = 0.8, level: float = 0.05
) -> Needed:
    """Of two sides that share no person in a situation.

    Args:
        p1: share on the first side, in (0, 1).
        p2: on the second.
        size: conversations of each cluster.
        icc: intraclass correlation, as `icc_of` estimates it; in [0, 1].
        power: chance to find the difference, in (0, 1).
        level: of the two-sided test.

    Raises:
        AnalysisError: a number outside its range, or no difference.
    """
    _check(p1, p2, size, icc, power, level)
    mean = (p1 + p2) / 2
    null, alternative = sqrt(2 * mean * (1 - mean)), sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    alone = ((_z(1 - level / 2) * null + _z(power) * alternative) / (p1 - p2)) ** 2
    return _needed(alone, size, icc, level, sides=2, how="two independent shares; Fleiss (1981), Kish (1965)")


def paired(  # noqa: PLR0913 (each is a part of the design)
    p1: float, p2: float, *, discordant: float | None = None, size: int = 1, icc: float = 0.0, power: float = 0.8,
    level: float = 0.05,
) -> Needed:  # fmt: skip
    """Of pairs: the same persons in the same situations on both sides, as arms of a fork are.

    Args:
        p1: share on the first side, in (0, 1).
        p2: on the second.
        discordant: share of pairs whose two values differ; as if the sides were independent when None, which asks for
            more than needed wherever they agree. At least the difference.
        size: pairs of each cluster.
        icc: intraclass correlation of the pairs' differences, in [0, 1].
        power: chance to find the difference, in (0, 1).
        level: of the two-sided test.

    Raises:
        AnalysisError: a number outside its range, or no difference.
    """
    _check(p1, p2, size, icc, power, level)
    differ = p1 * (1 - p2) + p2 * (1 - p1) if discordant is None else discordant
    gap = abs(p1 - p2)
    if not gap <= differ <= min(p1 + p2, 2 - p1 - p2):
        raise AnalysisError(
            f"found discordant {differ:g}, expected {gap:g} (the difference) to {min(p1 + p2, 2 - p1 - p2):g}"
        )
    alone = ((_z(1 - level / 2) * sqrt(differ) + _z(power) * sqrt(differ - gap * gap)) / gap) ** 2
    return _needed(alone, size, icc, level, sides=1, how="paired shares; Connor (1987), Kish (1965)")


def design_effect(size: float, icc: float) -> float:
    """How many times more conversations it takes when each cluster holds `size` of them."""
    return 1 + (size - 1) * icc


def icc_of(told: Iterable[Told]) -> float | None:
    """Intraclass correlation by the analysis of variance; may be below 0.

    None where no cluster holds two, or all are alike.

    Source: Donner and Koval, "The estimation of intraclass correlation in the analysis of family data", Biometrics 36,
    1980, for clusters of unequal size.
    """
    groups: dict[str, list[float]] = {}
    for one in told:
        if one.value is not None:
            groups.setdefault(one.cluster, []).append(one.value)
    sizes = [len(some) for some in groups.values()]
    count, clusters = sum(sizes), len(sizes)
    if clusters < 2 or count == clusters:
        return None
    grand = sum(map(sum, groups.values())) / count
    means = [(len(some), sum(some) / len(some), some) for some in groups.values()]
    between = sum(size * (mean - grand) ** 2 for size, mean, _ in means) / (clusters - 1)
    within = sum((value - mean) ** 2 for _, mean, some in means for value in some) / (count - clusters)
    usual = (count - sum(size * size for size in sizes) / count) / (clusters - 1)
    whole = between + (usual - 1) * within
    return (between - within) / whole if whole > 1e-12 else None


def _needed(alone: float, size: int, icc: float, level: float, *, sides: int, how: str) -> Needed:
    effect = design_effect(size, icc)
    normal = alone * effect / size
    clusters = max(2, ceil(normal))
    # Student's t has heavier tails than the formula's normal; the ratio of the squares is what that costs.
    while clusters < normal * (reach(1 - level, sides * (clusters - 1)) / _z(1 - level / 2)) ** 2:
        clusters += 1
    return Needed(conversations=clusters * size, clusters=clusters, effect=effect, alone=alone, how=how)


def _check(p1: float, p2: float, size: int, icc: float, power: float, level: float) -> None:
    for name, value in (("p1", p1), ("p2", p2), ("power", power), ("level", level)):
        if not 0 < value < 1:
            raise AnalysisError(f"found {name} {value:g}, expected a share between 0 and 1, as 0.3")
    if p1 == p2:
        raise AnalysisError(f"found the share {p1:g} on both sides, expected a difference to look for")
    if size < 1 or not 0 <= icc <= 1:
        raise AnalysisError(f"found size {size} and icc {icc:g}, expected a size of at least 1 and an icc from 0 to 1")
