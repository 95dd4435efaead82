"""OpenAI chat messages, with what the provider declared on the message it belongs to.

The words of a refusal field stand in `refusal`; a content filter and a stop for refusal stand as the `finish_reason`
or `stop_reason` that they came as.
"""

from __future__ import annotations

from typing import Any

from personas.perception import Source
from simulator.exported.conversation import Conversation
from simulator.exported.lines import named
from simulator.exported.spoken import Spoken

_STOPS = {Source.FILTER: {"finish_reason": "content_filter"}, Source.STOP: {"stop_reason": "refusal"}}


def line(one: Conversation) -> dict[str, Any]:
    """One conversation: who and `messages`, and what is carried in `pastno`."""
    row = {**named(one), "messages": [_message(message) for message in one.messages]}
    return row if one.block is None else {**row, "pastno": one.block}


def _message(message: Spoken) -> dict[str, Any]:
    row = {"role": message.role, "content": message.content}
    if message.refusal is not None:
        row["refusal"] = message.refusal
    return row if message.declared is None else {**row, **_STOPS.get(message.declared, {})}
