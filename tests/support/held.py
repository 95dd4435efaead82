"""Holds a small run of reference targets and scores it, for tests of evaluators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pastno
from analysis.evaluators import EVALUATORS
from analysis.evaluators.score import Score
from analysis.scoring import score
from analysis.trajectory import experienced
from scenarios.schema import Suite
from simulator.plan import Plan

Scored = Mapping[str, Mapping[str, Score]]
"""By evaluator and conversation."""


def held(suite: str | Suite, targets: Sequence[str], folder: Path) -> tuple[Plan, Scored]:
    """The plan, and what each evaluator says of each conversation as the observer in the loop saw it.

    Args:
        suite: a shipped suite's name, or a suite.
        targets: names of reference targets.
        folder: where the run goes.
    """
    pastno.run(pastno.plan(suite, [f"reference:{name}" for name in targets]), folder)
    run = pastno.read(folder)
    found: dict[str, dict[str, Score]] = {evaluator.name: {} for evaluator in EVALUATORS}
    for name, live in run.lives().items():
        for one in score(experienced(live, run.plan), EVALUATORS):
            found[one.evaluator][name] = one
    return run.plan, found
