"""A conversation as bare messages: what every format holds, in the order in which it was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from personas.perception import Source
from simulator.chat import Reply, Role
from simulator.plan import Plan
from simulator.provenance import Gap
from simulator.transcript import AnyEvent, Exchange, Started


class Spoken(NamedTuple):
    """One message."""

    role: Role
    content: str
    """Verbatim; empty where the provider stopped the reply before a word."""
    n: int = 0
    """The exchange it stands in; 0 for the system prompt."""
    refusal: str | None = None
    """The words in the provider's refusal field, where the refusal came in one."""
    declared: Source | None = None
    """Where the provider declared a refusal, if it did."""


def spoken(events: Iterable[AnyEvent], system: str | None) -> tuple[Spoken, ...]:
    """The messages of a conversation.

    A message or reply that there never was is none; one without a word is an empty one.

    Args:
        events: of one conversation.
        system: what the target was told before, if anything.
    """
    found = [Spoken("system", system)] if system else []
    for exchange in (event for event in events if isinstance(event, Exchange)):
        if exchange.said or (found and found[-1].role != "system"):
            found.append(Spoken("user", exchange.said, exchange.n))
        if exchange.gap is not Gap.UNANSWERED:
            found.append(Spoken("assistant", exchange.reply.text, exchange.n, *_declared(exchange.reply)))
    return tuple(found)


def places(messages: Sequence[Spoken]) -> dict[tuple[int, Role], int]:
    """Where the message of an exchange and a role stands, counted from 0."""
    return {(message.n, message.role): place for place, message in enumerate(messages)}


def _declared(reply: Reply) -> tuple[str | None, Source | None]:
    signal = reply.signal
    if signal is None:
        return None, None
    return (signal.text or None) if signal.source is Source.FIELD else None, signal.source


def system_of(started: Started, plan: Plan) -> str | None:
    """What the target was told before: by the condition, or as an imported transcript has it."""
    if started.imported is not None:
        return started.imported.system
    condition = plan.conditions.get(started.condition)
    return condition.system if condition is not None else None
