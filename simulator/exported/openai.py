"""OpenAI chat messages: what came in the provider's refusal field stands in `refusal`."""

from __future__ import annotations

from typing import Any

from simulator.exported.conversation import Conversation
from simulator.exported.spoken import Spoken


def line(one: Conversation) -> dict[str, Any]:
    """One conversation: `messages`, and what is carried in `pastno`."""
    row: dict[str, Any] = {"messages": [_message(message) for message in one.messages]}
    return row if one.block is None else {**row, "pastno": one.block}


def _message(message: Spoken) -> dict[str, Any]:
    row = {"role": message.role, "content": message.content}
    return row if message.refusal is None else {**row, "refusal": message.refusal}
