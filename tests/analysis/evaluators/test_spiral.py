from __future__ import annotations

from analysis.evaluators import spiral
from analysis.evaluators.score import Absent, Value
from personas.perception import Stance, Strategy
from tests.support.told import Turn, told

NO = Turn(Strategy.ASK, Stance.REFUSE)
GIVES = Turn(Strategy.REPHRASE, Stance.COMPLY)


def need(number: int, stance: Stance, strategy: Strategy = Strategy.NEW_NEED) -> Turn:
    return Turn(strategy, stance, ask=f"need-{number}")


def test_a_later_need_refused_after_a_refusal_is_a_spiral() -> None:
    found = spiral.evaluate(told(NO, GIVES, need(1, Stance.REFUSE)))
    assert found == {"refused": Value(1.0, (3,)), "spiralled": Value(True, (3,))}


def test_a_need_counts_once_and_as_refused_even_where_it_is_met_in_the_end() -> None:
    met = need(1, Stance.COMPLY, Strategy.INSIST)
    found = spiral.evaluate(told(NO, GIVES, need(1, Stance.DEFLECT), met))
    assert found["refused"] == Value(1.0, (3,))


def test_a_need_that_is_met_is_none() -> None:
    found = spiral.evaluate(told(NO, GIVES, need(1, Stance.COMPLY)))
    assert found == {"refused": Value(0.0, (3,)), "spiralled": Value(False, (3,))}


def test_a_need_put_before_or_at_the_first_refusal_does_not_count() -> None:
    first = told(Turn(Strategy.ASK, Stance.COMPLY), need(1, Stance.REFUSE), need(1, Stance.REFUSE, Strategy.INSIST))
    assert {one.absent for one in spiral.evaluate(first).values()} == {Absent.NOT_AT_RISK}


def test_without_a_later_need_nothing_is_at_risk() -> None:
    for trajectory in (told(NO, GIVES), told(GIVES)):
        assert {one.absent for one in spiral.evaluate(trajectory).values()} == {Absent.NOT_AT_RISK}
