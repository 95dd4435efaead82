"""How much wider intervals would be that also held for other persons and other situations."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cluster import cluster_of
from analysis.comparison.seen import Seen
from analysis.comparison.side import Looked
from analysis.evaluators.score import Absent
from analysis.findings.pool import Pool
from analysis.stats.number import Number
from analysis.stats.proportion import Told, proportion
from analysis.stats.rates import grouped_by, told_of

USUAL = "stances.refused"
"""Looked at where no share was named beforehand."""
CLEAR = 1.1
"""Times from which it is told. Our assumption."""


def wider(pool: Pool, by: Sequence[str]) -> tuple[str, ...]:
    """A warning where a share's interval by persons and situations both is clearly wider than by pairs of them.

    Args:
        pool: the conversations.
        by: what they are grouped by, of `analysis.stats.rates.FIELDS`.
    """
    named, _, label = (pool.side.plan.suite.primary or "").partition("=")
    one = next((one for one in pool.looked if one.name == (named if named in pool.names else USUAL)), None)
    if pool.cluster != "pair" or one is None:
        return ()
    groups = grouped_by(pool.side, by)
    found = [_times(one, some, label if one.name == named else "") for some in groups.values()]
    most = max((times for times in found if times is not None), default=0.0)
    if most < CLEAR:
        return ()
    return (
        f"conversations share persons and situations: for others than these, intervals of {one.name} would be up to "
        f"{most:.1f} times as wide; see --cluster both",
    )


def _times(one: Looked, seen: Sequence[Seen], label: str) -> float | None:
    """How many times as wide; None where one of them has no interval."""
    at_risk = [some for some in seen if some.values[one.at].absent is not Absent.NOT_AT_RISK]
    pairs = told_of(one, at_risk, label)
    both = (Told(cluster_of(some.started, "both"), told.value) for some, told in zip(at_risk, pairs, strict=True))
    narrow, wide = (_width(proportion(some, "")) for some in (pairs, both))
    return wide / narrow if narrow and wide else None


def _width(number: Number) -> float | None:
    return None if number.low is None or number.high is None else number.high - number.low
