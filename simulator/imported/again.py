"""The events of an imported conversation, made again from its own texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from simulator.imported.events import events_of
from simulator.imported.talk import Said, Talk
from simulator.observer.contract import Observer
from simulator.provenance import Gap, Imported
from simulator.transcript import AnyEvent, Ended, Exchange, Started


def rebuilt(events: Sequence[AnyEvent], observer: Observer) -> tuple[AnyEvent, ...]:
    """What the texts of an imported conversation become today.

    What the source said beside them (its place, its notes) is taken as recorded. Of a conversation whose import was
    broken off nothing is made from its last exchange on: what that leads to depends on what is missing.

    Args:
        events: as recorded, beginning with `started`.
        observer: reads the replies.

    Raises:
        FormatError: no exchange, or no imported conversation.
    """
    first = events[0]
    if not isinstance(first, Started) or first.imported is None:
        raise AssertionError("only an imported conversation is made again from its texts")
    held = [event for event in events if isinstance(event, Exchange)]
    source = first.imported
    made = events_of(_talk(first.target, source, held), observer, name=source.name, target=first.target, source="")
    again = msgspec.structs.replace(made[0], imported=source)
    if isinstance(events[-1], Ended):
        return (again, *made[1:])
    last = max(index for index, event in enumerate(made) if isinstance(event, Exchange))
    return (msgspec.structs.replace(again, budget=first.budget), *made[1:last])


def _talk(target: str, source: Imported, held: Sequence[Exchange]) -> Talk:
    return Talk(
        name=source.name,
        target=target,
        messages=tuple(message for exchange in held for message in _messages(exchange)),
        place=source.place,
        locale=source.locale,
        ask=source.ask,
        before=source.before,
    )


def _messages(exchange: Exchange) -> Iterator[Said]:
    yield Said("user", exchange.said)
    if exchange.gap is not Gap.UNANSWERED:
        yield Said("assistant", exchange.reply.text, signal=exchange.reply.signal)
