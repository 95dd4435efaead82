"""One session of a run: open and pace the targets, hold the conversations, drain on Ctrl-C, close everything."""

from __future__ import annotations

import asyncio
import random
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pastno.content import require_safe
from scenarios.schema import Limits, Target
from simulator.cells import Cell
from simulator.chat import ChatRequest, Message, Usage
from simulator.collector import fewer_collections
from simulator.context import characters_sent
from simulator.errors import WriteFailed
from simulator.forking.changed import told_of
from simulator.observer.lines import load_lines
from simulator.observer.local import LocalObserver
from simulator.plan import Plan
from simulator.settled import kept
from simulator.store import RunFolder
from simulator.targets import open_target
from simulator.targets.pace import Paced
from simulator.targets.purse import Purse, require_prices
from simulator.told import Told
from simulator.transcript import AnyEvent, Ended, Exchange, Failed, Started, Voiced

if TYPE_CHECKING:
    from simulator.batch import Batch, BatchResult, Tally

BEAT_S = 5.0
"""Seconds after which the tallies are told although nothing happened."""
OBSERVER = LocalObserver.version
"""Version of the observer that runs in the loop."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a session is held; nothing of it changes what is said."""

    concurrency: int = 32
    """Conversations in play at once, for each target without its own number."""
    places: Mapping[str, Target] = {}
    """Targets opened in place of the plan's of the same spec, for weights that lie elsewhere now."""
    changed: Callable[[Mapping[str, Tally]], None] = lambda tallies: None
    noted: Callable[[str], None] = lambda note: None
    """Called before the run with each setting that a target will not honour."""


async def hold(plan: Plan, take: Callable[[], RunFolder], settings: Settings, purse: Purse) -> BatchResult:
    """Open the targets, take the folder, and hold what is left of the plan.

    Targets are opened before the folder is taken, so that one that cannot be opened leaves nothing behind.

    Args:
        plan: what to hold; the one in the folder, where a run is resumed.
        take: begins or resumes the run folder.
        settings: how to hold it.
        purse: counts what is spent, and stops the session at the budget; see `purse_for`.

    Raises:
        TargetError: a target cannot be opened.
        PlanError: a cost limit with an unknown price, or something that must not be sent.
        StoreError: the folder cannot be taken, or was begun with another observer. A write refused later is no error
            but the reason why the session halted.
    """
    require_prices([*plan.targets.values(), *plan.voices.values()], purse.limits)
    require_safe(plan)
    # Half of all that is ever loaded; commands that hold nothing are spared it. Loaded before anything is opened.
    import simulator.batch  # noqa: F401

    async with opened(plan, settings, purse) as models:
        with take() as folder:
            for note in notes(plan, models):
                settings.noted(note)
            _recall(folder, purse)
            return await _held(folder, models, settings)


def observer_for(plan: Plan) -> LocalObserver:
    """The installed observer as it reads this plan's replies: what is out of date follows from the plan's day alone."""
    return LocalObserver(lines=load_lines(today=plan.made_on))


def told(folder: RunFolder) -> Callable[[Cell], Told]:
    """What is settled of each conversation of a run before it is held.

    Raises:
        StoreError: the folder does not hold what its plan rests on.
    """
    plan, lines = folder.plan, load_lines(today=folder.plan.made_on)
    settled = kept(folder.path) if plan.forked is not None or plan.redriven is not None else {}
    return lambda cell: told_of(cell, plan, settled, lines)


async def rehearse(plan: Plan, settings: Settings, purse: Purse) -> None:
    """Open the targets and say what they will not honour; nothing is sent and nothing written.

    Raises:
        TargetError: a target cannot be opened.
        PlanError: a cost limit with an unknown price.
    """
    require_prices([*plan.targets.values(), *plan.voices.values()], purse.limits)
    async with opened(plan, settings, purse) as models:
        for note in notes(plan, models):
            settings.noted(note)


def purse_for(plan: Plan, limits: Limits = Limits()) -> Purse:  # noqa: B008 (frozen)
    """An empty purse with the suite's budgets; a number given in `limits` replaces the suite's."""
    return Purse(merged(plan.suite.limits, limits))


def merged(frozen: Limits, given: Limits) -> Limits:
    """The frozen budgets, with those numbers replaced that are given."""
    return Limits(tokens=given.tokens or frozen.tokens, cost_usd=given.cost_usd or frozen.cost_usd)


