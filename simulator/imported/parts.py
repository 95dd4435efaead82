"""What one message of an Inspect log says in words; everything else it holds is noted with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from simulator.imported.naming import characters

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage

LONGEST = 80
"""Characters of a foreign word that a note repeats."""


class Words(NamedTuple):
    """The words of one message."""

    text: str
    """Verbatim; parts of text are joined by a line end."""
    refusal: str | None
    """What stands in a part that the provider marked as a refusal; None where there is none."""
    notes: tuple[str, ...]
    """What else it holds."""


def words(message: ChatMessage, number: int) -> Words:
    """Read one message.

    Args:
        message: with content as text or as parts.
        number: its number in the conversation, from 1; notes name it.
    """
    if isinstance(message.content, str):
        return Words(message.content, None, tuple(_around(message, number)))
    texts = [part.text for part in message.content if part.type == "text" and not part.refusal]
    refusals = [part.text for part in message.content if part.type == "text" and part.refusal]
    notes = [_left_out(part, number) for part in message.content if part.type != "text"]
    return Words("\n".join(texts), "\n".join(refusals) or None, (*notes, *_around(message, number)))


def shown(foreign: object) -> str:
    """A foreign word as a note may repeat it: one short line without control characters."""
    text = "".join(c if c.isprintable() else "?" for c in " ".join(str(foreign).split()))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _around(message: ChatMessage, number: int) -> Iterator[str]:
    """What stands beside the content."""
    for call in getattr(message, "tool_calls", None) or ():
        yield f"message {number}: called the tool '{shown(call.function)}', left out"
    if (message.metadata or {}).get("prefill"):
        yield f"message {number}: begins with words that the target was given, not its own"


def _left_out(part: object, number: int) -> str:
    kind = str(getattr(part, "type", "?"))
    if kind == "reasoning":
        return f"message {number}: reasoning of {characters(getattr(part, 'reasoning', ''))}, left out"
    if kind == "tool_use":
        return f"message {number}: used the tool '{shown(getattr(part, 'name', '?'))}', left out with its result"
    return f"message {number}: content of the kind '{shown(kind)}', left out"
