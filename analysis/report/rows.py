"""The rows of the tidy tables of what the statistics computed, and of what evaluators say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.report.figures import Curves, Endings, Forest, Ranges
from analysis.report.read import Told
from analysis.report.values import Measured, reason
from analysis.stats.number import Number

Cell = str | int | float | bool | None
Row = dict[str, Cell]
_BY_STRATEGY = frozenset({"strategies"})
"""Evaluators that say which way a person went on: what was given after a refusal stands in the same table."""


def number(one: Number) -> Row:
    """Everything that belongs to one number."""
    return {
        "value": one.value, "low": one.low, "high": one.high, "n": one.n, "missing": one.missing,
        "censored": one.censored, "clusters": one.clusters, "how": one.how, "warnings": "; ".join(one.warnings),
    }  # fmt: skip


def forests(found: Sequence[Forest], *kinds: str) -> Iterator[Row]:
    """A row for each measure and group."""
    for one in found:
        for mark in one.marks if one.kind in kinds else ():
            yield {"measure": one.name, "group": mark.label, "primary": one.primary, "outside": mark.outside,
                   "p": mark.p, "holm": mark.holm, "note": mark.note, **number(mark.number)}  # fmt: skip


def ranges(found: Ranges | None) -> Iterator[Row]:
    """A row for each arm, measure and policy."""
    for one in found.ranges if found is not None else ():
        for policy, value in one.differences.items():
            yield {"measure": one.measure, "arm": one.arm, "policy": policy, "difference": value,
                   "pairs": one.pairs.get(policy), "low": one.low, "high": one.high,
                   "rests_on_policy": one.rests_on_policy}  # fmt: skip


def steps(found: Curves) -> Iterator[Row]:
    """A row for each step of a curve."""
    for curve in found.groups:
        for step in curve.steps:
            yield {"group": curve.label, "exchanges": step.at, "share": step.share, "low": step.low, "high": step.high,
                   "at_risk": step.at_risk, "events": step.events, "censored": step.censored}  # fmt: skip


def ends(found: Endings) -> Iterator[Row]:
    """A row for each end at each time."""
    for group in found.groups:
        for end in group.ends:
            for point, at_risk in zip(end.points, group.at_risk, strict=True):
                yield {"group": group.label, "end": end.name, "exchanges": point.time, "share": point.share,
                       "low": point.low, "high": point.high, "at_risk": at_risk}  # fmt: skip


def scores(told: Sequence[Told], found: Sequence[Measured]) -> Iterator[Row]:
    """A row for each conversation and measure; without those that say which way a person went on."""
    for one in found:
        if one.evaluator in _BY_STRATEGY:
            continue
        for conversation, value in zip(told, one.values, strict=True):
            said = value.value if value is not None else None
            yield {
                "run": conversation.run, "id": conversation.trajectory.id, "measure": one.column.name,
                "number": None if isinstance(said, str) or said is None else float(said),
                "label": said if isinstance(said, str) else None,
                "censored": value.censored if value is not None and said is not None else None,
                "absent": reason(value) if said is None else None, "why": value.why if value is not None else None,
            }  # fmt: skip