def notes(plan: Plan, models: Mapping[str, Paced]) -> list[str]:
    """What the targets will not honour of what the conditions ask for."""
    found: dict[str, None] = {}
    for condition in plan.conditions.values():
        request = ChatRequest(
            messages=(Message("user", ""),),
            max_tokens=condition.sampling.max_tokens,
            temperature=condition.sampling.temperature,
            seed=0,
        )
        for spec, model in ((spec, models[spec]) for spec in plan.targets):
            found |= dict.fromkeys(note if spec in note else f"{spec}: {note}" for note in model.notes(request))
    return list(found)


@asynccontextmanager
async def opened(plan: Plan, settings: Settings, purse: Purse) -> AsyncIterator[dict[str, Paced]]:
    """Every model of the plan, paced, by its spec; closed afterwards. One that is target and voice is opened once."""
    async with AsyncExitStack() as stack:
        models: dict[str, Paced] = {}
        for spec, target in (plan.voices | plan.targets).items():
            raw = await open_target(settings.places.get(spec) or plan.places.get(spec, target))
            models[spec] = Paced(raw, target, purse=purse, draw=random.Random(f"{plan.suite.seed} {spec}"))
            stack.push_async_callback(models[spec].close)
        yield models


async def _held(folder: RunFolder, models: Mapping[str, Paced], settings: Settings) -> BatchResult:
    from simulator.batch import Batch, BatchResult

    observer = observer_for(folder.plan)
    batch = Batch(
        folder,
        models,
        observer,
        voices=models,
        told=told(folder),
        concurrency=settings.concurrency,
        changed=settings.changed,
    )
    settings.changed(batch.tallies)
    with _draining(batch, folder.path), fewer_collections():
        beat = asyncio.create_task(_beating(settings, batch))
        try:
            return await batch.run()
        except WriteFailed as problem:
            return BatchResult(tallies=batch.tallies, halted=str(problem))
        finally:
            beat.cancel()


async def _beating(settings: Settings, batch: Batch) -> None:
    """Tell how things stand now and then, however slow the models are."""
    while True:
        await asyncio.sleep(BEAT_S)
        settings.changed(batch.tallies)


def _recall(folder: RunFolder, purse: Purse) -> None:
    """Count what earlier sessions of the run spent; a budget is the run's, not the session's."""
    for live in folder.run.lives().values():
        spec = live.started.target
        condition = folder.plan.conditions[live.started.condition]
        for exchange in live.asked:
            sizes = characters_sent(live, exchange, condition), len(exchange.reply.text)
            purse.charge(spec, exchange.reply.usage, folder.plan.targets[spec].price, sizes)
    for events in folder.run.conversations.values():
        for event in events[_shared(events) :]:
            if isinstance(event, Exchange | Failed | Ended) and event.voiced is not None:
                _recall_voice(folder.plan, purse, event.voiced, event.said if isinstance(event, Exchange) else "")


def _shared(events: Sequence[AnyEvent]) -> int:
    """How many events a conversation has from its parent; what they cost was paid there."""
    branch = events[0].branch if isinstance(events[0], Started) else None
    if branch is None:
        return 0
    return next((i for i, e in enumerate(events) if isinstance(e, Exchange) and e.n > branch.at), len(events))


def _recall_voice(plan: Plan, purse: Purse, how: Voiced, said: str) -> None:
    """Count the drafts of one message; usage is recorded for all of them together."""
    price = plan.voices[how.model].price if how.model in plan.voices else None
    drafts = len(how.rejected) + (1 if said else 0)
    written = len(said) + sum(len(draft.text) for draft in how.rejected)
    shown = max(1, drafts) * sum(map(len, plan.prompts.values()))
    purse.charge(how.model, how.usage, price, (shown, written))
    for _ in range(drafts - 1):
        purse.charge(how.model, Usage(0, 0), price)


@contextmanager
def _draining(batch: Batch, path: Path) -> Iterator[None]:
    """The first Ctrl-C lets exchanges in flight finish; the second drops them whole.

    Python takes signals in the main thread alone; elsewhere a session cannot be interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    pressed = 0

    def interrupt() -> None:
        nonlocal pressed
        pressed += 1
        batch.halt(f"interrupted; go on with: pastno run --resume {path}")
        if pressed > 1 and task is not None:
            task.cancel()

    loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
