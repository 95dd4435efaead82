"""Small runs to measure: people who say what a test wants, refused or helped."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analysis.realism.message import Conversation, Message, conversations
from personas.perception import Strategy
from simulator.fold import fold
from simulator.plan import Plan, make_plan
from simulator.store import Run
from simulator.transcript import AnyEvent, Cause, Draft, Ended, Exchange, Voiced
from tests.support.builders import chased, ended
from tests.support.people import library, suite

SPEC = "local:smollm2"


def name(*, persona: str = "ada", scenario: str = "night", target: str = "reference:blunt", repetition: int = 1) -> str:
    """A conversation's id."""
    return f"{persona}/{scenario}/plain/{target}/{repetition}"


def talk(
    *lines: str, cause: Cause = Cause.LEFT, voiced: Sequence[Voiced | None] = (), id: str | None = None
) -> tuple[AnyEvent, ...]:
    """Asks, is refused, and says these lines one after the other, refused every time; then it ends."""
    known = id or name()
    events = chased(*[Strategy.INSIST] * len(lines), budget=len(lines) + 1, name=known)
    how = [*voiced, *[None] * (len(lines) - len(voiced))]
    said = [
        msgspec.structs.replace(event, said=lines[event.n - 2], voiced=how[event.n - 2])
        if isinstance(event, Exchange) and event.n > 1
        else event
        for event in events
    ]
    return (*said, ended(cause, name=known))


def by_model(*faults: str, rejected: Sequence[tuple[str, ...]] = ()) -> Voiced:
    """A model's message, said with these faults after these drafts."""
    drafts = tuple(Draft("a draft", tuple(some)) for some in rejected)
    return Voiced(model=SPEC, prompt="1", faults=faults, rejected=drafts)


def lost(*rejected: tuple[str, ...], id: str | None = None) -> tuple[AnyEvent, ...]:
    """Refused once; then the voice cannot go on."""
    known = id or name()
    end = Ended(id=known, cause=Cause.PERSONA_FAILED, voiced=by_model(rejected=rejected))
    return (*chased(name=known), end)


def plan(**changes: object) -> Plan:
    """The small suite against two targets."""
    chosen = suite(**({"targets": ("reference:blunt", "reference:warm"), "repetitions": 3} | changes))
    return make_plan(chosen, library(), observer="built")


def run(*talks: tuple[AnyEvent, ...]) -> Run:
    """A run that holds these conversations."""
    return Run(plan=plan(), conversations={events[0].id: events for events in talks})


def known(*talks: tuple[AnyEvent, ...]) -> list[Conversation]:
    """The same conversations as the measure reads them."""
    return conversations({events[0].id: fold(events) for events in talks}, plan())


def message(
    text: str, occasion: str = "a", *, kind: str = "insist", read: str | None = None, own: str | None = None
) -> Message:
    """One message; all of it is the voice's own unless `own` says what is."""
    return Message(occasion=occasion, kind=kind, text=text, own=text if own is None else own, read=read)
