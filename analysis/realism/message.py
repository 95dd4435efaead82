"""What the people of a run said, sorted by who wrote it: the scenario's author or the voice that is measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from analysis.realism.moves import move
from personas.perception import Strategy
from personas.schema import Persona
from scenarios.schema import Scenario
from simulator.fold import Live
from simulator.plan import Plan
from simulator.transcript import Exchange, Voiced


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a person, simulated or not."""

    occasion: str
    """Who in which situation, which time: the same words under several targets are one occasion's."""
    kind: str
    """The kind of move it makes; repetition is looked for among messages of one kind."""
    text: str
    own: str
    """The text without the scenario's authored words that a template carries; may be empty."""
    read: str | None = None
    """What was read just before; None at the start."""
    authored: bool = False
    """Written by the scenario's author, not by the voice."""
    n: int = 1
    """Number of the exchange, from 1."""
    voiced: Voiced | None = None


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation, with what the measure needs beside its record."""

    live: Live
    persona: Persona
    voice: str
    """`template`, `script`, or the spec of the model that voiced the person."""
    messages: tuple[Message, ...]

    @property
    def occasion(self) -> str:
        """Persona, scenario and repetition."""
        return _occasion(self.live)


def conversations(lives: Mapping[str, Live], plan: Plan) -> list[Conversation]:
    """Every conversation that was begun, in the order of their names."""
    voices = _voices(lives.values(), plan)
    return [
        Conversation(
            live=live,
            persona=plan.personas[live.started.persona],
            voice=voices[live.started.persona],
            messages=_messages(live, plan),
        )
        for _, live in sorted(lives.items())
    ]


def _voices(lives: Iterable[Live], plan: Plan) -> dict[str, str]:
    """The voice of each persona; a model's spec comes from the record, because the command line may name it."""
    seen: dict[str, Counter[str]] = {}
    for live in lives:
        spoken = [exchange.voiced for exchange in live.exchanges] + [live.ended.voiced if live.ended else None]
        found = seen.setdefault(live.started.persona, Counter())
        found.update(voiced.model for voiced in spoken if voiced is not None)
    return {
        name: seen[name].most_common(1)[0][0] if seen.get(name) else _kind(persona)
        for name, persona in plan.personas.items()
    }


def _kind(persona: Persona) -> str:
    return (persona.voice.model or "llm") if persona.voice.kind == "llm" else persona.voice.kind


def _messages(live: Live, plan: Plan) -> tuple[Message, ...]:
    scenario = plan.scenarios[live.started.scenario]
    notice = plan.conditions[live.started.condition].blocked_notice
    lines = _lines(scenario)
    scripted = plan.personas[live.started.persona].voice.kind == "script"
    found: list[Message] = []
    before: Exchange | None = None
    for exchange in live.exchanges:
        text = exchange.said
        found.append(
            Message(
                occasion=_occasion(live),
                kind=move(exchange.strategy),
                text=text,
                own=_own(text, lines) if exchange.voiced is None else text,
                read=before.reply.shown(notice) if before is not None else None,
                authored=exchange.voiced is None
                and (text in lines or (exchange.strategy is Strategy.OPEN and not scripted)),
                n=exchange.n,
                voiced=exchange.voiced,
            )
        )
        before = exchange
    return tuple(found)


def _lines(scenario: Scenario) -> tuple[str, ...]:
    asks = (scenario.ask, *scenario.needs)
    found = (*scenario.opening, *(line for ask in asks for line in (*ask.lines, *ask.smaller)))
    return tuple(sorted(found, key=len, reverse=True))


def _own(text: str, lines: Iterable[str]) -> str:
    for line in lines:
        if line in text:
            return " ".join(text.replace(line, " ").split())
    return text


def _occasion(live: Live) -> str:
    begun = live.started
    return f"{begun.persona}/{begun.scenario}/{begun.repetition}"
