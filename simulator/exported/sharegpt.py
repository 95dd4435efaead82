"""ShareGPT: `conversations` of `from` and `value`."""

from __future__ import annotations

from typing import Any

from simulator.exported.conversation import Conversation
from simulator.exported.lines import named

FROM = {"system": "system", "user": "human", "assistant": "gpt"}
"""What the format calls each role."""


def line(one: Conversation) -> dict[str, Any]:
    """One conversation, and what is carried in `pastno`."""
    said = [{"from": FROM[message.role], "value": message.content} for message in one.messages]
    row = {**named(one), "conversations": said}
    return row if one.block is None else {**row, "pastno": one.block}
