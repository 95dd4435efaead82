"""One recorded conversation, held again from its recorded replies through the same steps as any other.

No model is opened: a tape of the conversation answers in place of the target and of the voice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from simulator.apart import Field, apart, called
from simulator.cast import Cast
from simulator.casting import Open, cast, started
from simulator.cells import Cell
from simulator.cut import went_on
from simulator.forking.changed import told_of
from simulator.forking.stems import lines_of
from simulator.imported.again import rebuilt
from simulator.observer.contract import Observer
from simulator.observer.lines import LineBook
from simulator.plan import Plan
from simulator.run import converse
from simulator.stream import Lines
from simulator.tape import Departed, Over, RecordedObserver, RecordedTarget, RecordedVoice, Short, Tape
from simulator.told import Told
from simulator.transcript import AnyEvent, Ended, Exchange, Failed, Started

Stands = Literal["ended", "failed", "unfinished"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """The first event of a conversation that is not what the rest of the record makes of it."""

    event: int
    """Its number within the conversation, from 1; one more than there are where something is missing at the end."""
    called: str
    """What stands there, in words."""
    where: str
    """`file:line` of what stands there; of the last line where something is missing after it."""
    why: str
    fields: tuple[Field, ...] = ()
    """Empty where another event was expected."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation that was held again."""

    id: str
    stands: Stands
    events: int
    """Lines that were found to be the same."""
    difference: Difference | None = None
    note: str = ""


class Grounds(NamedTuple):
    """What a conversation is held again on."""

    plan: Plan
    observer: Observer | None
    """None takes what was observed as it was recorded."""
    same_prompts: bool
    """Whether the prompts of the voices are still those of the plan."""
    settled: Mapping[str, Told]
    """The recorded words that were said again, by the conversation they were said in."""
    lines: LineBook
    """Of the run's day; wordings name places to turn to."""


class _Told(NamedTuple):
    """How far a walk came."""

    difference: Difference | None = None
    note: str = ""


class Walk:
    """One conversation, held again from what was recorded of it."""

    def __init__(self, grounds: Grounds, lines: Lines, events: Sequence[AnyEvent], cell: Cell | None) -> None:
        self._grounds = grounds
        self._lines = lines
        self._events = events
        self._cell = cell
        self._tape = Tape(events, same_prompts=grounds.same_prompts)

    async def check(self) -> Checked:
        """How far it is the same, and the first event that is not."""
        told = await self._told()
        return Checked(
            id=self._lines.id,
            stands=_stands(self._events[-1]),
            events=self._tape.place,
            difference=told.difference,
            note=told.note,
        )

    async def _told(self) -> _Told:
        try:
            await self._walk()
        except Departed as problem:
            return _Told(self._difference(problem))
        except Short as problem:
            return self._short(str(problem))
        except Over:
            return _Told()
        if self._tape.here is not None and _stands(self._events[-1]) == "ended":
            return _Told(self._difference(Departed(f"found {called(self._tape.here)} after the end")))
        return _Told()

    async def _walk(self) -> None:
        first = self._events[0]
        if not isinstance(first, Started):
            raise Departed(f"found {called(first)} outside its conversation, expected started")
        if first.imported is not None:
            self._compare(lambda observer: rebuilt(self._events, observer))
        elif self._cell is None:
            raise Departed("the plan holds no such conversation, or it was written twice")
        else:
            told = self._settled(self._cell)
            await converse(started((self._grounds.plan, self._cell), told), self._cast(self._cell, told))

    def _compare(self, made: Callable[[Observer], Sequence[AnyEvent]]) -> None:
        for event in made(self._observer()):
            self._tape.append(event)

    def _settled(self, cell: Cell) -> Told:
        """What was settled before it was held; what a fork shares is taken from its own record."""
        plan, settled = self._grounds.plan, self._grounds.settled
        if cell.recording is not None and cell.recording.parent not in settled:
            raise Departed(f"settled.jsonl holds no words of {cell.recording.parent}; restore it from a copy")
        if cell.stem is not None:
            at = cell.stem.at
            shared = dict(lines_of(event for event in self._events if isinstance(event, Exchange) and event.n <= at))
            if at not in shared:
                return shared
            settled = {cell.stem.parent: shared}
        return told_of(cell, plan, settled, self._grounds.lines)

    def _cast(self, cell: Cell, told: Told) -> Cast:
        plan, tape = self._grounds.plan, self._tape
        opened = Open(
            target=RecordedTarget(cell.target, tape),
            voice=RecordedVoice(plan.personas[cell.persona].voice.model or "", tape),
            observer=self._observer(),
            append=tape.append,
            proceed=tape.proceed,
        )
        return cast((plan, cell), told, opened)

    def _observer(self) -> Observer:
        return self._grounds.observer or RecordedObserver(self._grounds.plan.observer, self._events)

    def _short(self, missing: str) -> _Told:
        """A session can be stopped anywhere; one that went on had a line taken out."""
        last, note = self._lines.lines[-1].where, f"{missing} is missing"
        if not went_on(last):
            return _Told(note=f"{note} at its end: the run was stopped there, or the line was taken out")
        why = f"{note}, and no model had to be asked for it: a line was taken out"
        found = called(self._events[-1])
        return _Told(Difference(event=len(self._events) + 1, called=f"the end, after {found}", where=last, why=why))

    def _difference(self, problem: Departed) -> Difference:
        place = min(self._tape.place, len(self._events) - 1)
        found = self._events[place]
        fields = apart(found, problem.expected) if problem.expected is not None else ()
        why = self._hint(found, fields) if fields else str(problem)
        return Difference(
            event=place + 1, called=called(found), where=self._lines.lines[place].where, why=why, fields=fields
        )

    def _hint(self, found: AnyEvent, fields: Sequence[Field]) -> str:
        """Where to look: what was sent rests on what was said before."""
        names = [field.name for field in fields]
        if not isinstance(found, Exchange) or not all(name.startswith("sent.") for name in names):
            return "not what the rest of the record makes of it"
        before = [i for i, one in enumerate(self._events) if isinstance(one, Exchange) and one.n == found.n - 1]
        if not before or names != ["sent.sha256"]:
            return "not what the condition in run.json sends"
        where = self._lines.lines[before[0]].where
        return f"what was sent is not what stands here: the reply of exchange {found.n - 1} ({where}) was changed"


def _stands(last: AnyEvent) -> Stands:
    if isinstance(last, Ended):
        return "ended"
    return "failed" if isinstance(last, Failed) else "unfinished"
