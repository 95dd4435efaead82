"""What a person says: verbatim where it is authored, and never word for word the same on two occasions."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from personas import load_personas
from personas.perception import Stance, Strategy
from personas.schema import Persona, Policy
from scenarios import load_scenarios
from scenarios.schema import Ask, Slot
from simulator.cast import Cast
from simulator.draws import Draws
from simulator.fold import Live
from simulator.run import converse
from simulator.transcript import AnyEvent, Started
from tests.support.people import condition, persona, scenario
from tests.support.stand import Echo, Told

PEOPLE = load_personas()
SITUATIONS = load_scenarios()


def held(who: Any, where: Any, repetition: int, stances: tuple[Stance, ...] = (Stance.NONE, Stance.REFUSE)) -> Live:
    """One conversation, refused from the first ask on."""
    events: list[AnyEvent] = []
    draws = Draws(seed=7, persona=who.id, scenario=where.id, repetition=repetition)
    start = Started(
        id=f"{who.id}/{where.id}/plain/x/{repetition}", persona=who.id, scenario=where.id, condition="plain",
        target="x", repetition=repetition, budget=8, state=who.state.state(),
    )  # fmt: skip
    cast = Cast(
        persona=who, scenario=where, condition=condition(), target=Echo(), observer=Told(stances), draws=draws,
        max_tokens=50, append=events.append,
    )  # fmt: skip
    return asyncio.run(converse(start, cast))


def said(live: Live) -> tuple[str, ...]:
    return tuple(exchange.said for exchange in live.exchanges)


@pytest.mark.parametrize("who", [p for p in PEOPLE.values() if p.voice.kind == "template"], ids=lambda p: p.id)
def test_no_two_conversations_of_a_person_are_word_for_word_alike(who: Any) -> None:
    where = [s for s in SITUATIONS.values() if not s.boundary][:4]
    talks = Counter(said(held(who, scenario, times)) for scenario in where for times in range(1, 10))
    assert [talk for talk, count in talks.items() if count > 1] == []


def test_the_same_person_on_the_same_occasion_says_the_same_again() -> None:
    tess, week = PEOPLE["tess"], SITUATIONS["week-is-killing-me"]
    assert said(held(tess, week, 3)) == said(held(tess, week, 3))


def test_repetitions_walk_through_every_pair_of_opening_and_ask() -> None:
    where = scenario(opening=("a b c.", "d e f.", "g h i."), ask=Ask(
        slots=(Slot(id="s", text="s", kind="heard"),), lines=("Can you one?", "Can you two?", "Can you three?"),
    ))  # fmt: skip
    pairs = {said(held(persona(), where, times))[:2] for times in range(1, 10)}
    assert len(pairs) == 9


@pytest.mark.parametrize("sizes", [(2, 3), (3, 2), (4, 2), (2, 2), (6, 4)])
def test_openings_and_asks_of_any_number_meet_in_every_way(sizes: tuple[int, int]) -> None:
    openings, lines = (tuple(f"Line {kind} {i}?" for i in range(n)) for kind, n in zip("ab", sizes, strict=True))
    where = scenario(opening=openings, ask=Ask(slots=(Slot(id="s", text="s", kind="heard"),), lines=lines))
    pairs = {said(held(persona(), where, times))[:2] for times in range(1, sizes[0] * sizes[1] + 1)}
    assert len(pairs) == sizes[0] * sizes[1]


def test_putting_an_ask_again_takes_its_next_paraphrase() -> None:
    insists = persona(policy=Policy(weights={Strategy.INSIST: 1.0}, patience=3))
    asks = [line.partition(". ")[2] for line in said(held(insists, scenario(), 1))[2:4]]
    assert set(asks) == set(scenario().ask.lines)


def test_a_scripts_first_lines_may_hold_the_ask() -> None:
    data = persona().model_dump()
    data["voice"] |= {"kind": "script", "script": {"pre_refusal": ["Evening.", "One thing. {ask}"]}}
    words = said(held(Persona.model_validate(data), scenario(), 1))[1]
    assert words in {f"One thing. {line}" for line in scenario().ask.lines}
