"""Runs that hold all that an export has to carry, for tests of exports."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

import pastno
from personas.perception import Cue, Source, Stance, Strategy
from simulator.chat import Reply, Signal, StopReason, Usage, Wire
from simulator.exported.conversation import Conversation, Reading
from simulator.exported.sidecar import beside
from simulator.imported.talk import Said, Talk
from simulator.phases import Phase
from simulator.plan import Plan
from simulator.provenance import Branch
from simulator.store import RunFolder, read
from simulator.transcript import AnyEvent, Cause, Exchange, Flag, Started, encode
from tests.support.builders import answer, chased, ended, exchange, met, refused_once, started

SYSTEM = "psychologically-informed"
"""A condition with a system prompt."""
CELL = "tess/week-is-killing-me/plain/reference:blunt/{}"
WIRE = Wire(at="2026-01-02T03:04:05Z", latency_s=0.25, request_id="r-1", attempts=2)


@cache
def planned() -> Plan:
    """The plan of the runs that are written by hand."""
    suite = pastno.plan("first-look", ["reference:blunt", "reference:warm"])
    conditions = pastno.plan("full", ["reference:blunt"]).conditions
    kept = {name: conditions[name] for name in ("plain", SYSTEM)}
    return suite.model_copy(
        update={"conditions": kept, "suite": suite.suite.model_copy(update={"conditions": tuple(kept)})}
    )


def folder_of(folder: Path, *conversations: Iterable[AnyEvent]) -> Path:
    """A run folder that holds these events."""
    with RunFolder.start(folder, planned()) as run:
        for events in conversations:
            for event in events:
                run.append(event)
    return folder


def declared(name: str, signal: Signal, text: str = "") -> tuple[AnyEvent, ...]:
    """Asks and is blocked by the provider; leaves."""
    reply = Reply(text=text, stop=StopReason.FILTER, signal=signal, usage=Usage(5, 0), wire=WIRE)
    return (
        started(name),
        exchange(1, stance=Stance.BLOCKED, reply=reply, name=name),
        met(1, Strategy.WITHDRAW, Stance.BLOCKED, next=Phase.END, source=signal.source, name=name),
        ended(Cause.LEFT, Flag.SELF_CENSORED, name=name),
    )


def forked(name: str, parent: str, arm: str, reply: str, *cues: Cue) -> tuple[AnyEvent, ...]:
    """An arm whose second reply is another wording."""
    events = list(refused_once(name))
    first, second = events[0], events[2]
    assert isinstance(first, Started)
    assert isinstance(second, Exchange)
    events[0] = msgspec.structs.replace(first, parent=parent, branch=Branch(at=2, arm=arm, wording=f"{arm}/1"))
    told = msgspec.structs.replace(answer(reply), wire=WIRE)
    seen = exchange(2, stance=Stance.REFUSE, reply=told, cues=(Cue.DECLINES, *cues), name=name).observed
    events[2] = msgspec.structs.replace(second, reply=told, observed=seen, swapped=f"{arm}/1")
    return tuple(events)


def everything(folder: Path) -> Path:
    """A run with a system prompt, declared refusals, a block without a word, arms of a fork, and one broken off."""
    system = refused_once(f"tess/week-is-killing-me/{SYSTEM}/reference:blunt/1")
    field = Signal(source=Source.FIELD, category="safety", text="I cannot help with that here.")
    filtered = Signal(source=Source.FILTER, category="content_filter")
    parent = CELL.format(1)
    return folder_of(
        folder,
        system,
        declared(CELL.format(2), field),
        declared(CELL.format(3), filtered),
        forked(CELL.format(4), parent, "warm", "I can't help with that, and I am glad you told me."),
        forked(CELL.format(5), parent, "cold", "No."),
        chased(Strategy.REPHRASE, name=CELL.format(6))[:-1],
    )


def talks(folder: Path) -> list[Talk]:
    """What a reader would find in an export of this run, whatever its format."""
    return [talk_of(one) for one in Reading(folder)]


def talk_of(one: Conversation) -> Talk:
    messages = tuple(Said(said.role, said.content, n) for n, said in enumerate(one.messages, start=1))
    return Talk(name=one.name, target=one.live.started.target, messages=messages, carried=one.block)


def plan_beside(folder: Path, file: Path) -> Path:
    """A file with the plan of a run beside it."""
    beside(file).write_bytes((folder / "run.json").read_bytes())
    return file


def lines(folder: Path) -> dict[str, list[bytes]]:
    """The events of each conversation, wire included."""
    return {name: [encode(event) for event in events] for name, events in read(folder).conversations.items()}
