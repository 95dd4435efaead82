"""Holds `first-look` in memory, with any models in the place of the reference targets."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache

import pastno
from analysis.trajectory import Trajectory, experienced
from simulator.cast import Cast
from simulator.cells import Cell
from simulator.chat import ChatModel
from simulator.draws import Draws
from simulator.fold import Live, fold
from simulator.observer.local import LocalObserver
from simulator.plan import Plan
from simulator.run import converse
from simulator.targets.reference import NAMES, ReferenceTarget
from simulator.transcript import AnyEvent, Started

Held = dict[str, list[Trajectory]]
"""Conversations by the name of the target."""


@cache
def first_look() -> Plan:
    """The shipped suite, against all reference targets and nothing else."""
    return pastno.plan("first-look", [f"reference:{name}" for name in NAMES])


@cache
def reference_runs() -> Held:
    """What the reference targets go through in `first-look`."""
    return hold({name: ReferenceTarget(name) for name in NAMES})


def hold(models: Mapping[str, ChatModel]) -> Held:
    """Hold every conversation of `first-look` with these models, by the name of the reference target they stand for."""
    plan = first_look()
    found: Held = {name: [] for name in models}
    observer = LocalObserver()
    for cell in plan.cells():
        name = cell.target.partition(":")[2]
        if name in models:
            live = asyncio.run(_converse(plan, cell, models[name], observer))
            found[name].append(experienced(live, plan))
    return found


async def _converse(plan: Plan, cell: Cell, model: ChatModel, observer: LocalObserver) -> Live:
    events: list[AnyEvent] = []
    persona = plan.personas[cell.persona]
    cast = Cast(
        persona=persona, scenario=plan.scenarios[cell.scenario], condition=plan.conditions[cell.condition],
        target=model, observer=observer, max_tokens=cell.max_tokens, append=events.append,
        draws=Draws(seed=plan.suite.seed, persona=cell.persona, scenario=cell.scenario, repetition=cell.repetition),
    )  # fmt: skip
    started = Started(
        id=cell.id, persona=cell.persona, scenario=cell.scenario, condition=cell.condition, target=cell.target,
        repetition=cell.repetition, budget=cell.budget, state=persona.state.state(),
    )  # fmt: skip
    await converse(started, cast)
    return fold(events)
