"""The small parts: what is adjusted, what is withheld, and reading a side with several processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.comparison.difference import differences
from analysis.comparison.holm import holm
from analysis.comparison.pairing import of_arm
from analysis.comparison.side import Looked, looked_at, read_side
from analysis.comparison.withheld import GIVEN, gives
from analysis.errors import AnalysisError
from analysis.evaluators import EVALUATORS
from analysis.evaluators.contract import Kind, Measure
from simulator.store import read_plan
from tests.support.arms import held, planted
from tests.support.scorers import evaluator


@pytest.mark.parametrize(
    ("values", "adjusted"),
    [
        ([0.01, 0.02, 0.03, 0.04, 0.05], [0.05, 0.08, 0.09, 0.09, 0.09]),
        ([0.04, 0.001, 0.9], [0.08, 0.003, 0.9]),
        ([0.5, 0.6], [1.0, 1.0]),
        ([], []),
    ],
)
def test_holm_multiplies_by_what_is_left_and_never_falls(values: list[float], adjusted: list[float]) -> None:
    assert holm(values) == pytest.approx(adjusted)


def test_what_is_withheld_names_measures_that_there_are() -> None:
    known = {one.name for one in looked_at(EVALUATORS)}
    assert [name for name, some in GIVEN.items() for one in some if f"{name}.{one}" not in known] == []


def test_every_measure_of_erosion_and_of_pseudo_alignment_says_what_was_given() -> None:
    some = [one for one in looked_at(EVALUATORS) if one.evaluator in {"erosion", "pseudo_alignment"}]
    assert [gives(one.evaluator, one.measure.name) for one in some] == [True] * 5


def test_what_another_package_counts_is_not_known_here() -> None:
    theirs = Looked(0, "brought", 1, Measure("exchanges", Kind.COUNT, "How many."))
    assert gives(theirs.evaluator, theirs.measure.name)


def test_several_processes_read_the_same(tmp_path: Path) -> None:
    folder = held(tmp_path / "fork", planted({"a-a": 0, "sham": 1, "warm": 2}))
    one, two = (read_side(folder, read_plan(folder), EVALUATORS, workers=workers) for workers in (1, 2))
    assert (one, len(one.seen)) == (two, 48)


def test_an_evaluator_that_breaks_is_missing_and_stops_nothing(tmp_path: Path) -> None:
    from tests.support.scorers import breaks

    folder = held(tmp_path / "fork", planted({"warm": 2}))
    side = read_side(folder, read_plan(folder), [evaluator(breaks)])
    assert {str(value.absent) for seen in side.seen for value in seen.values} == {"failed"}


def test_an_empty_run_is_refused(tmp_path: Path) -> None:
    folder = held(tmp_path / "fork", [])
    with pytest.raises(AnalysisError, match="no conversation came to its end"):
        read_side(folder, read_plan(folder), EVALUATORS)


def test_intervals_do_not_depend_on_which_conversation_ended_first(tmp_path: Path) -> None:
    folder = held(tmp_path / "fork", planted({"a-a": 0, "sham": 1, "warm": 2}))
    pairs = of_arm(read_side(folder, read_plan(folder), EVALUATORS), "warm", "control").pairs
    one, two = (differences(looked_at(EVALUATORS), some, seed=0) for some in (pairs, pairs[::-1]))
    ends = [
        {row.name: (row.estimate.low, row.estimate.high) for row in some if row.estimate.low} for some in (one, two)
    ]
    assert ends[0].keys() == ends[1].keys() != set()
    for name, found in ends[0].items():
        assert found == pytest.approx(ends[1][name]), name
