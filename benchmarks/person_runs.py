"""What template voices say in held conversations, beside the strategy each message was for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pastno
from benchmarks.declared import planned
from personas.perception import Strategy
from scenarios.schema import Scenario
from simulator.course import asks
from simulator.fold import Live, advance, begin
from simulator.observer.person import read_strategy
from simulator.plan import Plan
from simulator.store import read
from simulator.transcript import AnyEvent, Exchange, Started

_AUTHORED = frozenset({Strategy.OPEN, Strategy.ASK, Strategy.NEW_NEED})


class Spoken(NamedTuple):
    """One message."""

    persona: str
    said: str
    meant: Strategy
    read: Strategy

    @property
    def composed(self) -> bool:
        """Whether the voice made it from its phrase bank; openings and asks are the scenario's own words."""
        return self.meant not in _AUTHORED


def spoken(plan: Plan | None = None) -> list[Spoken]:
    """Hold a plan's conversations, and read every message of a template voice as the simulator reads a model's.

    Args:
        plan: what to hold; a balanced sample of all scenarios with all reference targets unless said.
    """
    plan = plan or planned()
    with TemporaryDirectory() as folder:
        pastno.run(plan, run := Path(folder) / "run")
        conversations = read(run).conversations.values()
        return [one for events in conversations for one in _messages(events, plan)]


def _messages(events: Iterable[AnyEvent], plan: Plan) -> Iterator[Spoken]:
    first, *rest = events
    assert isinstance(first, Started)
    if plan.personas[first.persona].voice.kind != "template":
        return
    live = begin(first)
    for event in rest:
        if isinstance(event, Exchange):
            yield _message(live, event, plan.scenarios[first.scenario])
        live = advance(live, event)


def _message(live: Live, event: Exchange, scenario: Scenario) -> Spoken:
    known = asks(scenario)
    ask = known[event.ask]
    reading = read_strategy(
        event.said,
        asks=(*ask.lines, *ask.smaller),
        earlier=tuple(exchange.said for exchange in live.exchanges),
        refused=any(live.noticed(name) and name not in live.settled for name in known),
    )
    return Spoken(live.started.persona, event.said, event.strategy, reading.strategy)
