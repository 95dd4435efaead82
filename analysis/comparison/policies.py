"""The same fork under several reaction policies: for every difference its range, and no single number.

How a simulated person reacts to a wording is a parameter that somebody chose. What changes its sign with the policy is
a finding about the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from analysis.comparison.concerns import concerns
from analysis.comparison.contrast import FORMAT, Comparison, Contrast, gap
from analysis.comparison.difference import Difference
from analysis.comparison.side import Side
from analysis.errors import AnalysisError
from simulator.arms import Forked


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one arm, over the policies."""

    arm: str
    against: str
    """The arm that it is set beside."""
    check: bool
    """Nothing is changed on purpose in this arm."""
    evaluator: str
    measure: str
    label: str
    kind: str
    better: str
    differences: dict[str, float | None]
    """To `against`, by policy; None where no pair has both values."""
    pairs: dict[str, int]
    """That have both values, by policy."""
    low: float | None
    """The smallest difference; None where none is known."""
    high: float | None
    """The largest."""
    rests_on_policy: bool
    """Something differs under some policy, and the range holds 0."""

    @property
    def name(self) -> str:
        """`evaluator.measure`, and `=label` of a word."""
        return f"{self.evaluator}.{self.measure}" + (f"={self.label}" if self.label else "")


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """Forks of one run under several policies."""

    v: int = FORMAT
    kind: Literal["policies"] = "policies"
    policies: tuple[str, ...]
    ranges: tuple[Range, ...]
    comparisons: tuple[Comparison, ...]
    """Of each policy's arms with its control, in the order of the policies."""
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def over_policies(sides: Sequence[Side], comparisons: Sequence[Comparison]) -> Policies:
    """The range of every difference over the policies.

    Args:
        sides: forks of the same run at the same place with the same arms.
        comparisons: of each, as `compare_arms` made it.

    Raises:
        AnalysisError: fewer than two, forks of different runs, or two under one policy.
    """
    policies = _told_apart(sides)
    found = dict(zip(policies, comparisons, strict=True))
    warnings = [warning for other in sides[1:] for warning in concerns(sides[0], other, policies=False)]
    warnings += [warning for one in comparisons for warning in one.warnings]
    return Policies(
        policies=policies,
        ranges=tuple(_ranges(found)),
        comparisons=tuple(comparisons),
        warnings=tuple(dict.fromkeys((*warnings, *_stems(sides)))),
        notes=tuple(dict.fromkeys(note for one in comparisons for note in one.notes)),
        withheld=tuple(sorted({name for one in comparisons for name in one.withheld})),
    )


def _told_apart(sides: Sequence[Side]) -> tuple[str, ...]:
    if len(sides) < 2:
        raise AnalysisError("a range over policies needs two forks or more; name them all")
    forks = [_shape(side) for side in sides]
    for side, fork in zip(sides, forks, strict=True):
        if fork != forks[0]:
            raise AnalysisError(
                f"{side.name} is not the same fork as {sides[0].name}: source, place, repeats, arms and wordings must "
                "be equal; fork the same run again with another --policy"
            )
    policies = tuple(side.plan.suite.policy for side in sides)
    if len(set(policies)) < len(policies):
        raise AnalysisError(
            f"two forks are of one policy: {', '.join(policies)}; hold one of them under another policy"
        )
    return policies


def _shape(side: Side) -> tuple[Forked, object]:
    if side.plan.forked is None:
        raise AnalysisError(f"{side.name} is no fork; name forks, or leave --policies out")
    return side.plan.forked.model_copy(update={"stems": (), "left_out": ()}), side.plan.wordings


def _stems(sides: Sequence[Side]) -> list[str]:
    stems = {side.plan.forked.stems for side in sides if side.plan.forked}
    return ["the forks do not begin from the same conversations of their run"] if len(stems) > 1 else []


def _ranges(found: dict[str, Comparison]) -> Iterator[Range]:
    first = next(iter(found.values()))
    for contrast in first.contrasts:
        arms = {name: _rows(one, contrast.b) for name, one in found.items()}
        for row in _known(arms):
            yield _range(row, arms, contrast)


def _rows(comparison: Comparison, arm: str) -> Sequence[Difference]:
    return next((one.rows for one in comparison.contrasts if one.b == arm), ())


def _known(arms: dict[str, Sequence[Difference]]) -> list[Difference]:
    """One row of each name; a word may have been said under one policy alone. In the order of the measures."""
    named = {row.name: row for rows in arms.values() for row in rows}
    places = {(row.evaluator, row.measure): at for rows in arms.values() for at, row in enumerate(rows)}
    return sorted(named.values(), key=lambda row: places[row.evaluator, row.measure])


def _range(row: Difference, arms: dict[str, Sequence[Difference]], of: Contrast) -> Range:
    differences = {name: gap(row, rows) for name, rows in arms.items()}
    known = [value for value in differences.values() if value is not None]
    low, high = (min(known), max(known)) if known else (None, None)
    return Range(
        arm=of.b,
        against=of.a,
        check=of.check,
        evaluator=row.evaluator,
        measure=row.measure,
        label=row.label,
        kind=row.kind,
        better=row.better,
        differences=differences,
        pairs={name: _pairs(row, rows) for name, rows in arms.items()},
        low=low,
        high=high,
        rests_on_policy=not of.check and low is not None and high is not None and low <= 0 <= high and any(known),
    )


def _pairs(row: Difference, rows: Sequence[Difference]) -> int:
    return next((one.n for one in rows if (one.evaluator, one.measure) == (row.evaluator, row.measure)), 0)
