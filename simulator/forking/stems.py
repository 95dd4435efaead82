"""The conversations of a run that can be forked, and what their branches keep of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from simulator.arms import Stem
from simulator.cells import Cell, draws_of
from simulator.course import asks
from simulator.errors import PlanError
from simulator.fold import Live
from simulator.forking.where import Where
from simulator.imported.events import FIRST
from simulator.plan import Plan
from simulator.store import Run
from simulator.told import Answer, Line, Told
from simulator.transcript import Exchange

AS_IMPORTED = "as-imported"
"""What the condition of an imported conversation is called in its fork."""


class Going(msgspec.Struct, frozen=True, kw_only=True):
    """Who goes on, where the source does not say or it is to be somebody else."""

    target: str | None = None
    """Spec of the target that goes on in all conversations; None leaves each its own."""
    persona: str | None = None
    """Id; needed where nobody was simulated."""
    scenario: str | None = None
    more: int | None = None
    """Exchanges after the fork at most; None leaves what the parent had left."""
    only: str = ""
    """A part of the ids of the conversations to fork."""


class Stems(msgspec.Struct, frozen=True, kw_only=True):
    """What is forked of a run."""

    stems: tuple[Stem, ...]
    settled: Mapping[str, Told]
    """By the parent's id."""
    left_out: tuple[str, ...]
    """Conversations that cannot be forked there, each with the reason."""
    systems: Mapping[str, str | None]
    """System prompts of imported conversations, by the condition that stands for each."""


def stems_of(run: Run, at: Where, going: Going, plan: Plan) -> Stems:
    """Find where each conversation of a run is forked.

    Args:
        run: the source.
        at: where.
        going: who goes on.
        plan: holds the persona and the scenario that `going` names.

    Raises:
        PlanError: a conversation was imported and no persona, scenario or target is named, or an imported ask does not
            stand in the scenario.
    """
    cells = {cell.id: cell for cell in run.plan.cells()}
    stems: list[Stem] = []
    settled: dict[str, Told] = {}
    left_out: list[str] = []
    systems: dict[str, str | None] = {}
    for name, live in run.lives().items():
        if going.only not in name:
            continue
        exchange = at.exchange_in(live)
        why = at.lacking if exchange is None else _unfit(live, exchange, going, run.plan)
        if exchange is None or why:
            left_out.append(f"{name}: {why}")
            continue
        if live.started.imported is not None:
            stem = _stem_imported(live, exchange, going, (len(stems) + 1, systems))
            known = asks(plan.scenarios[stem.scenario])
        else:
            stem, known = _stem(live, exchange, going, cells[name], run.plan), None
        stems.append(stem)
        settled[name] = dict(lines_of(live.exchanges[:exchange], known))
    return Stems(stems=tuple(stems), settled=settled, left_out=tuple(left_out), systems=systems)


def _unfit(live: Live, at: int, going: Going, plan: Plan) -> str:
    """Why a conversation cannot be forked at an exchange; empty where it can."""
    exchange = live.exchanges[at - 1]
    if exchange.strategy.closing and live.started.imported is None:
        return f"the person leaves in exchange {at}"
    if going.more is None and live.started.imported is None and at >= live.started.budget:
        return f"exchange {at} was the last its budget allows; give more with --more"
    branch = live.started.branch
    arms = {arm.id: arm for arm in plan.forked.arms} if plan.forked is not None else {}
    if branch is not None and branch.at == at and arms[branch.arm].change == "strategy":
        return f"what the person does after exchange {at} was chosen already"
    return ""


def _stem(live: Live, at: int, going: Going, cell: Cell, plan: Plan) -> Stem:
    started, draws = live.started, draws_of(cell, plan.suite.seed)
    return Stem(
        parent=live.id,
        at=at,
        persona=started.persona,
        scenario=started.scenario,
        condition=started.condition,
        target=going.target or started.target,
        budget=started.budget if going.more is None else at + going.more,
        repetition=draws.repetition,
        branches=draws.branches,
        again=draws.again,
    )


def _stem_imported(live: Live, at: int, going: Going, counted: tuple[int, dict[str, str | None]]) -> Stem:
    if going.persona is None or going.scenario is None or going.target is None:
        lacks = [f"--{what}" for what in ("persona", "scenario", "target") if getattr(going, what) is None]
        raise PlanError(
            f"{live.id} was imported: nobody was simulated, and what answered cannot be asked again; name who goes on "
            f"with {' and '.join(lacks)}, as in --persona marcus --scenario tired-of-being-here --target openai:gpt-5.6"
        )
    number, systems = counted
    system = live.started.imported.system if live.started.imported is not None else None
    name = next((known for known, text in systems.items() if text == system), None)
    if name is None:
        name = AS_IMPORTED if not systems else f"{AS_IMPORTED}-{len(systems) + 1}"
        systems[name] = system
    return Stem(
        parent=live.id,
        at=at,
        persona=going.persona,
        scenario=going.scenario,
        condition=name,
        target=going.target,
        budget=at + (going.more or MORE),
        repetition=number,
    )


MORE = 6
"""Exchanges after the fork of an imported conversation, where nobody says: nobody had planned any."""


def lines_of(exchanges: Iterable[Exchange], known: Mapping[str, object] | None = None) -> Iterator[tuple[int, Line]]:
    """What is settled of a conversation's branches: everything in the exchanges they share.

    Args:
        exchanges: the shared ones.
        known: the asks of the scenario that an imported conversation is taken to be about; None where it was held so.
    """
    for exchange in exchanges:
        # An imported conversation counts its asks as they come; a scenario knows how many there are.
        ask = FIRST if known is not None and exchange.ask not in known else exchange.ask
        yield (
            exchange.n,
            Line(
                strategy=exchange.strategy,
                ask=ask,
                said=exchange.said,
                intended=exchange.intended,
                voiced=exchange.voiced,
                diverged=exchange.diverged,
                answer=Answer(
                    reply=exchange.reply,
                    sent=exchange.sent,
                    observed=exchange.observed,
                    swapped=exchange.swapped,
                    gap=exchange.gap,
                ),
            ),
        )
