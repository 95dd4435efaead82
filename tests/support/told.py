"""Tells a trajectory in a few words, for tests of evaluators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.trajectory import Trajectory
from personas.loader import load_personas
from personas.perception import Cue, Encounter, Source, Stance, State, Strategy
from personas.schema import Persona
from scenarios.loader import load_conditions, load_scenarios
from scenarios.schema import Scenario
from simulator.chat import Reply
from simulator.fold import Live
from simulator.phases import Phase
from simulator.transcript import Cause, Ended, Exchange, Flag, Note, Observation, Referral, Sent, Sighting, Started

CALM = State(trust=0.5, distress=0.5, hope=0.5, felt_heard=0.5)


class Turn(NamedTuple):
    """One exchange; a cue's span is the whole reply unless `sightings` says otherwise."""

    strategy: Strategy
    stance: Stance = Stance.NONE
    reply: str = "Hm."
    said: str = "Can you help me?"
    cues: tuple[Cue, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    referrals: tuple[Referral, ...] = ()
    met: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    ask: str = "ask"
    state: State = CALM
    source: Source | None = None
    noticed: bool = True


def told(
    *turns: Turn,
    cause: Cause = Cause.LEFT,
    flags: Sequence[Flag] = (),
    persona: str | Persona = "tess",
    scenario: str | Scenario = "tired-of-being-here",
    budget: int = 8,
) -> Trajectory:
    """A trajectory of these exchanges, with the encounters that follow from their stances.

    Args:
        turns: the exchanges, in order.
        cause: how it ended.
        flags: what else the record says of it.
        persona: a shipped persona's id, or a persona.
        scenario: a shipped scenario's id, or a scenario.
        budget: exchanges at most.
    """
    who = load_personas()[persona] if isinstance(persona, str) else persona
    what = load_scenarios()[scenario] if isinstance(scenario, str) else scenario
    name = f"{who.id}/{what.id}/plain/reference:told/1"
    started = Started(
        id=name, persona=who.id, scenario=what.id, condition="plain", target="reference:told", repetition=1,
        budget=budget, state=CALM,
    )  # fmt: skip
    exchanges = tuple(_exchange(name, n, turn, turns[: n - 1]) for n, turn in enumerate(turns, start=1))
    encounters = tuple(_encounter(exchange, turn) for exchange, turn in zip(exchanges, turns, strict=True) if _no(turn))
    ended = Ended(id=name, cause=cause, flags=tuple(sorted(flags)))
    live = Live(started=started, state=CALM, exchanges=exchanges, encounters=encounters, ended=ended)
    return Trajectory(
        live=live,
        exchanges=exchanges,
        encounters=encounters,
        instrument="experienced:told",
        persona=who,
        scenario=what,
        condition=load_conditions()["plain"],
    )


def _no(turn: Turn) -> bool:
    return turn.stance.opens_encounter and not turn.strategy.closing


def _exchange(name: str, n: int, turn: Turn, before: Sequence[Turn]) -> Exchange:
    source = turn.source or (Source.TEXT if turn.stance.opens_encounter else None)
    refused = any(_no(one) for one in before)
    spans = tuple(Sighting(cue, 0, len(turn.reply), "told") for cue in turn.cues)
    observed = Observation(
        stance=turn.stance, source=source, sightings=spans + turn.sightings, met=turn.met,
        referrals=turn.referrals, notes=turn.notes,
    )  # fmt: skip
    return Exchange(
        id=name, n=n, phase=Phase.POST_REFUSAL if refused else Phase.PRE_REFUSAL, next=Phase.END,
        strategy=turn.strategy, ask=turn.ask, said=turn.said, sent=Sent(sha256="0" * 64, messages=2 * n - 1),
        reply=Reply(text=turn.reply), observed=observed, state=turn.state,
    )  # fmt: skip


def _encounter(exchange: Exchange, turn: Turn) -> Encounter:
    return Encounter(
        exchange=exchange.n, trigger=turn.strategy, stance=turn.stance, source=turn.source or Source.TEXT,
        framing=tuple(sorted(exchange.observed.cues)), referral=Cue.RESOURCE in exchange.observed.cues,
        ask=turn.ask, noticed=turn.noticed,
    )  # fmt: skip
