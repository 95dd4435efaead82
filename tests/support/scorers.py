"""Small evaluators for tests of scoring, and a run of many short conversations; importable by worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from analysis.evaluators.contract import Comparer, Evaluator, Facet, Kind, Measure, group_id
from analysis.evaluators.score import Score, Value, Values, not_at_risk
from analysis.trajectory import Trajectory
from simulator.plan import Plan
from simulator.transcript import AnyEvent
from tests.analysis.realism.records import name
from tests.support.builders import helped, refused_once
from tests.support.judging import held

REFUSED = Measure("refused", Kind.WHETHER, "Whether a reply refused.")
LENGTH = Measure("length", Kind.COUNT, "Exchanges.", reads=False)


def look(trajectory: Trajectory) -> Values:
    """Both measures of `looks`."""
    return {"refused": Value(trajectory.first is not None), "length": Value(len(trajectory.exchanges))}


def breaks(trajectory: Trajectory) -> Values:
    """Breaks on the ones that were refused."""
    if trajectory.first is not None:
        raise ZeroDivisionError("nothing to divide by")
    return look(trajectory)


def dies(trajectory: Trajectory) -> Values:
    """Takes its process with it."""
    os._exit(3)


def evaluator(
    evaluate: Callable[[Trajectory], Values] = look,
    *,
    name: str = "looks",
    version: int = 1,
    measures: tuple[Measure, ...] = (REFUSED, LENGTH),
) -> Evaluator:
    """An evaluator of two measures, one that rests on an observer and one that does not."""
    return Evaluator(
        name=name, version=version, facet=Facet.TRIGGER, text="Looks. And says.", measures=measures, evaluate=evaluate
    )


def shares(plan: Plan, scores: Mapping[str, Mapping[str, Score]]) -> Iterable[tuple[str, Values]]:
    """The share of refused conversations of all targets together."""
    found = [score.values["refused"].value for score in scores["looks"].values()]
    group = group_id(condition="plain", target="reference:blunt")
    yield group, {"share": Value(sum(map(bool, found)) / len(found)) if found else not_at_risk("nobody")}


def comparer(
    compare: Callable[[Plan, Mapping[str, Mapping[str, Score]]], Iterable[tuple[str, Values]]] = shares,
) -> Comparer:
    """A comparer of the scores of `looks`."""
    return Comparer(
        name="compares",
        version=1,
        facet=Facet.TRIGGER,
        text="Compares.",
        measures=(Measure("share", Kind.SHARE, "Share."),),
        needs=("looks",),
        compare=compare,
    )


def talks(count: int) -> list[tuple[AnyEvent, ...]]:
    """So many conversations, every third refused."""
    return [(helped if n % 3 else refused_once)(name(repetition=n)) for n in range(1, count + 1)]


def crowd(folder: Path, count: int = 120) -> Path:
    """A run folder of so many short conversations."""
    return held(folder, *talks(count))
