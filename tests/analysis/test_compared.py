"""Comparers take score lines and write their own file anew, only where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from analysis.compared import EVERYTHING, Kept, compare
from analysis.evaluators.contract import Comparer
from analysis.evaluators.score import Absent, Score, Value, Values
from analysis.ledger import scores
from analysis.sweep import sweep
from analysis.trajectory import experienced_by
from simulator.plan import Plan
from simulator.store import read_plan
from tests.analysis.realism.records import name
from tests.support.builders import refused_once
from tests.support.judging import held
from tests.support.scorers import comparer, crowd, evaluator


def compared(folder: Path, one: Comparer | None = None) -> list[Score]:
    plan = read_plan(folder)
    looks = evaluator()
    sweep(folder, plan, [looks])
    compare(folder, plan, [one or comparer()], {"looks": looks}, experienced_by(plan))
    return list(scores(folder / "scores-compares-1.jsonl"))


def test_a_comparer_sees_every_score_it_needs(tmp_path: Path) -> None:
    found = compared(crowd(tmp_path / "run", 6))
    assert [(line.id, line.values) for line in found] == [("*/*/plain/reference:blunt/*", {"share": Value(1 / 3)})]


def test_its_file_is_left_alone_where_nothing_changed_and_replaced_where_something_did(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 6)
    compared(folder)
    file = folder / "scores-compares-1.jsonl"
    before = file.stat()
    compared(folder)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    held(folder, refused_once(name(repetition=7)))
    assert [line.values["share"] for line in compared(folder)] == [Value(3 / 7)]
    assert not list(folder.glob("*.draft"))


def test_a_comparer_that_breaks_is_recorded(tmp_path: Path) -> None:
    def breaks(plan: Plan, found: Mapping[str, Mapping[str, Score]]) -> Iterable[tuple[str, Values]]:
        raise KeyError("gone")

    found = compared(crowd(tmp_path / "run", 2), comparer(breaks))
    assert [(line.id, line.values["share"].absent) for line in found] == [(EVERYTHING, Absent.FAILED)]
    assert "KeyError" in found[0].values["share"].why


def test_a_value_out_of_range_or_unsaid_is_no_value(tmp_path: Path) -> None:
    def odd(plan: Plan, found: Mapping[str, Mapping[str, Score]]) -> Iterable[tuple[str, Values]]:
        yield "a/b/plain/t/*", {"share": Value(2)}
        yield "a/c/plain/t/*", {}

    found = compared(crowd(tmp_path / "run", 2), comparer(odd))
    assert [line.values["share"].absent for line in found] == [Absent.FAILED, Absent.UNKNOWN]


def test_scores_are_read_from_their_file_by_conversation(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 4)
    compared(folder)
    kept = Kept(folder / "scores-looks-1.jsonl")
    assert (len(kept), list(kept)) == (4, [name(repetition=n) for n in range(1, 5)])
    assert [score.values["refused"].value for score in kept.values()] == [False, False, True, False]
    with pytest.raises(KeyError):
        kept["nobody"]
    assert dict(Kept(folder / "none.jsonl")) == {}
