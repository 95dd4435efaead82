"""Messages as the chat templates of Hugging Face and TRL's language modelling take them: role and content alone."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.exported.conversation import Conversation
from simulator.exported.lines import named


def line(one: Conversation) -> dict[str, Any]:
    """One conversation. What is carried is JSON text: a table has no column for what differs from row to row."""
    said = [{"role": message.role, "content": message.content} for message in one.messages]
    row = {**named(one), "messages": said}
    return row if one.block is None else {**row, "pastno": msgspec.json.encode(one.block).decode()}
