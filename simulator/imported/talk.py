"""A transcript as it was read, before it is anything of this project: roles, words and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from simulator.chat import Signal

PERSON = frozenset({"user", "human", "client", "patient", "seeker", "member"})
"""Roles of the person, in lower case."""
TARGET = frozenset(
    {"assistant", "agent", "ai", "bot", "chatbot", "model", "gpt", "therapist", "counselor", "counsellor"}
)
"""Roles of whoever answers."""
SYSTEM = frozenset({"system", "developer"})
"""Roles of what is said to the target before the conversation."""


class Said(NamedTuple):
    """One message."""

    role: str
    """As the source has it, whatever its case."""
    content: str
    """Verbatim."""
    line: int = 0
    """Its line or its number in the source, from 1; 0 where it has none."""
    signal: Signal | None = None
    """A refusal that the provider declared, where the source tells of one."""


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """One transcript; without messages it is one that could not be read, and `notes` say why."""

    name: str
    """What the source calls it; made safe and unique when it is imported."""
    target: str
    """Who answered, as the source calls it."""
    messages: tuple[Said, ...]
    place: str = ""
    """Where in the source it stands, for notes and errors."""
    locale: str | None = None
    ask: str = ""
    before: int = 0
    """Messages before the first one that are missing."""
    counted: Literal["line", "message", "row"] = "line"
    """What the numbers of the messages count."""
    notes: tuple[str, ...] = ()
    """What the reader noticed: what it left out, or could not read, each with its line."""
    carried: Mapping[str, Any] | None = None
    """What this project wrote beside the messages when it exported them, as it was found."""
