"""A share and its interval, where several of what is counted may come from one cluster.

Every cluster counted once: Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
the American Statistical Association 22, 1927. Clusters that hold several: the same interval for as many independent
ones as would be as uncertain, with Student's t for few clusters, as in Dean and Pagano, "Evaluating confidence interval
methods for binomial proportions in clustered surveys", Journal of Survey Statistics and Methodology 3, 2015. It never
leaves [0, 1], and where nothing varies it still has a width; how often it holds the truth, beside drawing the clusters
again, says `python -m benchmarks.rates`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import msgspec
import numpy as np

from analysis.comparison.column import Floats
from analysis.comparison.crossed import Crossed, crossed, squares
from analysis.comparison.student import reach
from analysis.stats.number import FEWEST, Number

NORMAL = NormalDist().inv_cdf(0.975)
FEW = 12
"""Clusters below which a sample is said to be small. Our assumption."""
RARE = 5
"""Fewer true, or fewer false, than this are said to be few. Our assumption."""
_UNEVEN = 1.5
"""Kish's factor of unequal weights, 1 plus the squared coefficient of variation, from which clusters are said to be
uneven. Our assumption."""

ONCE = "Wilson (1927)"
SEVERAL = "Wilson (1927) at the effective size of the clusters, with Student's t (Dean and Pagano 2015)"
BOTH = f"{SEVERAL}, over persons and situations both (Cameron, Gelbach and Miller 2011)"


class Told(NamedTuple):
    """What one conversation says."""

    cluster: str
    value: float | None
    """In [0, 1]; None where there should be one and is none."""


class Pooled(NamedTuple):
    """The same of many, by cluster; every cluster has at least one."""

    totals: Floats
    counts: Floats
    sides: Crossed | None = None
    """Of the clusters, where they share persons and situations."""

    @property
    def size(self) -> int:
        """Clusters, or persons or situations, whichever are fewer."""
        return len(self.counts) if self.sides is None else self.sides.size


def wilson(share: float, n: float, standard: float = NORMAL) -> tuple[float, float]:
    """Ends of the score interval of a share; in [0, 1].

    Args:
        share: in [0, 1].
        n: how many independent ones it is of; above 0.
        standard: half width in standard errors; 1.96 gives 95 %.
    """
    square = standard * standard
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = standard / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def effective(pooled: Pooled) -> float:
    """How many independent ones would be as uncertain; never more than there are.

    By the linearised variance of a ratio over clusters. Where all clusters are alike nothing tells how unlike the next
    would be: then every cluster counts once.
    """
    size, count = pooled.size, float(pooled.counts.sum())
    share = float(pooled.totals.sum()) / count
    spread = float(squares(pooled.totals - share * pooled.counts, pooled.sides))
    if size < 2 or spread < 1e-12:
        return float(size)
    return min(count, share * (1 - share) * count**2 / spread)


def interval(pooled: Pooled) -> tuple[float, float]:
    """Ends of the 95 % interval of the pooled share of at least two clusters."""
    count = float(pooled.counts.sum())
    share = float(pooled.totals.sum()) / count
    if once(pooled):
        return wilson(share, count)
    return wilson(share, effective(pooled), reach(0.95, pooled.size - 1))


def once(pooled: Pooled) -> bool:
    """Whether every cluster says true or false a single time."""
    return bool(pooled.sides is None and (pooled.counts == 1).all() and np.isin(pooled.totals, (0, 1)).all())


def pool(told: Iterable[Told]) -> tuple[Pooled, int]:
    """What has a value, by cluster in the order they come; and how many have none."""
    values: dict[str, list[float]] = defaultdict(list)
    missing = 0
    for one in told:
        if one.value is None:
            missing += 1
        else:
            values[one.cluster].append(one.value)
    totals, counts = [sum(some) for some in values.values()], [len(some) for some in values.values()]
    sides = crossed(list(values))
    return Pooled(np.array(totals, dtype=np.float64), np.array(counts, dtype=np.float64), sides), missing


def proportion(told: Iterable[Told], what: str, *, censored: int = 0) -> Number:
    """The share of the true among what has a value.

    Args:
        told: what the question arises for; what it does not arise for is not passed.
        what: what is counted, in words.
        censored: of them, those cut off.
    """
    pooled, missing = pool(told)
    return share_of(pooled, what, missing=missing, censored=censored)


def share_of(pooled: Pooled, what: str, *, missing: int = 0, censored: int = 0) -> Number:
    """The same of what was pooled already."""
    n, size = int(pooled.counts.sum()), pooled.size
    found = Number(
        value=float(pooled.totals.sum()) / n if n else None,
        n=n,
        missing=missing,
        censored=censored,
        clusters=size,
        how=f"{what}; {_how(pooled)}",
        warnings=tuple(_warnings(pooled, missing)) if n else ("nothing to count",),
    )
    if size < FEWEST:
        return found
    low, high = interval(pooled)
    return msgspec.structs.replace(found, low=low, high=high)


def _how(pooled: Pooled) -> str:
    return ONCE if once(pooled) else SEVERAL if pooled.sides is None else BOTH


def _warnings(pooled: Pooled, missing: int) -> list[str]:
    count, total, size = int(pooled.counts.sum()), float(pooled.totals.sum()), pooled.size
    found = []
    if size < FEWEST:
        found.append(f"no interval: {size} clusters, and at least {FEWEST} are needed")
    elif size < FEW:
        found.append(f"small sample: {size} clusters")
    if min(total, count - total) < RARE:
        found.append(f"rare: {total:g} of {count} are so; fewer than {RARE} are, or are not")
    if missing > count / 10:
        found.append(f"{missing} have no value, beside {count} that have")
    if len(pooled.counts) * float(pooled.counts @ pooled.counts) / count**2 >= _UNEVEN:
        found.append(f"unbalanced: clusters hold {pooled.counts.min():g} to {pooled.counts.max():g}")
    return found
