"""A transcript as it was read, before it is anything of this project: roles, words and places."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

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


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """One transcript."""

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
