from __future__ import annotations

import pytest

from analysis.persistence import Span
from analysis.realism.reaction import Refused, move, reaction, refused, yielding
from personas.perception import Strategy
from simulator.transcript import Cause
from tests.analysis.realism.records import known, name
from tests.support.builders import chased, ended, helped, refused_once


def case(length: int, *, censored: bool = False, goes_on: bool | None = True) -> Refused:
    return Refused(occasion=str(length), goes_on=goes_on, span=Span(length, censored=censored), moves=("asks_again",))


@pytest.mark.parametrize(
    ("strategy", "kind"),
    [(Strategy.SPLIT, "asks_for_less"), (Strategy.CLARIFY, "other_pursuit"), (Strategy.SELF_CENSOR, "stops")],
)
def test_a_strategy_without_an_honest_counterpart_only_pursues_or_stops(strategy: Strategy, kind: str) -> None:
    assert move(strategy) == kind


def test_never_refused_is_in_no_denominator() -> None:
    assert refused(known(helped(name()))) == []


def test_somebody_who_rephrases_goes_on_and_one_who_leaves_in_silence_does_not() -> None:
    silent = (*refused_once(name(repetition=2))[:4], ended(Cause.LEFT, name=name(repetition=2)))
    found = reaction(refused(known(refused_once(name()), silent)))
    assert (found["goes_on"].value, found["goes_on"].n) == (0.5, 2)


def test_a_refusal_that_the_budget_cut_off_is_missing() -> None:
    cut = (*refused_once(name())[:4], ended(Cause.BUDGET, name=name()))
    found = reaction(refused(known(cut)))["goes_on"]
    assert (found.value, found.n, found.missing) == (None, 0, 1)


def test_going_on_long_counts_the_censored_while_they_are_seen() -> None:
    # By hand: of 4, one stops after 1 (3/4 left); one is cut off at 1; of the 2 left one stops after 2: 3/4 * 1/2.
    found = reaction([case(1), case(1, censored=True), case(2), case(5)])
    assert found["further_long"].value == pytest.approx(3 / 8)


def test_shares_of_moves_are_of_messages() -> None:
    found = reaction([case(1), case(2)])
    assert (found["move_asks_again"].value, found["move_stops"].value, found["move_stops"].n) == (1, 0, 2)


def test_somebody_who_takes_the_referral_at_once_drops_what_they_came_for() -> None:
    gone = (*chased(Strategy.ACCEPT_REFERRAL, name=name()), ended(Cause.ELSEWHERE, name=name()))
    found = yielding(known(gone, refused_once(name(repetition=2))))
    assert (found["accepts_referral"].value, found["drops_need"].value, found["drops_need"].n) == (0.5, 0.5, 2)


def test_an_unfinished_conversation_is_missing_where_its_end_is_asked_for() -> None:
    found = yielding(known(refused_once(name())[:5]))["leaves"]
    assert (found.value, found.missing) == (None, 1)
