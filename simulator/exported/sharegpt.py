"""ShareGPT: `conversations` of `from` and `value`."""

from __future__ import annotations

from typing import Any

from simulator.exported.conversation import Conversation

FROM = {"system": "system", "user": "human", "assistant": "gpt"}
"""What the format calls each role."""


def line(one: Conversation) -> dict[str, Any]:
    """One conversation, and what is carried in `pastno`."""
    row: dict[str, Any] = {"conversations": [{"from": FROM[said.role], "value": said.content} for said in one.messages]}
    return row if one.block is None else {**row, "pastno": one.block}
