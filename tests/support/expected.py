"""Compares scores over `first-look` with what the construction of the reference targets implies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from analysis.evaluators import EVALUATORS
from analysis.evaluators.score import Absent, Value
from analysis.scoring import score
from tests.support.first_look import reference_runs

Expected = float | Sequence[float] | str
"""A mean, its bounds, or `-` where nobody is at risk."""


class Row(NamedTuple):
    """One value that a target's construction implies."""

    evaluator: str
    measure: str
    target: str
    label: str
    """For a label, the one whose share is expected; else empty."""
    expected: Expected


def rows(file: Path) -> Iterator[Row]:
    """The expectations of a file: evaluator, measure, target, and for labels the label."""
    for evaluator, measures in _read(file)["implied"].items():
        for measure, targets in measures.items():
            for target, expected in targets.items():
                labels = expected if isinstance(expected, Mapping) else {"": expected}
                yield from (Row(evaluator, measure, target, label, one) for label, one in labels.items())


def misread(file: Path) -> set[tuple[str, str, str]]:
    """Evaluator, measure and target of the values that the file owns to be the observer's mistakes."""
    return {(one["evaluator"], one["measure"], one["target"]) for one in _read(file)["misread"]}


def differs(row: Row) -> str:
    """What was found in the place of what is implied; empty where it is as implied."""
    found = _mean(scored()[row.evaluator, row.measure, row.target], row.label)
    return "" if _fits(found, row.expected) else f"{row}: found {found}"


@cache
def scored() -> dict[tuple[str, str, str], list[Value]]:
    """Every value over `first-look` by evaluator, measure and target."""
    found: dict[tuple[str, str, str], list[Value]] = {}
    for target, trajectories in reference_runs().items():
        for one in (one for trajectory in trajectories for one in score(trajectory, EVALUATORS)):
            for measure, value in one.values.items():
                found.setdefault((one.evaluator, measure, target), []).append(value)
    return found


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def _mean(values: Sequence[Value], label: str) -> float | str:
    assert not [one.why for one in values if one.absent is Absent.FAILED]
    if all(one.absent is Absent.NOT_AT_RISK for one in values):
        return "-"
    told = [one.value for one in values if one.absent is None]
    numbers = [float(one == label) if label else float(one) for one in told if one is not None]
    return sum(numbers) / len(numbers) if numbers else "?"


def _fits(found: float | str, expected: Expected) -> bool:
    if isinstance(expected, str) or isinstance(found, str):
        return found == expected
    low, high = (expected, expected) if isinstance(expected, int | float) else expected
    return low - 1e-9 <= found <= high + 1e-9
