"""An exported run, imported again: the same plan and the same events, where nothing was changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from simulator.errors import FormatError, StoreError
from simulator.exported.sidecar import beside, digest
from simulator.exported.spoken import spoken, system_of
from simulator.imported.carried import OTHERWISE, unpack
from simulator.imported.chunks import LONGEST
from simulator.imported.naming import shown
from simulator.imported.talk import Talk
from simulator.plan import Plan
from simulator.provenance import NOT_KNOWN
from simulator.store import RunFolder, decode_plan
from simulator.transcript import AnyEvent, Exchange, Started

FEW = 10
"""Problems that are named; the others are counted."""


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """What was put back."""

    conversations: int
    exchanges: int
    kept: int
    """Conversations that stood there already."""
    planned: int
    """Conversations of the plan; 0 where none was planned, as of an import."""
    of_plan: int
    """Those of the plan that the files hold."""


class Export:
    """What stands beside exported files, and what their transcripts carry.

    A run is restored whole or not at all: a conversation that was changed is no longer one of that run, and the others
    alone would not be that run either.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        """Look for the plan beside the files.

        Args:
            files: all of one run.
        """
        self.plan: Plan | None = None
        self.whole = False
        """Whether every transcript was looked at and can be restored."""
        self.instead = f"found another conversation of the file that cannot be restored; {OTHERWISE}"
        """Why a transcript that could be restored is not."""
        self._digest = ""
        self._why = ""
        try:
            self._digest, self.plan = _plan([beside(file) for file in files])
        except StoreError as problem:
            self._why = str(problem)

    def problems(self, talks: Iterable[Talk]) -> tuple[str, ...]:
        """Why the run cannot be restored; nothing where it can, and where nothing was ever exported from one.

        Args:
            talks: all of the files, as they were read; gone through once, and none is kept.
        """
        if self.plan is None:
            first = next(iter(talks), None)
            return (self._why,) if first is not None and first.carried is not None else ()
        found = _Problems()
        seen: set[str] = set()
        for talk in talks:
            try:
                name = self.events(talk)[0].id
                if name in seen:
                    raise FormatError(f"found a conversation twice; {OTHERWISE}")
                seen.add(name)
            except FormatError as problem:
                found.add(f"{talk.place or talk.name}: {problem}")
        self.whole = bool(seen) and not found.count
        return found.said()

    def events(self, talk: Talk) -> tuple[AnyEvent, ...]:
        """The events of one transcript, as they were.

        Raises:
            FormatError: it carries none, or none that can be believed.
        """
        if self.plan is None:
            raise FormatError(self._why)
        if talk.carried is None:
            raise FormatError(f"found nothing carried beside the messages; {OTHERWISE}")
        events = unpack(talk.carried, talk.messages, self._digest)
        _belongs(events, talk, self.plan)
        return events

    def foreign(self, talk: Talk) -> Talk:
        """The transcript by its words alone, with a note of why where it carries more."""
        if talk.carried is None:
            return talk
        try:
            self.events(talk)
            why = self.instead
        except FormatError as problem:
            why = str(problem)
        return msgspec.structs.replace(talk, carried=None, notes=(*talk.notes, why))


def put_back(export: Export, talks: Iterable[Talk], folder: Path) -> Put:
    """Write a run that can be restored; what stands in the folder already is kept.

    Raises:
        StoreError: the folder cannot be written, or holds another plan.
        FormatError: it holds other events of these conversations, or the files were changed while they were read.
    """
    if export.plan is None:
        raise FormatError("found no plan beside the file; import the conversations from their words alone")
    conversations = exchanges = kept = of_plan = 0
    planned = {cell.id for cell in export.plan.cells()}
    with RunFolder.start(folder, export.plan) as held:
        for talk in talks:
            events = export.events(talk)
            there = held.run.conversations.get(events[0].id, ())
            if there != events[: len(there)]:
                raise FormatError(f"{folder} holds another conversation {events[0].id}; choose another folder")
            for event in events[len(there) :]:
                held.append(event)
            conversations, kept = conversations + 1, kept + (len(there) == len(events))
            of_plan += events[0].id in planned
            exchanges += sum(isinstance(event, Exchange) for event in events)
    return Put(conversations=conversations, exchanges=exchanges, kept=kept, planned=len(planned), of_plan=of_plan)


class _Problems:
    """The first few problems, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[str] = []

    def add(self, problem: str) -> None:
        self.count += 1
        if len(self._first) < FEW:
            self._first.append(problem)

    def said(self) -> tuple[str, ...]:
        more = self.count - len(self._first)
        return (*self._first, *((f"and {more:,} conversations more",) if more else ()))


def _plan(files: Sequence[Path]) -> tuple[str, Plan]:
    """The plan that stands beside all files, the same beside each."""
    found: set[bytes] = set()
    for file in files:
        try:
            if file.stat().st_size > LONGEST:
                raise StoreError(
                    f"{shown(file.name)}: found {file.stat().st_size:,} bytes, which no plan has; {OTHERWISE}"
                )
            found.add(file.read_bytes())
        except OSError:
            raise StoreError(
                f"{shown(file.name)}, the plan of the run, does not stand beside the file; {OTHERWISE}"
            ) from None
    if len(found) != 1:
        raise StoreError(f"found files of {len(found)} runs, expected those of one; {OTHERWISE}")
    (data,) = found
    return digest(data), decode_plan(data, Path(shown(files[0].name)))


def _belongs(events: tuple[AnyEvent, ...], talk: Talk, plan: Plan) -> None:
    """Check that the events are of the plan's people, and hold every word of the messages once."""
    started = events[0]
    if not isinstance(started, Started) or not _planned(started, plan):
        raise FormatError(f"found a conversation that the plan beside the file does not know; {OTHERWISE}")
    said = [message.content for message in spoken(events, system_of(started, plan))]
    if said != [message.content for message in talk.messages]:
        raise FormatError(f"found a damaged block: its events do not hold what was said; {OTHERWISE}")


def _planned(started: Started, plan: Plan) -> bool:
    if started.target not in plan.targets:
        return False
    if plan.imported is not None:
        return started.imported is not None
    named = ((started.persona, plan.personas), (started.scenario, plan.scenarios), (started.condition, plan.conditions))
    return all(name in known and name != NOT_KNOWN for name, known in named)
