"""How much kinder a judge is: differences keep their sign, and faults that only one side saw are told apart."""

from __future__ import annotations

import pytest

from analysis.agreement import Caution, Leniency, Ratings, Scale, leniency
from analysis.agreement.ratings import Label
from analysis.errors import AnalysisError


def judged(rows: list[tuple[Label | None, ...]], **more: object) -> Leniency:
    names = ("judge", "ann", "bob")[: len(rows[0])]
    places = tuple(str(number) for number in range(len(rows)))
    table = Ratings(raters=names, rows=tuple(rows), conversations=places, labels=(1, 2, 3, 4, 5))
    return leniency(table, "judge", scale=Scale.ORDINAL, seed=0, **more)  # type: ignore[arg-type]


def test_a_judge_who_rates_higher_than_people_lies_above_zero() -> None:
    found = judged([(4, 2, 3), (5, 4, 4), (3, 3, None)]).difference
    assert (found.value, found.n, found.missing) == ((1.5 + 1 + 0) / 3, 3, 0)


def test_a_harsher_one_lies_below() -> None:
    assert judged([(1, 2, 3), (2, 4, 4)]).difference.value == -1.75


def test_units_of_one_side_alone_are_missing_or_never_asked() -> None:
    found = judged([(4, 2, 3), (None, 2, 2), (5, None, None)]).difference
    assert (found.value, found.n, found.missing) == (1.5, 1, 1)


def test_faults_count_from_both_sides() -> None:
    # People see faults in 1, 2, 3: ann thrice, bob once. The judge sees 1 and 4.
    rows: list[tuple[Label | None, ...]] = [(1, 1, 2), (4, 1, 5), (5, 2, None), (2, 4, 5), (5, 5, 5)]
    found = judged(rows, faults={1, 2})
    assert (found.caught.value, found.caught.n) == (2 / 4, 3)
    assert (found.confirmed.value, found.confirmed.n) == (2 / 4, 2)


def test_a_fault_the_judge_did_not_rate_is_missing_and_not_overlooked() -> None:
    found = judged([(1, 1), (None, 1)], faults={1}).caught
    assert (found.value, found.n, found.missing) == (1, 1, 1)


def test_a_judge_who_saw_every_one_of_few_faults_has_an_exact_bound() -> None:
    found = judged([(1, 1)] * 8, faults={1}).caught
    assert (found.low, found.high) == pytest.approx((0.025 ** (1 / 8), 1))


def test_few_conversations_are_warned_about() -> None:
    assert [one.caution for one in judged([(1, 2), (3, 3), (4, 2)] * 3).warned] == [Caution.FEW]


def test_without_a_fault_or_an_order_there_is_no_value_and_a_reason() -> None:
    table = Ratings(raters=("judge", "ann"), rows=(("a", "b"),), conversations=("1",))
    found = leniency(table, "judge", seed=0)
    assert (found.difference.value, found.caught.value, found.confirmed.value) == (None, None, None)
    assert found.difference.why == "names have no order, so nothing is higher; pass an ordinal or interval scale"
    assert found.caught.why == "no label was said to be a fault"


def test_where_nobody_saw_a_fault_there_is_no_share() -> None:
    found = judged([(5, 5), (4, 5)], faults={1})
    assert (found.caught.value, found.caught.n) == (None, 0)
    assert found.caught.why == "no fault that people saw was rated by the judge"


def test_a_judge_who_is_not_there_is_refused() -> None:
    table = Ratings(raters=("ann", "bob"), rows=(), conversations=())
    with pytest.raises(AnalysisError, match="no rater 'judge', expected one of ann, bob"):
        leniency(table, "judge", seed=0)


def test_a_fault_that_is_no_label_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"found the fault 9, expected one of \[1, 2, 3, 4, 5\]"):
        judged([(1, 1)], faults={9})
