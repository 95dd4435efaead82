"""A run folder of imported conversations: the same record, with nobody planned and nothing to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from scenarios.schema import Suite, Target
from simulator.errors import FormatError
from simulator.imported.events import events_of
from simulator.imported.naming import Names, safe, target_of
from simulator.imported.pairing import Paired, pair
from simulator.imported.talk import Talk
from simulator.observer.contract import Observer
from simulator.plan import Plan
from simulator.provenance import Origin
from simulator.store import RunFolder

SUITE = Suite(id="imported", title="Imported conversations", personas="all", scenarios="all", conditions=())
"""Stands where a run needs a suite; it names nobody, and no library is ever asked for its `all`."""

MOST = 10_000
"""Of the notes and of what was left out, so many are kept in memory and named; the others are counted."""


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought."""

    conversations: int
    exchanges: int
    kept: int
    """Conversations that stood there already."""
    notes: tuple[str, ...]
    """The first `MOST`, each with its place: what was joined, missing or left out. All are in the record."""
    noted: int
    """How many notes there are."""
    left_out: tuple[str, ...]
    """Transcripts that are no conversations."""


def plan_of(
    talks: Iterable[Talk], source: str, *, observer: str, left_out: Sequence[str] = (), made_on: date | None = None
) -> Plan:
    """The frozen plan of an import: where it came from, by whom it was read, and what was left out.

    Args:
        talks: the transcripts; gone through once, and none is kept.
        source: the data set or file, in words.
        observer: version of the observer that reads the replies.
        left_out: what the reader could not read.
        made_on: the day by which lists are judged; None takes them as of their own day.
    """
    specs: set[str] = set()
    digest, out = _Digest(), list(left_out)
    missed = 0
    for talk in talks:
        digest.add(talk)
        paired = pair(talk.messages, talk.counted)
        if paired.pairs:
            specs.add(target_of(talk))
        elif len(out) < MOST:
            out.append(_hollow(talk, paired))
        else:
            missed += 1
    return Plan(
        suite=SUITE,
        personas={},
        scenarios={},
        conditions={},
        targets={spec: Target(spec=spec) for spec in sorted(specs)},
        observer=observer,
        hashes={"imported": digest.hex()},
        made_on=made_on,
        imported=Origin(source=source, left_out=(*out, *((f"and {missed:,} more",) if missed else ()))),
    )


def bring(talks: Iterable[Talk], folder: Path, plan: Plan, observer: Observer) -> Brought:
    """Write transcripts as a run. What stands there already is kept, so one that was broken off goes on.

    Args:
        talks: those of the plan, in the same order; gone through once more, and none is kept.
        folder: new, or one with the same plan.
        plan: see `plan_of`.
        observer: reads the replies.

    Raises:
        FormatError: the observer is not the plan's, the folder holds other transcripts of the same names, or the
            transcripts are not those of the plan.
        StoreError: the folder cannot be written, or holds another plan.
    """
    if observer.version != plan.observer:
        raise FormatError(f"found the observer {observer.version}, expected {plan.observer} of the plan; use that one")
    with RunFolder.start(folder, plan) as run:
        if run.plan.hashes != plan.hashes:
            raise FormatError(f"{folder} holds other transcripts of the same source; choose another folder")
        writing = _Writing(run, plan, observer)
        for talk in talks:
            writing.add(talk)
    if writing.digest.hex() != plan.hashes["imported"]:
        raise FormatError(
            f"{folder}: the transcripts changed while they were read, so it does not hold what its plan says; remove "
            "it and import again"
        )
    return writing.brought()


class _Digest:
    """Tells the transcripts of one import from those of another."""

    def __init__(self) -> None:
        self._hash = sha256(b"[")
        self._next = b""

    def add(self, talk: Talk) -> None:
        self._hash.update(self._next + msgspec.json.encode(talk))
        self._next = b","

    def hex(self) -> str:
        whole = self._hash.copy()
        whole.update(b"]")
        return whole.hexdigest()


class _Writing:
    """Writes one transcript after the other, and counts."""

    def __init__(self, run: RunFolder, plan: Plan, observer: Observer) -> None:
        self.digest = _Digest()
        self._run = run
        self._origin = plan.imported
        self._observer = observer
        self._names = Names()
        self._notes: list[str] = []
        self._exchanges = self._kept = self._held = self._noted = 0

    def add(self, talk: Talk) -> None:
        self.digest.add(talk)
        paired = pair(talk.messages, talk.counted)
        name = self._names.take(talk.name)
        if not paired.pairs:
            return
        talk = _renamed(talk, name)
        events = events_of(talk, self._observer, name=name, target=target_of(talk), source=self._source)
        there = len(self._run.run.conversations.get(events[0].id, ()))
        for event in events[there:]:
            self._run.append(event)
        self._held, self._exchanges = self._held + 1, self._exchanges + len(paired.pairs)
        self._kept += there == len(events)
        self._note(f"{name}: {note}" for note in (*talk.notes, *paired.notes))

    def brought(self) -> Brought:
        return Brought(
            conversations=self._held,
            exchanges=self._exchanges,
            kept=self._kept,
            notes=tuple(self._notes),
            noted=self._noted,
            left_out=self._origin.left_out if self._origin is not None else (),
        )

    @property
    def _source(self) -> str:
        return self._origin.source if self._origin is not None else ""

    def _note(self, notes: Iterable[str]) -> None:
        for note in notes:
            self._noted += 1
            if len(self._notes) < MOST:
                self._notes.append(note)


def _renamed(talk: Talk, name: str) -> Talk:
    """The transcript with a note, where another one before it had its name."""
    wanted = safe(talk.name)
    if name == wanted:
        return talk
    return msgspec.structs.replace(talk, notes=(f"another transcript is called '{wanted}' too", *talk.notes))


def _hollow(talk: Talk, paired: Paired) -> str:
    """Why a transcript is left out, with its place."""
    place = talk.place or talk.name
    if not talk.messages and talk.notes:
        return f"{place}: {'; '.join(talk.notes)}"
    why = "; ".join((*talk.notes, *paired.notes))
    return f"{place}: no message of the person or of whoever answers" + (f" ({why})" if why else "")
