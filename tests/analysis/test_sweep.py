"""One sweep over a record: only what lacks a score is scored, in any number of processes, with the same bytes."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator, Kind, Measure
from analysis.evaluators.fits import misfit
from analysis.evaluators.score import Absent, Score, Value, Values
from analysis.ledger import scores
from analysis.sweep import Audit, Swept, sweep
from analysis.trajectory import Trajectory
from personas.perception import Stance
from simulator.errors import SimulatorError
from simulator.observations import Instrument, Reading
from simulator.store import read_plan
from simulator.transcript import Cause
from tests.analysis.realism.records import name
from tests.support.builders import chased, ended, helped, observation, refused_once
from tests.support.judging import held
from tests.support.scorers import LENGTH, REFUSED, breaks, crowd, dies, evaluator


def swept(folder: Path, *evaluators: Evaluator, audit: Audit | None = None, workers: int = 1) -> Swept:
    return sweep(folder, read_plan(folder), evaluators or [evaluator()], audit=audit, workers=workers)


def lines(folder: Path, file: str = "scores-looks-1.jsonl") -> list[Score]:
    return list(scores(folder / file))


def test_every_conversation_that_ended_gets_a_score_in_the_order_of_the_record(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", *[helped(name(repetition=n)) for n in (3, 1, 2)])
    found = swept(folder)
    assert [line.id[-1] for line in lines(folder)] == ["3", "1", "2"]
    assert (found.conversations, found.wanted, found.kept, found.made) == (3, 3, 0, 3)


def test_what_stands_there_is_not_scored_again(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 7)
    swept(folder)
    asked: list[str] = []

    def remembers(trajectory: Trajectory) -> Values:
        asked.append(trajectory.id)
        return {}

    again = swept(folder, evaluator(remembers))
    assert (again.kept, again.made, asked) == (7, 0, [])


def test_a_changed_version_is_scored_alone_in_a_file_of_its_own(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 5)
    swept(folder, evaluator(), evaluator(name="stays"))
    before = {file.name: file.stat().st_mtime_ns for file in folder.glob("scores-*")}
    found = swept(folder, evaluator(version=2), evaluator(name="stays"))
    assert (found.kept, found.made) == (5, 5)
    assert {file.name: file.stat().st_mtime_ns for file in folder.glob("scores-*") if file.name in before} == before
    assert {line.version for line in lines(folder, "scores-looks-2.jsonl")} == {2}


def test_conversations_that_end_later_are_added_at_the_end(tmp_path: Path) -> None:
    folder, late = held(tmp_path / "run", helped(name(repetition=1))), helped(name(repetition=2))
    swept(folder)
    held(folder, late)
    assert (swept(folder).made, [line.id[-1] for line in lines(folder)]) == (1, ["1", "2"])


@pytest.mark.slow
def test_more_processes_write_the_same_bytes(tmp_path: Path) -> None:
    alone, many = crowd(tmp_path / "alone", 130), crowd(tmp_path / "many", 130)
    assert swept(alone, evaluator(breaks)) == swept(many, evaluator(breaks), workers=2)
    one, other = ((folder / "scores-looks-1.jsonl").read_bytes() for folder in (alone, many))
    assert one == other
    assert len(lines(many)) == 130


@pytest.mark.slow
def test_a_worker_that_dies_is_reported_and_an_evaluator_that_cannot_travel_too(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 3)
    with pytest.raises(AnalysisError, match="a worker came to a sudden end"):
        swept(folder, evaluator(dies), workers=2)
    with pytest.raises(AnalysisError, match="cannot be given to another process"):
        swept(folder, evaluator(lambda trajectory: {}), workers=2)


def test_an_evaluator_that_raises_is_recorded_and_the_others_go_on(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 3)
    swept(folder, evaluator(breaks), evaluator(name="other"))
    found = [line.values["refused"] for line in lines(folder)]
    broken = Value(absent=Absent.FAILED, why="ZeroDivisionError: nothing to divide by")
    assert found == [Value(False), Value(False), broken]
    assert [line.values["refused"].value for line in lines(folder, "scores-other-1.jsonl")] == [False, False, True]


def test_conversations_that_failed_are_not_held_and_those_that_go_on_are_not_scored(tmp_path: Path) -> None:
    failed = (*chased(name=name()), ended(Cause.FAILED, name=name()))
    folder = held(tmp_path / "run", failed, refused_once(name(repetition=2))[:-1])
    found = swept(folder)
    assert (found.conversations, found.unfinished) == (1, 1)
    assert [line.values["refused"] for line in lines(folder)] == [Value(absent=Absent.NOT_HELD, why="failed")]


def test_a_torn_record_is_noted_and_a_damaged_one_refused(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 2)
    record = folder / "events-0001.jsonl"
    record.write_bytes(record.read_bytes()[:-5])
    found = swept(folder)
    assert (found.conversations, found.unfinished, len(found.torn)) == (1, 1, 1)
    whole = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join([*whole[:1], b'{"nothing": 1}\n', *whole[1:]]))
    with pytest.raises(SimulatorError, match=r"events-0001\.jsonl:2"):
        swept(folder)


@pytest.mark.parametrize(
    "odd", [{"refused": 1}, {"refused": Value("yes")}, {"refused": Value(None)}, {"refused": True}]
)
def test_a_value_that_is_none_of_its_kind_is_a_failure_and_not_written(tmp_path: Path, odd: Values) -> None:
    folder = crowd(tmp_path / "run", 1)
    swept(folder, evaluator(lambda trajectory: odd))
    found = lines(folder)[0].values
    assert (found["refused"].absent, found["refused"].why[:6]) == (Absent.FAILED, "found ")
    assert (found["length"].absent, found["length"].value) == (Absent.UNKNOWN, None)


def test_a_score_that_cannot_be_written_is_a_failure_too(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 1)
    swept(folder, evaluator(lambda t: {"refused": Value(True, why="\ud800"), "length": Value(1)}))
    assert {value.absent for value in lines(folder)[0].values.values()} == {Absent.FAILED}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Kind.WHETHER, [True, False], [1, "yes", None]),
        (Kind.SHARE, [0, 0.5, 1.0], [1.1, -0.1, math.nan, True, "half"]),
        (Kind.COUNT, [0, 3], [-1, 1.5, True]),
        (Kind.EXCHANGES, [0, 3], [-1, 1.5]),
        (Kind.NUMBER, [-1, 0.5, 2], [-1.1, 2.1, math.inf, math.nan, True]),
        (Kind.LABEL, ["left"], [1, True]),
    ],
)
def test_each_kind_takes_its_own_values(kind: Kind, good: list[object], bad: list[object]) -> None:
    measure = Measure("m", kind, "M.", low=-1, high=2)
    assert [misfit(Value(value), measure) for value in good] == [""] * len(good)  # type: ignore[arg-type]
    assert all(misfit(Value(value), measure).startswith("found ") for value in bad)  # type: ignore[arg-type]


def test_a_value_and_a_reason_for_none_contradict_each_other() -> None:
    assert "both" in misfit(Value(True, absent=Absent.UNKNOWN), REFUSED)
    assert misfit(Value(absent=Absent.UNKNOWN), LENGTH) == ""


def test_an_audit_scores_what_another_instrument_read_and_follows_it_when_it_reads_more(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(name()))
    calm = [_reading(n) for n in (1, 2, 3, 4)]
    file = "scores-looks-1@audited=other-1.jsonl"
    swept(folder, audit=Audit(name="other-1", readings={name(): {r.n: r for r in calm[:3]}}))
    first = lines(folder, file)[0].values
    assert (first["refused"].absent, first["refused"].why) == (Absent.NOT_READ, "not read: exchanges 4")
    assert first["length"] == Value(4)
    swept(folder, audit=Audit(name="other-1", readings={name(): {r.n: r for r in calm}}))
    assert lines(folder, file)[0].values["refused"] == Value(False)
    assert not list(folder.glob("*.draft"))


def _reading(n: int) -> Reading:
    return Reading(
        id=name(), n=n, instrument=Instrument(name="observer", version="other-1"), observed=observation(Stance.NONE)
    )
