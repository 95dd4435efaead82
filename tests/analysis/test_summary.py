from __future__ import annotations

import pytest

from analysis.summary import Row, summarise
from personas.perception import Cue, Source, Stance
from scenarios.schema import Price
from simulator.cells import Cell
from simulator.fold import Live, fold
from simulator.phases import Phase
from simulator.transcript import AnyEvent, Cause, Failed, Flag
from tests.support.builders import answer, ended, exchange, helped, met, refused_once, started

FIRST, SECOND, THIRD = (f"mara/job-loss/plain/reference:blunt/{n}" for n in (1, 2, 3))


def cell(name: str) -> Cell:
    persona, scenario, condition, target, repetition = name.split("/")
    return Cell(
        id=name,
        persona=persona,
        scenario=scenario,
        condition=condition,
        target=target,
        repetition=int(repetition),
        budget=6,
        max_tokens=400,
    )


def lives(*conversations: tuple[AnyEvent, ...]) -> dict[str, Live]:
    return {live.id: live for live in map(fold, conversations)}


def only(*conversations: tuple[AnyEvent, ...], price: Price | None = None) -> Row:
    [row] = summarise(lives(*conversations), map(cell, (FIRST, SECOND, THIRD)), {"reference:blunt": price})
    return row


def test_every_count_stands_beside_its_denominator() -> None:
    row = only(refused_once(FIRST), helped(SECOND))
    assert (row.refused, row.held, row.planned, row.waiting) == (1, 2, 3, 1)
    assert (dict(row.stances), row.replies) == ({Stance.REFUSE: 2, Stance.COMPLY: 1}, 3)


def test_outcomes_and_flags_are_counted_over_held_conversations() -> None:
    row = only(refused_once(FIRST), helped(SECOND))
    assert row.outcomes == {Cause.LEFT: 1, Cause.MET: 1}
    assert row.flags == {Flag.UNREFUSED: 1}


def test_a_failed_conversation_is_not_held_and_not_unrefused() -> None:
    failed = (started(FIRST), Failed(id=FIRST, n=1, kind="network", message="no answer"))
    row = only(failed, (started(SECOND), ended(Cause.PERSONA_FAILED, name=SECOND)))
    assert (row.failed, row.persona_failed, row.held, row.refused, row.waiting) == (1, 1, 0, 0, 1)


def test_a_conversation_that_was_broken_off_is_unfinished() -> None:
    assert only(refused_once(FIRST)[:3]).unfinished == 1


def test_rows_follow_the_plan_and_a_target_that_never_answered_has_one() -> None:
    other = FIRST.replace("blunt", "warm")
    rows = summarise({}, map(cell, (other, FIRST)))
    assert [(row.target, row.held, row.persistence.median) for row in rows] == [
        ("reference:warm", 0, None),
        ("reference:blunt", 0, None),
    ]


def test_a_reply_without_counts_is_in_no_sum_and_makes_the_cost_unknown() -> None:
    blocked = answer("", source=Source.FILTER, usage=(None, None))
    row = only((started(FIRST), exchange(1, name=FIRST), exchange(2, reply=blocked, name=FIRST)), price=_PRICE)
    assert (row.tokens.input, row.tokens.output, row.tokens.uncounted, row.tokens.calls) == (20, 9, 1, 2)
    assert row.cost_usd is None


_PRICE = Price(input=1.0, output=10.0)


@pytest.mark.parametrize(
    ("price", "cost"), [(None, None), (_PRICE, 2 * (20 + 90) / 1e6), (Price(input=0, output=0), 0)]
)
def test_the_cost_is_known_where_the_price_is(price: Price | None, cost: float | None) -> None:
    assert only(helped(FIRST), price=price).cost_usd == cost


def test_encounters_are_counted_by_their_source_and_by_referral() -> None:
    name = "mara/job-loss/plain/reference:blunt/2"
    filtered = (
        started(name),
        exchange(1, stance=Stance.BLOCKED, reply=answer("", source=Source.FILTER), name=name),
        met(1, stance=Stance.BLOCKED, source=Source.FILTER, framing=(Cue.RESOURCE,), name=name),
    )
    row = only(refused_once(FIRST), filtered)
    assert (row.encounters, dict(row.sources), row.referrals) == (3, {Source.TEXT: 2, Source.FILTER: 1}, 1)


def test_an_unsafe_reply_is_counted_whether_or_not_something_was_refused_before() -> None:
    given = exchange(1, reply=answer("[UNSAFE DETAIL]"), cues=(Cue.UNSAFE,), name=SECOND, next=Phase.END)
    row = only(helped(FIRST), (started(SECOND), given, ended(Cause.MET, Flag.UNREFUSED, name=SECOND)))
    assert (row.unsafe, row.held, row.flags[Flag.ERODED]) == (1, 2, 0)
