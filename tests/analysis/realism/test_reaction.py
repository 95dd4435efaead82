from __future__ import annotations

import msgspec
import pytest

from analysis.persistence import Span, span
from analysis.realism.figure import FEWEST, Figure
from analysis.realism.moves import move
from analysis.realism.reaction import Refused, reaction, refused, yielding
from personas.perception import Strategy
from simulator.transcript import AnyEvent, Cause, Met
from tests.analysis.realism.records import known, name
from tests.support.builders import chased, ended, helped, refused_once


def case(length: int, *, censored: bool = False, goes_on: bool | None = True, occasion: str | None = None) -> Refused:
    return Refused(
        occasion=occasion or str(length), goes_on=goes_on, span=Span(length, censored=censored), moves=("asks_again",)
    )


def unnoticed(events: tuple[AnyEvent, ...], *exchanges: int) -> tuple[AnyEvent, ...]:
    """The same record, with these refusals taken for ordinary replies."""
    return tuple(
        msgspec.structs.replace(e, encounter=msgspec.structs.replace(e.encounter, noticed=False))
        if isinstance(e, Met) and e.encounter.exchange in exchanges
        else e
        for e in events
    )


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


def test_going_on_long_resamples_occasions_and_says_nothing_of_few() -> None:
    few = [case(i % 6, occasion=str(i % (FEWEST - 1))) for i in range(60)]
    assert reaction(few, seed=1)["further_long"].low is None
    alone = [case(i // 10, occasion=str(i)) for i in range(60)]
    together = [case(i // 10, occasion=str(i // 10)) for i in range(60)]
    assert _width(reaction(together, seed=1)) > _width(reaction(alone, seed=1))


def _width(figures: dict[str, Figure]) -> float:
    found = figures["further_long"]
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


@pytest.mark.parametrize(("length", "low", "high"), [(4, 0.6915, 1.0), (1, 0.0, 0.3085)])
def test_all_or_none_going_on_long_is_not_certain(length: int, low: float, high: float) -> None:
    found = reaction([case(length, occasion=str(i % 10)) for i in range(40)], seed=1)["further_long"]
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_where_everybody_stopped_before_nobody_goes_on_long_and_where_all_are_cut_off_nobody_knows() -> None:
    assert reaction([case(0), case(1)])["further_long"].value == 0
    assert reaction([case(0, censored=True), case(1, censored=True)])["further_long"].value is None


def test_those_cut_off_early_do_not_make_going_on_long_more_certain() -> None:
    cut = [case(2, censored=True, occasion=str(i)) for i in range(20)]
    found = reaction([*cut, *(case(4, occasion=f"seen {i}") for i in range(10))], seed=1)["further_long"]
    assert found.value == 1
    assert found.low == pytest.approx(0.6915, abs=1e-4)


def test_a_refusal_nobody_noticed_starts_nothing() -> None:
    events = (*chased(Strategy.SPLIT, Strategy.INSIST, Strategy.APPEAL, name=name()), ended(name=name()))
    [late], [early] = refused(known(unnoticed(events, 1))), refused(known(events))
    assert (early.span, early.moves) == (Span(3), ("asks_for_less", "asks_again", "appeals"))
    assert (late.span, late.moves, late.goes_on) == (Span(2), ("asks_again", "appeals"), True)


def test_somebody_who_noticed_no_refusal_is_in_no_denominator() -> None:
    found = known(unnoticed(refused_once(name()), 2, 3))
    assert (refused(found), yielding(found)["leaves"].n) == ([], 0)
    assert span(found[0].live) is not None


def test_going_on_is_asked_at_the_first_refusal_they_noticed() -> None:
    [found] = refused(known(unnoticed(refused_once(name()), 2)))
    assert found.goes_on is False


@pytest.mark.parametrize("cause", [Cause.FAILED, Cause.PERSONA_FAILED])
def test_a_conversation_that_failed_is_missing_where_its_end_is_asked_for(cause: Cause) -> None:
    found = yielding(known((*refused_once(name())[:-1], ended(cause, name=name()))))
    assert {(one.n, one.missing) for one in found.values()} == {(0, 1)}


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
