"""The phase graph: only allowed moves, the budget holds, and the fold of the events is the live state."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personas.perception import Cue, Stance, Strategy
from personas.schema import Policy, Voice, When
from simulator.cast import Cast
from simulator.draws import Draws
from simulator.errors import CallFailed, FailureKind
from simulator.fold import Live, fold
from simulator.graph import graph, supersteps
from simulator.observer.contract import Occasion
from simulator.phases import TABLE, Phase
from simulator.run import converse
from simulator.transcript import (
    AnyEvent,
    Cause,
    Ended,
    Exchange,
    Flag,
    Met,
    Observation,
    Sighting,
    Started,
    decode,
    encode,
)
from tests.support.people import condition, persona, scenario
from tests.support.stand import Echo, Told

BUDGET = 7


def started(budget: int = BUDGET) -> Started:
    return Started(
        id="ada/night/plain/x/1", persona="ada", scenario="night", condition="plain", target="x", repetition=1,
        budget=budget, state=persona().state.state(),
    )  # fmt: skip


def cast(events: list[AnyEvent], stances: Sequence[Stance], seed: int = 0, **changes: Any) -> Cast:
    parts: dict[str, Any] = {
        "persona": persona(),
        "scenario": scenario(),
        "condition": condition(),
        "target": Echo(),
        "observer": Told(stances, changes.pop("cues", ())),
        "draws": Draws(seed=seed, persona="ada", scenario="night", repetition=1),
        "max_tokens": 50,
        "append": events.append,
    }
    return Cast(**(parts | changes))


def hold(stances: Sequence[Stance], seed: int = 0, budget: int = BUDGET, **changes: Any) -> tuple[Live, list[AnyEvent]]:
    events: list[AnyEvent] = []
    live = asyncio.run(converse(started(budget), cast(events, stances, seed, **changes)))
    return live, events


stances = st.lists(st.sampled_from(list(Stance)), min_size=1, max_size=10)
seeds = st.integers(0, 2**32)


@settings(max_examples=150, deadline=None)
@given(stances=stances, seed=seeds, budget=st.integers(1, 9))
def test_every_walk_keeps_to_the_table_and_the_budget(stances: list[Stance], seed: int, budget: int) -> None:
    live, events = hold(stances, seed, budget)
    moves = [e.next for e in events if isinstance(e, Exchange | Met)]
    spoken = [e.phase for e in events if isinstance(e, Exchange)]
    walk = [Phase.START, Phase.PRE_REFUSAL, *moves]
    assert all(TABLE.has_edge(a, b) for a, b in pairwise(walk))
    assert 1 <= len(spoken) <= budget
    assert live.ended is not None
    assert walk[-1] is Phase.END


@settings(max_examples=150, deadline=None)
@given(stances=stances, seed=seeds)
def test_the_fold_of_the_written_lines_is_the_live_state(stances: list[Stance], seed: int) -> None:
    live, events = hold(stances, seed)
    assert fold([decode(encode(event), "here:1") for event in events]) == live


@settings(max_examples=60, deadline=None)
@given(stances=stances, seed=seeds, cut=st.integers(1, 20))
def test_taken_up_anywhere_it_ends_the_same(stances: list[Stance], seed: int, cut: int) -> None:
    whole, events = hold(stances, seed)
    kept = events[: min(cut, len(events) - 1)]
    said = sum(isinstance(event, Exchange) for event in kept)
    rest = list(stances) + [stances[-1]] * BUDGET
    again: list[AnyEvent] = list(kept)
    live = asyncio.run(converse(fold(kept), cast(again, rest[said:], seed)))
    assert again[-1] == events[-1]
    assert [e.said for e in live.exchanges] == [e.said for e in whole.exchanges]


@settings(max_examples=60, deadline=None)
@given(stances=stances, seed=seeds)
def test_a_refusal_is_always_met_and_never_without_one(stances: list[Stance], seed: int) -> None:
    live, _ = hold(stances, seed)
    refusing = [e.n for e in live.exchanges if e.observed.stance.opens_encounter and not e.strategy.closing]
    assert [encounter.exchange for encounter in live.encounters] == refusing


def test_the_drawn_graph_has_the_edges_of_the_table() -> None:
    names = {"__start__": Phase.START, "__end__": Phase.END}
    drawn = {(names.get(e.source, e.source), names.get(e.target, e.target)) for e in graph().get_graph().edges}
    assert drawn == set(TABLE.edges)


def test_no_walk_needs_more_supersteps_than_are_allowed() -> None:
    patient = persona(policy=Policy(weights={Strategy.INSIST: 1}, patience=99))
    live, events = hold([Stance.REFUSE], budget=30, persona=patient)
    assert len(live.exchanges) == 30
    assert sum(isinstance(e, Exchange | Met) for e in events) <= supersteps(30)


def test_a_complying_target_meets_the_need_unrefused() -> None:
    live, _ = hold([Stance.NONE, Stance.COMPLY])
    assert [e.strategy for e in live.exchanges] == [
        Strategy.OPEN, Strategy.ASK, Strategy.NEW_NEED, Strategy.ENGAGE,
    ]  # fmt: skip
    assert live.ended is not None
    assert (live.ended.cause, live.ended.flags) == (Cause.MET, (Flag.UNREFUSED,))


def test_somebody_who_insists_to_the_end_is_censored_by_the_budget() -> None:
    patient = persona(policy=Policy(weights={Strategy.INSIST: 1}, patience=99))
    live, _ = hold([Stance.NONE, Stance.REFUSE], persona=patient)
    assert live.ended is not None
    assert live.ended.cause is Cause.BUDGET
    assert len(live.encounters) == BUDGET - 1


def test_relenting_is_flagged_and_meets_the_need() -> None:
    patient = persona(policy=Policy(weights={Strategy.REPHRASE: 1}))
    live, _ = hold([Stance.NONE, Stance.REFUSE, Stance.COMPLY], persona=patient)
    assert live.ended is not None
    assert live.ended.cause is Cause.MET
    assert Flag.RELENTED in live.ended.flags


class Giving(Told):
    """Shows something unsafe in one exchange."""

    def __init__(self, stances: Sequence[Stance], given: int) -> None:
        super().__init__(stances)
        self._given = given

    def observe(self, occasion: Occasion) -> Observation:
        observed = super().observe(occasion)
        unsafe = (Sighting(Cue.UNSAFE, 0, 1, "told"),) if len(self.seen) == self._given else ()
        return Observation(stance=observed.stance, sightings=unsafe)


@pytest.mark.parametrize(("given", "eroded"), [(2, False), (3, True)])
def test_an_unsafe_thing_is_erosion_only_after_it_was_withheld(given: int, eroded: bool) -> None:
    patient = persona(policy=Policy(weights={Strategy.REPHRASE: 1}))
    told = Giving([Stance.NONE, Stance.PARTIAL, Stance.COMPLY], given)
    live, _ = hold([], persona=patient, observer=told)
    assert live.ended is not None
    assert (Flag.ERODED in live.ended.flags) is eroded


def test_a_referral_taken_up_closes_with_a_parting_exchange() -> None:
    willing = persona(policy=Policy(weights={Strategy.ACCEPT_REFERRAL: 1}))
    live, _ = hold([Stance.NONE, Stance.REFUSE, Stance.NONE], persona=willing, cues=(Cue.RESOURCE,))
    assert live.ended is not None
    assert live.ended.cause is Cause.ELSEWHERE
    assert live.exchanges[-1].strategy is Strategy.ACCEPT_REFERRAL


def test_a_failing_call_keeps_the_transcript_up_to_there() -> None:
    failing = Echo({3: CallFailed(FailureKind.REQUEST, "400: no", status=400)})
    live, _ = hold([Stance.NONE, Stance.REFUSE], target=failing)
    assert live.failed is not None
    assert (live.failed.n, live.failed.kind, len(live.exchanges)) == (3, "request", 2)


def test_a_failed_conversation_is_taken_up_at_the_exchange_that_failed() -> None:
    failing = Echo({3: CallFailed(FailureKind.SERVER, "500")})
    _, events = hold([Stance.NONE, Stance.REFUSE], target=failing)
    whole, _ = hold([Stance.NONE, Stance.REFUSE])
    live = asyncio.run(converse(fold(events), cast(events, [Stance.REFUSE])))
    assert live.ended == whole.ended
    assert [e.said for e in live.exchanges] == [e.said for e in whole.exchanges]


def test_later_needs_are_tagged_and_refused_anew() -> None:
    patient = persona(policy=Policy(weights={Strategy.REPHRASE: 1}))
    told = [Stance.NONE, Stance.REFUSE, Stance.COMPLY, Stance.REFUSE, Stance.COMPLY]
    live, _ = hold(told, persona=patient)
    assert [e.episode for e in live.exchanges] == [None, None, "open", "new_need", "open", "resolved"]
    assert [encounter.ask for encounter in live.encounters] == ["ask", "need-1"]


@pytest.mark.parametrize(("cues", "repaired"), [((), True), ((Cue.UNSAFE,), False)])
def test_an_unsafe_reply_repairs_nothing(cues: tuple[Cue, ...], repaired: bool) -> None:
    patient = persona(policy=Policy(weights={Strategy.REPHRASE: 1}))
    warm = (Cue.ACKNOWLEDGES, Cue.WAY_BACK, *cues)
    live, _ = hold([Stance.NONE, Stance.REFUSE, Stance.COMPLY], persona=patient, cues=warm)
    assert live.ended is not None
    assert (Flag.REPAIRED in live.ended.flags) is repaired


def quiet(**policy: Any) -> Any:
    """Somebody who may leave, and has no words for it."""
    fields = {"weights": {Strategy.CHALLENGE: 1.0, Strategy.WITHDRAW: 1.0}, "silent_leave": 0.0, "patience": 9} | policy
    return persona(
        policy=Policy.model_validate(fields),
        voice=Voice(phrases={Strategy.ENGAGE: ("I see.",), Strategy.CHALLENGE: ("Why not? {ask}",)}),
    )


@pytest.mark.parametrize("seed", range(12))
def test_somebody_without_a_parting_line_leaves_silently_whatever_the_last_reply_was(seed: int) -> None:
    live, events = hold((Stance.NONE, Stance.REFUSE, Stance.NONE), seed, persona=quiet())
    assert isinstance(events[-1], Ended)
    assert events[-1].cause in (Cause.LEFT, Cause.BUDGET)
    assert all(exchange.strategy is not Strategy.WITHDRAW for exchange in live.exchanges)


STAYS_AT_A_REFUSAL = (
    When(strategy=Strategy.WITHDRAW, times=0, stance=Stance.REFUSE),
    When(strategy=Strategy.CHALLENGE, times=0, stance=Stance.NONE),
)


def test_leaving_after_a_reply_that_is_no_refusal_is_silent_without_a_parting_line() -> None:
    live, _ = hold((Stance.NONE, Stance.REFUSE, Stance.NONE), persona=quiet(when=STAYS_AT_A_REFUSAL))
    assert [exchange.strategy for exchange in live.exchanges][2:] == [Strategy.CHALLENGE]
    assert (live.ended and live.ended.cause, live.left > 0) == (Cause.LEFT, True)


@pytest.mark.parametrize(("silent", "said"), [(1.0, []), (0.0, [Strategy.WITHDRAW])])
def test_leaving_after_a_reply_that_is_no_refusal_is_as_silent_as_the_policy_says(
    silent: float, said: list[Strategy]
) -> None:
    policy = Policy(
        weights={Strategy.CHALLENGE: 1.0, Strategy.WITHDRAW: 1.0}, when=STAYS_AT_A_REFUSAL, silent_leave=silent
    )
    live, _ = hold((Stance.NONE, Stance.REFUSE, Stance.NONE), persona=persona(policy=policy))
    assert [exchange.strategy for exchange in live.exchanges][3:] == said
    assert live.ended is not None
    assert live.ended.cause is Cause.LEFT


def test_a_deflection_that_was_not_noticed_is_not_reacted_to_later_either() -> None:
    blind = persona(policy=Policy(weights={Strategy.INSIST: 1.0}, notices_deflection=0.0))
    live, _ = hold((Stance.NONE, Stance.DEFLECT, Stance.NONE), persona=blind)
    assert Strategy.INSIST not in {exchange.strategy for exchange in live.exchanges}


def test_only_refusals_that_were_noticed_use_up_patience() -> None:
    blind = persona(policy=Policy(weights={Strategy.INSIST: 1.0}, notices_deflection=0.0, patience=1))
    live, _ = hold((Stance.NONE, Stance.DEFLECT), persona=blind)
    assert Strategy.WITHDRAW not in {exchange.strategy for exchange in live.exchanges}
