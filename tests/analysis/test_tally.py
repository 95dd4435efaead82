"""What scores come to: missing values lower the coverage and widen the bounds; none of them is a zero."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Absent, Judged, Score, Value, encode, not_at_risk
from analysis.heap import Heap
from analysis.ledger import file_of
from analysis.tally import Row, place_of, stale, tally
from tests.analysis.realism.records import name, plan
from tests.support.scorers import comparer, evaluator

GONE = Value(absent=Absent.NOT_HELD)


def rows(folder: Path, values: Sequence[Value], measure: Measure, target: str = "reference:blunt") -> tuple[Row, ...]:
    write(folder, [(name(target=target, repetition=n), value) for n, value in enumerate(values, 1)], measure.name)
    return tally(folder, plan(), [evaluator(measures=(measure,))])


def write(folder: Path, values: Sequence[tuple[str, Value]], measure: str = "m", **changes: object) -> None:
    first = Score(id="", evaluator="looks", version=1, instrument="experienced:built", values={})
    made = [msgspec.structs.replace(first, id=i, values={measure: value}, **changes) for i, value in values]
    file = file_of(folder, made[0].evaluator, made[0].version, made[0].instrument)
    with file.open("ab") as lines:
        lines.writelines(map(encode, made))


@pytest.mark.parametrize(
    ("measure", "values", "mean", "bounds"),
    [
        (Measure("m", Kind.WHETHER, ""), (True, False, True), 2 / 3, (2 / 5, 4 / 5)),
        (Measure("m", Kind.SHARE, ""), (0.5, 1.0), 0.75, (1.5 / 4, 3.5 / 4)),
        (Measure("m", Kind.COUNT, ""), (4, 2), 3, (6 / 4, None)),
        (Measure("m", Kind.NUMBER, "", low=-1, high=1), (0.5, 0.0), 0.25, (-1.5 / 4, 2.5 / 4)),
        (Measure("m", Kind.NUMBER, ""), (0.5, 0.0), 0.25, (None, None)),
    ],
)
def test_the_mean_stands_beside_what_the_missing_could_make_of_it(
    tmp_path: Path, measure: Measure, values: Sequence[float], mean: float, bounds: tuple[float | None, ...]
) -> None:
    given = [*map(Value, values), GONE, Value(absent=Absent.FAILED), not_at_risk("never asked")]
    (row,) = rows(tmp_path, given, measure)
    assert row.mean == pytest.approx(mean)
    assert [row.low, row.high] == [None if end is None else pytest.approx(end) for end in bounds]
    assert (row.n, row.not_at_risk, row.missing) == (len(values), 1, {"failed": 1, "not_held": 1})
    assert row.coverage == pytest.approx(len(values) / (len(values) + 2))


def test_where_nothing_is_missing_the_bounds_are_the_mean(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, [Value(4), Value(2)], Measure("m", Kind.COUNT, ""))
    assert (row.mean, row.low, row.high, row.coverage) == (3, 3, 3, 1)


def test_where_nothing_was_scored_there_is_no_mean_and_where_nothing_was_due_no_coverage(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, [GONE], Measure("m", Kind.WHETHER, ""))
    assert (row.mean, row.coverage, row.low, row.high) == (None, 0, 0, 1)
    write(tmp_path, [(name(target="reference:warm"), not_at_risk("never asked"))])
    found = tally(tmp_path, plan(), [evaluator(measures=(Measure("m", Kind.WHETHER, ""),))])[1]
    assert (found.target, found.mean, found.coverage, found.low, found.not_at_risk) == (
        "reference:warm", None, None, None, 1,
    )  # fmt: skip


def test_censored_exchanges_have_a_median_and_no_mean(tmp_path: Path) -> None:
    # Kaplan and Meier by hand: at 1 one of four ends (3/4), at 2 one of three (1/2).
    values = [Value(1), Value(2), Value(3, censored=True), Value(5, censored=True)]
    (row,) = rows(tmp_path, values, Measure("m", Kind.EXCHANGES, ""))
    assert (row.mean, row.median, row.at_least, row.censored, row.low) == (None, 2, None, 2, None)


def test_where_the_curve_stays_high_the_median_is_only_known_from_below(tmp_path: Path) -> None:
    values = [Value(1), Value(3, censored=True), Value(5, censored=True)]
    (row,) = rows(tmp_path, values, Measure("m", Kind.EXCHANGES, ""))
    assert (row.median, row.at_least) == (None, 5)


def test_uncensored_exchanges_have_both(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, [Value(1), Value(2), Value(6)], Measure("m", Kind.EXCHANGES, ""))
    assert (row.mean, row.median) == (3, 2)


def test_words_are_counted(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, [Value("met"), Value("left"), Value("met"), GONE], Measure("m", Kind.LABEL, ""))
    assert (row.labels, row.mean, row.low, row.coverage) == ({"left": 1, "met": 2}, None, None, 0.75)


def test_a_value_that_a_line_does_not_hold_is_missing(tmp_path: Path) -> None:
    write(tmp_path, [(name(), Value(True))], measure="another")
    (row,) = tally(tmp_path, plan(), [evaluator(measures=(Measure("m", Kind.WHETHER, ""),))])
    assert (row.n, row.missing) == (0, {"unknown": 1})


def test_targets_and_conditions_stand_in_the_order_of_the_plan(tmp_path: Path) -> None:
    for target in ("reference:zzz", "reference:warm", "reference:blunt"):
        write(tmp_path, [(name(target=target), Value(True))])
    found = tally(tmp_path, plan(), [evaluator(measures=(Measure("m", Kind.WHETHER, ""),))])
    assert [row.target for row in found] == ["reference:blunt", "reference:warm", "reference:zzz"]


def test_other_versions_are_left_out_and_named(tmp_path: Path) -> None:
    write(tmp_path, [(name(), Value(True))], version=7)
    write(tmp_path, [(name(), Value(True))], evaluator="gone")
    assert tally(tmp_path, plan(), [evaluator()]) == ()
    assert stale(tmp_path, [evaluator()]) == [
        "scores-gone-1.jsonl is left out: nothing called 'gone' is known here",
        "scores-looks-7.jsonl is left out: version 1 is counted",
    ]


def test_groups_count_as_groups(tmp_path: Path) -> None:
    write(tmp_path, [("*/night/plain/reference:blunt/*", Value(0.5))], "share", evaluator="compares")
    (row,) = tally(tmp_path, plan(), [comparer()])
    assert (row.grouped, row.n, row.mean, row.target) == (True, 1, 0.5, "reference:blunt")


def test_a_judge_that_was_asked_twice_counts_once_and_kin_is_counted(tmp_path: Path) -> None:
    for repeat, value in ((1, True), (2, False)):
        said = Judged(judge="x:y", prompt="1", prompt_sha256="", rubric_sha256="", repeat=repeat, same_family="x")
        write(tmp_path, [(name(), Value(value))], instrument="judge:x:y", judged=said)
    # Named as an evaluator is, and still another thing: a model judged.
    assert tally(tmp_path, plan(), [evaluator()]) == ()
    rated = _Rated(*(getattr(evaluator(), field) for field in ("name", "version", "facet")))
    (row,) = tally(tmp_path, plan(), [rated], human=lambda score, measure: f"{score.instrument} {measure}")
    assert (row.n, row.mean, row.kin, row.human) == (1, 1, 1, "judge:x:y m")


class _Rated:
    measures = (Measure("m", Kind.WHETHER, ""),)

    def __init__(self, name: str, version: int, facet: object) -> None:
        self.name, self.version = name, version
        self.facet = evaluator().facet
        assert self.facet is facet


@pytest.mark.parametrize(
    ("conversation", "place"),
    [
        ("ada/night/plain/openai:org/model/3", ("openai:org/model", "plain")),
        ("*/*/plain/reference:blunt/*", ("reference:blunt", "plain")),
        ("odd", ("*", "*")),
    ],
)
def test_target_and_condition_stand_in_the_id(conversation: str, place: tuple[str, str]) -> None:
    assert place_of(conversation) == place


def test_a_heap_of_nothing_says_nothing() -> None:
    heap = Heap()
    assert (heap.mean, heap.median, heap.due) == (None, (None, None), 0)
