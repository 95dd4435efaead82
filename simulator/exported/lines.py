"""Formats of one JSON object a line, one conversation each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from simulator.exported.conversation import Conversation

Line = Callable[[Conversation], dict[str, Any]]


def write_lines(conversations: Iterable[Conversation], file: Path, line: Line) -> None:
    """Write a file.

    Raises:
        OSError: the system refused.
    """
    encoder = msgspec.json.Encoder()
    with file.open("wb") as out:
        for one in conversations:
            out.write(encoder.encode(line(one)) + b"\n")


def named(one: Conversation) -> dict[str, Any]:
    """What every line begins with: the conversation's id, and who answered."""
    return {"id": one.name, "target": one.live.started.target}
