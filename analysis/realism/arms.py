"""Exclusions by arm: how many conversations of each target under each condition were flagged, and whether by chance.

Arms hold the same occasions, so chance is: within each occasion, any of its conversations could have been the flagged
ones. A permutation test with a seed; no library needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

import msgspec

PERMUTATIONS = 1000
UNEVEN = 0.05
"""Below this probability the arms are said to differ by more than chance."""


class Case(msgspec.Struct, frozen=True):
    """One conversation as the test sees it."""

    arm: str
    """`condition/target`."""
    occasion: str
    flags: tuple[str, ...]
    written: int
    """Messages the voice wrote: how many chances there were."""


class Arm(msgspec.Struct, frozen=True, kw_only=True):
    """One target under one condition."""

    arm: str
    conversations: int
    flagged: int
    written: int
    """Messages the voice wrote, over all its conversations; an arm that ends early has fewer chances to be flagged."""
    flags: Mapping[str, int]


class Arms(msgspec.Struct, frozen=True, kw_only=True):
    """All arms, and whether they differ."""

    arms: tuple[Arm, ...]
    chance: float | None
    """Probability of arms at least as uneven by chance; None with one arm, or where no
    occasion was flagged in some arms only."""

    @property
    def uneven(self) -> bool:
        """Whether leaving flagged conversations out may itself make the arms differ."""
        return self.chance is not None and self.chance < UNEVEN


def arms(cases: Sequence[Case], seed: int) -> Arms:
    """Count flagged conversations by arm, and compare with what chance gives within occasions."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.arm, []).append(case)
    rows = tuple(
        Arm(
            arm=name,
            conversations=len(some),
            flagged=sum(bool(case.flags) for case in some),
            written=sum(case.written for case in some),
            flags=dict(Counter(flag for case in some for flag in case.flags)),
        )
        for name, some in found.items()
    )
    return Arms(arms=rows, chance=_chance(cases, Random(seed)))


def _chance(cases: Sequence[Case], chance: Random) -> float | None:
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.occasion, []).append(case)
    mixed = [some for some in groups.values() if 0 < sum(bool(case.flags) for case in some) < len(some)]
    if len({case.arm for case in cases}) < 2 or not mixed:
        return None
    names = [[case.arm for case in some] for some in mixed]
    marks = [[bool(case.flags) for case in some] for some in mixed]
    expected = _expected(names, marks)
    seen = _distance(names, marks, expected)
    worse = 0
    for _ in range(PERMUTATIONS):
        shuffled = [chance.sample(some, len(some)) for some in marks]
        worse += _distance(names, shuffled, expected) >= seen - 1e-9
    return (worse + 1) / (PERMUTATIONS + 1)


def _expected(names: Sequence[Sequence[str]], marks: Sequence[Sequence[bool]]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for arm_names, some in zip(names, marks, strict=True):
        for name in arm_names:
            totals[name] = totals.get(name, 0.0) + sum(some) / len(some)
    return totals


def _distance(names: Sequence[Sequence[str]], marks: Sequence[Sequence[bool]], expected: Mapping[str, float]) -> float:
    counts = Counter(
        name for group, some in zip(names, marks, strict=True) for name, mark in zip(group, some, strict=True) if mark
    )
    return sum((counts[name] - value) ** 2 for name, value in expected.items())
