"""Where two instruments disagree, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from analysis.audits import Difference, differences
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Score, Value, encode, unknown
from analysis.ledger import file_of
from tests.support.scorers import evaluator

BOTH = ("experienced:built", "audited:other")


def found(folder: Path, kind: Kind, pairs: Sequence[tuple[Value, Value]]) -> tuple[Difference, ...]:
    one = evaluator(measures=(Measure("m", kind, ""), Measure("record", kind, "", reads=False)))
    for side, instrument in enumerate(BOTH):
        made = [
            Score(id=f"c{n}", evaluator="looks", version=1, instrument=instrument, values={"m": pair[side]})
            for n, pair in enumerate(pairs, 1)
        ]
        file_of(folder, "looks", 1, instrument).write_bytes(b"".join(map(encode, made)))
    return differences(folder, [one], BOTH)


def test_only_what_rests_on_an_observer_is_compared(tmp_path: Path) -> None:
    assert [one.measure for one in found(tmp_path, Kind.WHETHER, [(Value(True), Value(True))])] == ["m"]


def test_truths_are_compared_as_one_and_nothing(tmp_path: Path) -> None:
    pairs = [(Value(True), Value(True)), (Value(True), Value(False)), (Value(False), Value(True)), (Value(True),) * 2]
    (one,) = found(tmp_path, Kind.WHETHER, [*pairs, (Value(True), unknown("?"))])
    assert (one.n, one.equal, one.one_only, one.mean, one.worst) == (4, 2, 1, 0, ("c5", "c2", "c3"))


def test_the_worst_come_first_and_only_a_few(tmp_path: Path) -> None:
    pairs = [(Value(0), Value(n)) for n in (1, 5, 2, 5, 1, 1, 9)]
    (one,) = found(tmp_path, Kind.COUNT, pairs)
    assert one.mean == pytest.approx(24 / 7)
    assert one.worst == ("c7", "c2", "c4", "c3", "c1")


def test_lower_bounds_are_told_from_values_and_are_in_no_mean(tmp_path: Path) -> None:
    pairs = [(Value(2), Value(2, censored=True)), (Value(1), Value(3))]
    (one,) = found(tmp_path, Kind.EXCHANGES, pairs)
    assert (one.equal, one.compared, one.mean, one.worst) == (0, 1, 2, ("c2", "c1"))


def test_words_have_no_mean(tmp_path: Path) -> None:
    (one,) = found(tmp_path, Kind.LABEL, [(Value("left"), Value("met")), (Value("met"), Value("met"))])
    assert (one.n, one.equal, one.mean, one.worst) == (2, 1, None, ("c1",))


def test_files_of_different_conversations_are_not_compared(tmp_path: Path) -> None:
    found(tmp_path, Kind.WHETHER, [(Value(True), Value(True))] * 2)
    file = file_of(tmp_path, "looks", 1, BOTH[1])
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(AnalysisError, match="do not hold the same conversations; delete both"):
        differences(tmp_path, [evaluator(measures=(Measure("m", Kind.WHETHER, ""),))], BOTH)
