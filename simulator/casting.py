"""One conversation of a plan from its parts: its first event, and who takes part in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulator.cast import Cast
from simulator.cells import Cell, branch_of, draws_of
from simulator.chat import ChatModel
from simulator.observer.contract import Observer
from simulator.plan import Plan
from simulator.told import Told
from simulator.transcript import AnyEvent, Started


class Open(NamedTuple):
    """What of a conversation no plan holds: opened models, an instrument, and where the events go."""

    target: ChatModel
    voice: ChatModel | None
    observer: Observer
    append: Callable[[AnyEvent], None]
    proceed: Callable[[], None]


def started(planned: tuple[Plan, Cell], told: Told) -> Started:
    """The first event of a planned conversation, of which `told` is settled."""
    plan, cell = planned
    before = cell.stem or cell.recording
    return Started(
        id=cell.id,
        persona=cell.persona,
        scenario=cell.scenario,
        condition=cell.condition,
        target=cell.target,
        repetition=cell.repetition,
        budget=cell.budget,
        state=plan.personas[cell.persona].state.state(),
        parent=before.parent if before is not None else None,
        branch=branch_of(cell, told),
    )


def cast(planned: tuple[Plan, Cell], told: Told, opened: Open) -> Cast:
    """Who takes part in a planned conversation, of which `told` is settled."""
    plan, cell = planned
    return Cast(
        persona=plan.personas[cell.persona],
        scenario=plan.scenarios[cell.scenario],
        condition=plan.conditions[cell.condition],
        target=opened.target,
        observer=opened.observer,
        draws=draws_of(cell, plan.suite.seed),
        max_tokens=cell.max_tokens,
        append=opened.append,
        proceed=opened.proceed,
        voice=opened.voice,
        told=told,
        closed=plan.redriven is not None and plan.redriven.kind == "lines",
    )
