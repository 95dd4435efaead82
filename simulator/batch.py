"""Hold all conversations of a plan: order, limits, resume, draining. One broken conversation never stops the others."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from personas.prompting import texts
from simulator.cast import Cast
from simulator.casting import Open, cast, started
from simulator.cells import Cell
from simulator.chat import ChatModel
from simulator.errors import BudgetSpent, CallFailed, PlanChanged, SimulatorError, TargetDown, VoiceDown, WriteFailed
from simulator.fold import Live
from simulator.observer.contract import Observer
from simulator.plan import Plan
from simulator.run import converse
from simulator.store import RunFolder
from simulator.told import NOTHING, Told
from simulator.transcript import AnyEvent, Cause, Started


class Halted(SimulatorError):
    """The run was asked to stop; the conversation stands where it stood."""


class Tally(msgspec.Struct):
    """Where one target's conversations stand."""

    planned: int = 0
    ended: int = 0
    """Came to their end, now or in an earlier session."""
    failed: int = 0
    """Stand at a failed call; a resumed run takes them up."""
    lost: int = 0
    """Ended because the persona's voice failed; nothing takes them up."""
    live: int = 0
    """In play right now."""
    exchanges: int = 0
    """Appended in this session."""
    encounters: int = 0
    """Refusals met in this session."""
    stopped: str = ""
    """Why the target takes no more conversations; empty while it does."""

    @property
    def waiting(self) -> int:
        """Conversations not yet held."""
        return self.planned - self.ended - self.failed - self.lost - self.live


class BatchResult(msgspec.Struct, frozen=True):
    """How a session of a run went."""

    tallies: Mapping[str, Tally]
    """By target spec."""
    halted: str = ""
    """Why the session stopped early; empty when it did not."""

    @property
    def failed(self) -> int:
        """Conversations that stand at a failure, over all targets."""
        return sum(tally.failed for tally in self.tallies.values())

    @property
    def lost(self) -> int:
        """Conversations that a persona's voice ended, over all targets."""
        return sum(tally.lost for tally in self.tallies.values())

    @property
    def unheld(self) -> int:
        """Conversations not held because their target or the session stopped."""
        return sum(tally.waiting for tally in self.tallies.values())


