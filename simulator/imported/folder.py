"""A run folder of imported conversations: the same record, with nobody planned and nothing to hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from scenarios.schema import Suite, Target
from simulator.errors import FormatError
from simulator.imported.events import events_of
from simulator.imported.naming import names, target_of
from simulator.imported.pairing import pair
from simulator.imported.talk import Talk
from simulator.observer.contract import Observer
from simulator.plan import Plan
from simulator.provenance import Origin
from simulator.store import RunFolder

SUITE = Suite(id="imported", title="Imported conversations", personas="all", scenarios="all", conditions=())
"""Stands where a run needs a suite; it names nobody, and no library is ever asked for its `all`."""


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought."""

    conversations: int
    exchanges: int
    kept: int
    """Conversations that stood there already."""
    notes: tuple[str, ...]
    """Of all conversations, each with its place: what was joined, missing or left out."""
    left_out: tuple[str, ...]
    """Transcripts that are no conversations."""


def plan_of(
    talks: Sequence[Talk], source: str, *, observer: str, left_out: Sequence[str] = (), made_on: date | None = None
) -> Plan:
    """The frozen plan of an import: where it came from, by whom it was read, and what was left out.

    Args:
        talks: the transcripts.
        source: the data set or file, in words.
        observer: version of the observer that reads the replies.
        left_out: what the reader could not read.
        made_on: the day by which lists are judged; None takes them as of their own day.
    """
    specs = sorted({target_of(talk) for talk in talks})
    return Plan(
        suite=SUITE,
        personas={},
        scenarios={},
        conditions={},
        targets={spec: Target(spec=spec) for spec in specs},
        observer=observer,
        hashes={"imported": sha256(msgspec.json.encode(talks)).hexdigest()},
        made_on=made_on,
        imported=Origin(source=source, left_out=(*left_out, *_hollow(talks))),
    )


def bring(talks: Sequence[Talk], folder: Path, plan: Plan, observer: Observer) -> Brought:
    """Write transcripts as a run. What stands there already is kept, so one that was broken off goes on.

    Args:
        talks: those of the plan, in the same order.
        folder: new, or one with the same plan.
        plan: see `plan_of`.
        observer: reads the replies.

    Raises:
        FormatError: the observer is not the plan's, or the folder holds other transcripts of the same names.
        StoreError: the folder cannot be written, or holds another plan.
    """
    if observer.version != plan.observer:
        raise FormatError(f"found the observer {observer.version}, expected {plan.observer} of the plan; use that one")
    exchanges = kept = held = 0
    notes: list[str] = []
    with RunFolder.start(folder, plan) as run:
        if run.plan.hashes != plan.hashes:
            raise FormatError(f"{folder} holds other transcripts of the same source; choose another folder")
        for name, talk in zip(names(talks), talks, strict=True):
            said = pair(talk.messages)
            if not said.pairs:
                continue
            events = events_of(talk, observer, name=name, target=target_of(talk), source=_source(plan))
            there = len(run.run.conversations.get(events[0].id, ()))
            for event in events[there:]:
                run.append(event)
            held, exchanges, kept = held + 1, exchanges + len(said.pairs), kept + (there == len(events))
            notes += [f"{name}: {note}" for note in (*talk.notes, *said.notes)]
    left_out = plan.imported.left_out if plan.imported is not None else ()
    return Brought(conversations=held, exchanges=exchanges, kept=kept, notes=tuple(notes), left_out=left_out)


def _source(plan: Plan) -> str:
    return plan.imported.source if plan.imported is not None else ""


def _hollow(talks: Sequence[Talk]) -> list[str]:
    found = [(talk, pair(talk.messages)) for talk in talks]
    return [
        f"{talk.place or talk.name}: no message of the person or of whoever answers"
        + (f" ({'; '.join(paired.notes)})" if paired.notes else "")
        for talk, paired in found
        if not paired.pairs
    ]
