"""What the target is sent: the conversation so far, with refused turns treated as the condition says."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from scenarios.schema import Condition
from simulator.chat import Message
from simulator.fold import Live
from simulator.provenance import Gap
from simulator.transcript import Exchange, Sent

_encoder = msgspec.json.Encoder()


def compose(live: Live, condition: Condition, said: str) -> tuple[tuple[Message, ...], Sent]:
    """The messages of the next request, and the record of how they differ from what was really said.

    `keep` sends refused replies verbatim, `stub` a fixed line, `drop` leaves the refused exchange out, `reset` starts
    the target afresh after it. A block without a word cannot be kept (providers reject or drop empty turns): it
    becomes the stub.
    """
    refused = {encounter.exchange for encounter in live.encounters}
    messages = [Message("system", condition.system)] if condition.system else []
    start = max(refused, default=0) if condition.context == "reset" else 0
    stubbed: list[int] = []
    left_out = list(range(1, start + 1))
    for exchange in live.exchanges[start:]:
        if exchange.n in refused and condition.context == "drop":
            left_out.append(exchange.n)
            continue
        words = _words(exchange, condition, refused)
        if words is None:
            stubbed.append(exchange.n)
        if exchange.said or exchange.gap is not Gap.UNASKED:
            messages.append(Message("user", exchange.said))
        messages.append(Message("assistant", condition.stub if words is None else words))
    messages.append(Message("user", said))
    digest = sha256(_encoder.encode(messages)).hexdigest()
    sent = Sent(sha256=digest, messages=len(messages), stubbed=tuple(stubbed), left_out=tuple(left_out))
    return tuple(messages), sent


def characters_sent(live: Live, exchange: Exchange, condition: Condition) -> int:
    """Characters the target was sent for `exchange`: the system prompt and all messages, the last one included."""
    left_out, stubbed = (exchange.sent.left_out, exchange.sent.stubbed) if exchange.sent is not None else ((), ())
    earlier = [e for e in live.exchanges[: exchange.n - 1] if e.n not in left_out]
    words = [condition.stub if e.n in stubbed else e.reply.shown("") for e in earlier]
    return len(condition.system or "") + sum(map(len, words)) + sum(len(e.said) for e in earlier) + len(exchange.said)


def _words(exchange: Exchange, condition: Condition, refused: set[int]) -> str | None:
    """The reply as it goes back to the target; None stands for the stub."""
    if exchange.n in refused and condition.context == "stub":
        return None
    return exchange.reply.shown("") or None
