"""An exported run, imported again: the same plan and the same events, where nothing was changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from simulator.errors import FormatError, StoreError
from simulator.exported.sidecar import beside, digest
from simulator.exported.spoken import spoken, system_of
from simulator.imported.carried import OTHERWISE, unpack
from simulator.imported.talk import Talk
from simulator.plan import Plan
from simulator.provenance import NOT_KNOWN
from simulator.store import RunFolder, decode_plan
from simulator.transcript import AnyEvent, Exchange, Started

FEW = 5
"""Conversations named in the notes; the others are counted."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """A run as it was."""

    plan: Plan
    conversations: tuple[tuple[AnyEvent, ...], ...]

    @property
    def exchanges(self) -> int:
        """How many there are in all conversations."""
        return sum(isinstance(event, Exchange) for events in self.conversations for event in events)


def restored(talks: Sequence[Talk], file: Path) -> tuple[Restored | None, tuple[str, ...]]:
    """The run that a file was exported from, and notes on why it cannot be had.

    A run is restored whole or not at all: a conversation that was changed is no longer one of that run, and the others
    alone would not be that run either.

    Args:
        talks: everything the file holds.
        file: the exported file, or the folder of its parts; its plan stands beside it.
    """
    if not any(talk.carried is not None for talk in talks):
        return None, ()
    try:
        data, plan = _plan(beside(file))
    except StoreError as problem:
        return None, (str(problem),)
    notes: list[str] = []
    found = list(_unpacked(talks, (digest(data), plan), notes))
    ids = [events[0].id for events in found]
    if len(set(ids)) < len(ids):
        notes.append(f"found a conversation twice; {OTHERWISE}")
    if notes:
        return None, _few(notes)
    return Restored(plan=plan, conversations=tuple(found)), ()


def put_back(run: Restored, folder: Path) -> int:
    """Write a restored run; what stands there already is kept. Gives how many conversations did.

    Raises:
        StoreError: the folder cannot be written, or holds another plan.
        FormatError: it holds other events of these conversations.
    """
    kept = 0
    with RunFolder.start(folder, run.plan) as held:
        for events in run.conversations:
            there = held.run.conversations.get(events[0].id, ())
            if there != events[: len(there)]:
                raise FormatError(f"{folder} holds another conversation {events[0].id}; choose another folder")
            for event in events[len(there) :]:
                held.append(event)
            kept += len(there) == len(events)
    return kept


def _plan(file: Path) -> tuple[bytes, Plan]:
    try:
        data = file.read_bytes()
    except OSError:
        raise StoreError(
            f"{file.name}, the plan of the run, does not stand beside the file; the conversations are imported from "
            "their words alone"
        ) from None
    return data, decode_plan(data, Path(file.name))


def _unpacked(talks: Sequence[Talk], of: tuple[str, Plan], notes: list[str]) -> Iterator[tuple[AnyEvent, ...]]:
    sha256, plan = of
    for talk in talks:
        try:
            if talk.carried is None:
                raise FormatError(f"found nothing carried beside the messages; {OTHERWISE}")
            events = unpack(talk.carried, talk.messages, sha256)
            _belongs(events, talk, plan)
            yield events
        except FormatError as problem:
            notes.append(f"{talk.place or talk.name}: {problem}")


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


def _few(notes: Sequence[str]) -> tuple[str, ...]:
    more = (f"and {len(notes) - FEW} conversations more",) if len(notes) > FEW else ()
    return (*notes[:FEW], *more)
