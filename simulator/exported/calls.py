"""Calls to a target as Inspect logs them: one `ModelEvent` an exchange, with what the target was really sent.

Inspect's tables take messages from these events, each once, by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from personas.perception import Source
from scenarios.schema import Condition
from simulator.chat import Reply, Signal, StopReason
from simulator.exported.conversation import Conversation
from simulator.exported.spoken import Spoken
from simulator.imported.sampled import FILTERED, SIGNAL
from simulator.transcript import Exchange

if TYPE_CHECKING:
    from inspect_ai.event import ModelEvent
    from inspect_ai.model import ChatMessage, ModelOutput

_STOPS = {StopReason.END: "stop", StopReason.LENGTH: "max_tokens"}
_TYPES = {Source.FILTER: FILTERED, Source.STOP: "refusal", Source.FIELD: "refusal", Source.HTTP: "http"}


def key(*parts: object) -> str:
    """An id that the same parts always make, of 22 characters."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:22]


def message_of(one: Spoken, name: str, exchange: Exchange | None, model: str) -> ChatMessage:
    """A message with its id, and what the record says of it."""
    from inspect_ai.model import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser, ContentText

    named: dict[str, Any] = {"id": key(name, one.n, one.role), "metadata": _of(one, exchange)}
    if one.role == "system":
        return ChatMessageSystem(content=one.content, **named)
    if one.role == "user":
        return ChatMessageUser(content=one.content, **named)
    if not one.refusal:
        return ChatMessageAssistant(content=one.content, model=model, source="generate", **named)
    parts = [ContentText(text=one.content)] if one.content else []
    refused = ContentText(text=one.refusal, refusal=True)
    return ChatMessageAssistant(content=[*parts, refused], model=model, source="generate", **named)


def calls(
    one: Conversation, messages: Sequence[ChatMessage], condition: Condition | None, model: str
) -> Iterator[ModelEvent]:
    """The calls of a conversation, in order.

    Args:
        one: the conversation.
        messages: all of them, as `message_of` makes them.
        condition: under which it was held; None where it was imported.
        model: the target.
    """
    from inspect_ai.event import ModelEvent
    from inspect_ai.model import GenerateConfig

    by_id = {message.id: message for message in messages}
    sampling = condition.sampling if condition is not None else None
    config = GenerateConfig(
        max_tokens=sampling.max_tokens if sampling else None, temperature=sampling.temperature if sampling else None
    )
    stub = condition.stub if condition is not None else ""
    exchanges = one.live.exchanges
    for exchange in exchanges:
        replied = by_id.get(key(exchange.id, exchange.n, "assistant"))
        if replied is None:
            continue
        wire = exchange.reply.wire
        ended = when(exchange)
        yield ModelEvent(
            uuid=key(exchange.id, exchange.n, "call"),
            model=model,
            input=list(_sent(exchange, exchanges, by_id, stub)),
            tools=[],
            tool_choice="none",
            config=config,
            output=output_of(exchange.reply, replied, model, words=one.block is not None),
            retries=wire.attempts - 1 or None,
            timestamp=ended - timedelta(seconds=wire.latency_s),
            completed=ended,
            working_start=0.0,
            working_time=wire.latency_s,
            metadata={"pastno.exchange": exchange.n},
        )


UNTIMED = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""Stands where the record tells no time: events of Inspect must have one."""


def when(exchange: Exchange) -> datetime:
    """When its reply came."""
    at = exchange.reply.wire.at
    return datetime.fromisoformat(at) if at else UNTIMED + timedelta(seconds=exchange.n)


def output_of(reply: Reply, message: ChatMessage, model: str, *, words: bool) -> ModelOutput:
    """A reply as Inspect has it; a refusal that the provider declared is a `content_filter` stop.

    Args:
        reply: as recorded.
        message: its message.
        model: the target.
        words: whether the provider's own words for the refusal are written too.
    """
    from inspect_ai.model import ChatCompletionChoice, ModelOutput, ModelUsage

    signal, used = reply.signal, reply.usage
    usage = None
    if used.input_tokens is not None and used.output_tokens is not None:
        total = used.input_tokens + used.output_tokens
        usage = ModelUsage(input_tokens=used.input_tokens, output_tokens=used.output_tokens, total_tokens=total)
    stop = FILTERED if signal is not None else _STOPS.get(reply.stop, "unknown")
    details = _details(signal, words=words) if signal is not None else None
    return ModelOutput(
        model=reply.model or model,
        choices=[ChatCompletionChoice(message=message, stop_reason=stop, stop_details=details)],
        usage=usage,
        time=reply.wire.latency_s,
        metadata={SIGNAL: signal.source.value} if signal is not None else None,
    )


def _details(signal: Signal, *, words: bool) -> Any:
    from inspect_ai.model import StopDetails

    return StopDetails(type=_TYPES[signal.source], category=signal.category, explanation=signal.text if words else None)


def _of(one: Spoken, exchange: Exchange | None) -> dict[str, Any] | None:
    """What the record says of a message, for whoever reads it in Inspect's viewer."""
    if exchange is None:
        return None
    if one.role == "user":
        return {"phase": exchange.phase.value, "strategy": exchange.strategy.value, "ask": exchange.ask}
    return {"stance": exchange.observed.stance.value, "next": exchange.next.value}


def _sent(
    exchange: Exchange, exchanges: Sequence[Exchange], by_id: dict[str | None, ChatMessage], stub: str
) -> Iterator[ChatMessage]:
    """What the target was sent: refused turns left out, or with the stub in their place, as the record says.

    A stub keeps the id of the reply it stands for: it is the same turn.
    """
    left_out, stubbed = (exchange.sent.left_out, exchange.sent.stubbed) if exchange.sent is not None else ((), ())
    system = by_id.get(key(exchange.id, 0, "system"))
    if system is not None:
        yield system
    for earlier in exchanges[: exchange.n]:
        if earlier.n in left_out:
            continue
        said = by_id.get(key(exchange.id, earlier.n, "user"))
        if said is not None:
            yield said
        replied = by_id.get(key(exchange.id, earlier.n, "assistant"))
        if earlier.n == exchange.n or replied is None:
            continue
        yield replied.model_copy(update={"content": stub}) if earlier.n in stubbed else replied
