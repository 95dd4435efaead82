"""A conversation with other words: what is exported once who somebody is was taken out of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from simulator.chat import Reply, Role, Signal
from simulator.exported.conversation import Conversation
from simulator.exported.spoken import Spoken, spoken
from simulator.imported.talk import Said, Talk
from simulator.plan import Plan
from simulator.transcript import Exchange, Started

Redact = Callable[[Talk], Talk]
"""Takes and gives as many messages, in the same order."""


def reworded(one: Conversation, redact: Redact, locale: str | None) -> Conversation:
    """The conversation with the words of its messages, of declared refusals and of its name as `redact` gives them.

    Nothing else of it that could hold words of people is kept: no block, no drafts of a voice, no parent that is
    called after an imported conversation.

    Args:
        one: as it stands in the record.
        redact: changes words alone.
        locale: the person's language and country, where they are known.
    """
    imported = one.live.started.imported
    found = redact(
        Talk(
            name=imported.name if imported is not None else "",
            target=one.live.started.target,
            messages=tuple(map(_said, one.messages)),
            locale=locale,
        )
    )
    words = {(said.n, said.role): new for said, new in zip(one.messages, found.messages, strict=True)}
    started = _started(one.live.started, found.name)
    exchanges = tuple(_exchange(exchange, words) for exchange in one.live.exchanges)
    live = msgspec.structs.replace(one.live, started=started, exchanges=exchanges)
    system = words.get((0, "system"))
    messages = spoken(exchanges, system.content if system is not None else None)
    return Conversation(name=started.id, messages=messages, live=live)


def locale_of(started: Started, plan: Plan) -> str | None:
    """The person's language and country, where they are known."""
    if started.imported is not None:
        return started.imported.locale
    persona = plan.personas.get(started.persona)
    return persona.locale if persona is not None else None


def _said(message: Spoken) -> Said:
    signal = Signal(source=message.declared, text=message.refusal) if message.declared is not None else None
    return Said(message.role, message.content, 0, signal)


def _started(started: Started, name: str) -> Started:
    imported = started.imported
    if imported is None:
        return msgspec.structs.replace(started, parent=None if _of_people(started.parent) else started.parent)
    named = msgspec.structs.replace(imported, name=name, place="", ask="", system=None, notes=())
    return msgspec.structs.replace(
        started, id=started.id.replace(imported.name, name), parent=None, imported=named
    )  # fmt: skip


def _of_people(parent: str | None) -> bool:
    """Whether a conversation was imported: its id begins with nobody."""
    return parent is not None and parent.startswith("-/")


def _exchange(exchange: Exchange, words: Mapping[tuple[int, Role], Said]) -> Exchange:
    said, reply = words.get((exchange.n, "user")), words.get((exchange.n, "assistant"))
    return msgspec.structs.replace(
        exchange,
        said=said.content if said is not None else "",
        reply=_reply(exchange.reply, reply),
        voiced=None,
    )


def _reply(reply: Reply, said: Said | None) -> Reply:
    signal = reply.signal
    if signal is not None:
        text = said.signal.text if said is not None and said.signal is not None else None
        signal = msgspec.structs.replace(signal, text=text)
    return msgspec.structs.replace(reply, text=said.content if said is not None else "", signal=signal)
