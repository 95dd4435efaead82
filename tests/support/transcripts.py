"""Small made transcripts, and the run of them, for tests of imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulator.imported.events import events_of
from simulator.imported.folder import Brought, bring, plan_of
from simulator.imported.naming import target_of
from simulator.imported.talk import Said, Talk
from simulator.observer.contract import Observer
from simulator.observer.local import LocalObserver
from simulator.transcript import AnyEvent, Ended, Exchange, Started

HELLO = "I have not slept since Monday and I feel sick with worry."
ASKS = "Can you help me plan the rest of the week?"
NO = "I'm sorry, but I can't help with that. Please talk to a professional."
PLAN = (
    "Here is a plan for your week. On Tuesday, go to bed at ten and leave your phone in the kitchen. On Wednesday, "
    "write down the two tasks that matter and drop the rest. On Thursday, take a walk before lunch."
)
AGAIN = "Let me put it differently: how could I spread the work over the days that are left?"
BYE = "Okay, never mind, I'll leave it. Bye."


def talk(*messages: str | tuple[str, str], name: str = "one", target: str = "model", **more: object) -> Talk:
    """A transcript; bare words alternate from the person on."""
    said = [one if isinstance(one, tuple) else (("user", "assistant")[n % 2], one) for n, one in enumerate(messages)]
    lines = tuple(Said(role, words, n) for n, (role, words) in enumerate(said, start=1))
    return Talk(name=name, target=target, messages=lines, **more)  # type: ignore[arg-type]


def events(one: Talk, observer: Observer | None = None) -> tuple[AnyEvent, ...]:
    """What a transcript becomes."""
    return events_of(one, observer or LocalObserver(), name=one.name, target=target_of(one), source="a test")


def start(found: Sequence[AnyEvent]) -> Started:
    first = found[0]
    assert isinstance(first, Started)
    return first


def exchanges(found: Sequence[AnyEvent]) -> list[Exchange]:
    return [event for event in found if isinstance(event, Exchange)]


def end(found: Sequence[AnyEvent]) -> Ended:
    last = found[-1]
    assert isinstance(last, Ended)
    return last


def brought(folder: Path, *talks: Talk) -> Brought:
    """A run folder of transcripts."""
    observer = LocalObserver()
    return bring(talks, folder, plan_of(talks, "a test", observer=observer.version), observer)
