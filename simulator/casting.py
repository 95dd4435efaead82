"""One conversation of a plan from its parts: its first event, and who takes part in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulator.cast import Cast
from simulator.chat import ChatModel
from simulator.draws import Draws
from simulator.observer.contract import Observer
from simulator.plan import Cell, Plan
from simulator.settled import told
from simulator.transcript import AnyEvent, Started


class Open(NamedTuple):
    """What of a conversation no plan holds: opened models, an instrument, and where the events go."""

    target: ChatModel
    voice: ChatModel | None
    observer: Observer
    append: Callable[[AnyEvent], None]
    proceed: Callable[[], None]


def started(plan: Plan, cell: Cell) -> Started:
    """The first event of a planned conversation."""
    return Started(
        id=cell.id,
        persona=cell.persona,
        scenario=cell.scenario,
        condition=cell.condition,
        target=cell.target,
        repetition=cell.repetition,
        budget=cell.budget,
        state=plan.personas[cell.persona].state.state(),
        parent=cell.recording.parent if cell.recording is not None else None,
    )


def cast(plan: Plan, cell: Cell, opened: Open) -> Cast:
    """Who takes part in a planned conversation."""
    return Cast(
        persona=plan.personas[cell.persona],
        scenario=plan.scenarios[cell.scenario],
        condition=plan.conditions[cell.condition],
        target=opened.target,
        observer=opened.observer,
        draws=Draws(seed=plan.suite.seed, persona=cell.persona, scenario=cell.scenario, repetition=cell.repetition),
        max_tokens=cell.max_tokens,
        append=opened.append,
        proceed=opened.proceed,
        voice=opened.voice,
        told=told(plan, cell),
        closed=plan.redriven is not None and plan.redriven.kind == "lines",
    )
