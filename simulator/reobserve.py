"""Re-observe a run: read every reply again with another instrument, and write what it saw beside the events."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from simulator.draws import Draws
from simulator.errors import BudgetSpent, CallFailed, TargetDown, WriteFailed
from simulator.fold import Live
from simulator.notebook import Notebook
from simulator.observations import Absent, Instrument, Place, Reading
from simulator.observer.contract import Observer, Occasion
from simulator.observer.judge import Judge, Verdict
from simulator.occasions import read_before, slots_asked, slots_seen
from simulator.plan import Plan
from simulator.provenance import UNREADABLE
from simulator.store import Run, read
from simulator.transcript import Exchange, Started


class Told(NamedTuple):
    """One reply to read."""

    id: str
    n: int
    occasion: Occasion
    slots: Mapping[str, str]
    """What a reply gives that meets a slot of the ask in play, by the slot's id."""


class Session(msgspec.Struct):
    """How one call of `pastno observe` went, counted in readings (a reply and a repeat)."""

    wanted: int = 0
    kept: int = 0
    """Stood there already."""
    made: int = 0
    """Made now, those without an observation included."""
    failed: int = 0
    """Of those, calls that failed."""
    halted: str = ""
    """Why it stopped early; empty when it did not."""

    @property
    def left(self) -> int:
        """Not made."""
        return self.wanted - self.kept - self.made


Changed = Callable[[Session], None]


def replies(run: Run) -> Iterator[Told]:
    """Every reply of a run with what its observer could know of it, in the order of the record.

    What an imported transcript does not hold, or holds without a word, is not a reply to read.
    """
    for live in run.lives().values():
        for exchange in live.exchanges:
            if exchange.gap in UNREADABLE:
                continue
            occasion, slots = occasion_of(run.plan, live, exchange)
            yield Told(live.id, exchange.n, occasion, slots)


def occasion_of(plan: Plan, live: Live, exchange: Exchange) -> tuple[Occasion, dict[str, str]]:
    """What an observer may know of one reply, and the words of the slots.

    Args:
        plan: the run's.
        live: the conversation that holds the exchange.
        exchange: the one to read.
    """
    started = live.started
    scenario, condition = plan.scenarios.get(started.scenario), plan.conditions.get(started.condition)
    known = slots_asked(scenario, exchange.strategy, exchange.ask) if scenario is not None else ()
    notice = condition.blocked_notice if condition is not None else ""
    occasion = Occasion(
        said=exchange.said,
        strategy=exchange.strategy,
        reply=exchange.reply,
        slots=slots_seen(known),
        earlier=read_before(live.exchanges[: exchange.n - 1], notice),
        locale=_locale(plan, started),
    )
    return occasion, {slot.id: slot.text for slot in known}


def _locale(plan: Plan, started: Started) -> str | None:
    if started.imported is not None:
        return started.imported.locale
    return plan.personas[started.persona].locale


def reobserve(folder: Path, observer: Observer) -> Session:
    """Read every reply with an observer that runs here. What it read already is not read again.

    Raises:
        StoreError: no run folder, a damaged one, or the disk refused a line.
    """
    instrument = Instrument(name="observer", version=observer.version)
    with Notebook.open(folder) as book:
        there, session = book.readings.of(instrument), Session()
        for told in replies(read(folder)):
            session.wanted += 1
            if (told.id, told.n) in there:
                session.kept += 1
                continue
            observed = observer.observe(told.occasion)
            book.append(Reading(id=told.id, n=told.n, instrument=instrument, observed=observed))
            session.made += 1
    return session


async def judged(
    folder: Path, judge: Judge, *, repeats: int = 1, concurrency: int = 8, changed: Changed = lambda session: None
) -> Session:
    """Have a judge read every reply. What it read already is not asked again; calls that failed are.

    Args:
        folder: the run's folder; its events are not touched.
        judge: its model is opened and paced.
        repeats: how often the same is asked.
        concurrency: calls at once.
        changed: called after every reading.

    Raises:
        StoreError: no run folder, a damaged one, or the disk refused a line.
    """
    with Notebook.open(folder) as book:
        return await _Sitting(book, judge, changed).hold(read(folder), repeats, concurrency)


class _Sitting:
    """One judge with the replies that it has yet to read."""

    def __init__(self, book: Notebook, judge: Judge, changed: Changed) -> None:
        self._book = book
        self._judge = judge
        self._changed = changed
        self._queue: deque[tuple[Told, int]] = deque()
        self._seed = 0
        self._session = Session()

    async def hold(self, run: Run, repeats: int, concurrency: int) -> Session:
        self._seed = run.plan.suite.seed
        for repeat in range(1, repeats + 1):
            there = self._book.readings.of(self._judge.instrument, repeat)
            for told in replies(run):
                self._enqueue(told, repeat, there)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(concurrency, len(self._queue))):
                    group.create_task(self._work())
        except BaseExceptionGroup as problems:
            written, others = problems.split(WriteFailed)
            if written is None or others is not None:
                raise
            raise WriteFailed(str(written.exceptions[0])) from None
        return self._session

    def _enqueue(self, told: Told, repeat: int, there: Mapping[Place, Reading]) -> None:
        self._session.wanted += 1
        found = there.get((told.id, told.n))
        if found is not None and found.absent is not Absent.FAILED:
            self._session.kept += 1
        else:
            self._queue.append((told, repeat))

    async def _work(self) -> None:
        while self._queue and not self._session.halted:
            told, repeat = self._queue.popleft()
            await self._ask(told, repeat)

    async def _ask(self, told: Told, repeat: int) -> None:
        blank = Reading(id=told.id, n=told.n, instrument=self._judge.instrument, repeat=repeat)
        try:
            verdict = await self._judge.read(told.occasion, told.slots, seed=self._seed_for(told, repeat))
        except (BudgetSpent, TargetDown) as problem:
            self._session.halted = self._session.halted or str(problem)
            return
        except CallFailed as problem:
            detail = f"{problem.kind}: {problem}"
            self._write(msgspec.structs.replace(blank, absent=Absent.FAILED, detail=detail))
            return
        self._write(_filled(blank, verdict))

    def _write(self, reading: Reading) -> None:
        self._book.append(reading)
        self._session.made += 1
        self._session.failed += reading.absent is Absent.FAILED
        self._changed(self._session)

    def _seed_for(self, told: Told, repeat: int) -> int:
        draws = Draws(seed=self._seed, persona=told.id, scenario="", repetition=repeat)
        return draws.seed_for(told.n, "judge")


def _filled(blank: Reading, verdict: Verdict) -> Reading:
    found = msgspec.structs.replace(blank, observed=verdict.observed, absent=verdict.absent, answers=verdict.answers)
    reply = verdict.reply
    if reply is None:
        return found
    return msgspec.structs.replace(found, text=reply.shown(""), model=reply.model, usage=reply.usage, wire=reply.wire)