class Batch:
    """One session of a run: the plan's unfinished conversations, against opened targets."""

    def __init__(  # noqa: PLR0913
        self,
        folder: RunFolder,
        models: Mapping[str, ChatModel],
        observer: Observer,
        *,
        voices: Mapping[str, ChatModel] = MappingProxyType({}),
        told: Callable[[Cell], Told] = lambda cell: NOTHING,
        concurrency: int = 32,
        changed: Callable[[Mapping[str, Tally]], None] = lambda tallies: None,
    ) -> None:
        """Prepare a session.

        Args:
            folder: the held run folder.
            models: an opened, paced model for every target of the plan.
            observer: the in-loop observer.
            voices: an opened, paced model for every voice of the plan.
            told: what is settled of a conversation before it is held.
            concurrency: conversations in play at once, for each target without its own number.
            changed: called with the tallies after every event.

        Raises:
            PlanChanged: the run was begun with another observer version, or with other prompts for the voices.
        """
        plan = folder.plan
        if plan.observer != observer.version:
            raise PlanChanged(
                f"{folder.path} was begun with observer '{plan.observer}', this pastno observes with "
                f"'{observer.version}'; resume it with the version that began it, or start a new run"
            )
        if plan.prompts and plan.prompts != texts():
            raise PlanChanged(
                f"{folder.path} was begun with other prompts for the voices ({', '.join(plan.prompts)}); resume it "
                "with the version that began it, or start a new run"
            )
        self._folder = folder
        self._models = models
        self._voices = voices
        self._told = told
        self._observer = observer
        self._concurrency = concurrency
        self._changed = changed
        self._halted = ""
        self._lives = folder.run.lives()
        self._queues: dict[str, deque[Cell]] = {spec: deque() for spec in plan.targets}
        self.tallies = {spec: Tally() for spec in plan.targets}
        for cell in plan.cells():
            self._enqueue(cell)

    async def run(self) -> BatchResult:
        """Hold what is left of the plan.

        Raises:
            WriteFailed: the disk refused an event; everything appended before is whole.
        """
        try:
            async with asyncio.TaskGroup() as group:
                for spec, queue in self._queues.items():
                    places = self._folder.plan.targets[spec].concurrency or self._concurrency
                    for _ in range(min(places, len(queue))):
                        group.create_task(self._work(spec))
        except BaseExceptionGroup as problems:
            written, others = problems.split(WriteFailed)
            if written is None or others is not None:
                raise
            raise _first(written) from None
        return BatchResult(tallies=self.tallies, halted=self._halted)

    def halt(self, why: str) -> None:
        """Let exchanges in flight finish, then stop; conversations stand where they stand."""
        self._halted = self._halted or why

    def _enqueue(self, cell: Cell) -> None:
        tally = self.tallies[cell.target]
        tally.planned += 1
        live = self._lives.get(cell.id)
        if live is not None and live.ended is not None:
            tally.ended += live.ended.cause is not Cause.PERSONA_FAILED
            tally.lost += live.ended.cause is Cause.PERSONA_FAILED
        else:
            self._queues[cell.target].append(cell)

    async def _work(self, spec: str) -> None:
        queue, tally = self._queues[spec], self.tallies[spec]
        while queue and not self._halted and not tally.stopped:
            await self._hold(queue.popleft(), tally)

    async def _hold(self, cell: Cell, tally: Tally) -> None:
        tally.live += 1
        live: Live | None = None
        try:
            live = await converse(self._start(cell), self._cast(cell, tally))
        except (Halted, BudgetSpent) as problem:
            self.halt(str(problem))
        except VoiceDown as problem:
            self.halt(f"{problem}; go on with: pastno run --resume {self._folder.path}")
        except TargetDown as problem:
            tally.stopped = str(problem)
        finally:
            tally.live -= 1
        if live is not None:
            self._count(live, tally)
        self._changed(self.tallies)

    def _count(self, live: Live, tally: Tally) -> None:
        if live.failed is not None:
            tally.failed += 1
            self._stop_if_down(live.started.target, tally)
        elif live.ended is not None and live.ended.cause is Cause.PERSONA_FAILED:
            tally.lost += 1
        else:
            tally.ended += 1

    def _stop_if_down(self, spec: str, tally: Tally) -> None:
        down: CallFailed | None = getattr(self._models[spec], "down", None)
        if down is not None:
            tally.stopped = str(down)

    def _start(self, cell: Cell) -> Started | Live:
        if cell.id in self._lives:
            return self._lives.pop(cell.id)
        return started((self._folder.plan, cell), self._told(cell))

    def _cast(self, cell: Cell, tally: Tally) -> Cast:
        plan: Plan = self._folder.plan
        opened = Open(
            target=self._models[cell.target],
            voice=self._voices.get(plan.personas[cell.persona].voice.model or ""),
            observer=self._observer,
            append=lambda event: self._append(event, tally),
            proceed=self._proceed,
        )
        return cast((plan, cell), self._told(cell), opened)

    def _append(self, event: AnyEvent, tally: Tally) -> None:
        self._folder.append(event)
        name = event.__struct_config__.tag
        tally.exchanges += name == "exchange"
        tally.encounters += name == "met"
        self._changed(self.tallies)

    def _proceed(self) -> None:
        if self._halted:
            raise Halted(self._halted)


def _first(group: BaseExceptionGroup[WriteFailed]) -> WriteFailed:
    problem = group.exceptions[0]
    return _first(problem) if isinstance(problem, BaseExceptionGroup) else problem
