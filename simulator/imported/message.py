"""One message of a chat in JSON, as a provider or a data set writes it. What is no text is noted, never dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from personas.perception import Source
from simulator.chat import Signal
from simulator.imported.naming import shown
from simulator.imported.talk import PERSON, SYSTEM, Said

_WHO = ("role", "from")
_WHAT = ("content", "value")
_CALLED = {"chatgpt": "assistant", "bing": "assistant", "bard": "assistant"}
"""Names of products that stand for whoever answers."""
_TEXTS = frozenset({"text", "input_text", "output_text"})
"""Types of a part that hold words."""
_CUT = (("finish_reason", "length"), ("stop_reason", "max_tokens"))
"""What a provider says of a reply that its limit ended."""


def said(message: object, number: int, notes: list[str]) -> Said | None:
    """A message; None where there is none to be read, which is noted.

    Args:
        message: as it was decoded.
        number: which of its transcript's it is, from 1.
        notes: what was left out or read otherwise is added here, with the number.
    """
    if not isinstance(message, Mapping):
        notes.append(f"message {number}: found {kind(message)}, expected a message; left out")
        return None
    role = _role(message, number, notes)
    words, refusal = _words(message, number, notes)
    signal = _signal(message, refusal)
    if signal is not None and role.strip().lower() in PERSON | SYSTEM:
        notes.append(f"message {number}: a refusal declared on a message of '{shown(role, 40)}' is left out")
        signal = None
    _calls(message, number, notes)
    if any(message.get(name) == value for name, value in _CUT):
        notes.append(f"message {number}: cut by its length")
    return Said(role, words, number, signal)


def kind(value: object) -> str:
    """What a value of JSON is, in a word; never the value."""
    kinds = ((bool, "true or false"), (int | float, "a number"), (str, "text"), (Mapping, "an object"))
    if value is None:
        return "null"
    return next((name for of, name in kinds if isinstance(value, of)), "a list")


def field(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The first of these fields that is there and not null."""
    return next((record[name] for name in names if record.get(name) is not None), None)


def _role(message: Mapping[str, Any], number: int, notes: list[str]) -> str:
    role = field(message, _WHO)
    if isinstance(role, str):
        return _CALLED.get(role.strip().lower(), role)
    notes.append(f"message {number}: found {kind(role)} as the role, expected text")
    return ""


def _words(message: Mapping[str, Any], number: int, notes: list[str]) -> tuple[str, str | None]:
    """The words, and those of a refusal that the provider put beside them."""
    content, refusal = field(message, _WHAT), message.get("refusal")
    declared = refusal if isinstance(refusal, str) and refusal.strip() else None
    if isinstance(content, str):
        return content, declared
    if isinstance(content, list | tuple):
        return _parts(content, number, notes, declared)
    if isinstance(content, bool | int | float):
        notes.append(f"message {number}: the content is {kind(content)}, read as text")
        return str(content), declared
    if content is not None:
        notes.append(f"message {number}: the content is {kind(content)}, left out")
    elif declared is None and not any(name in message for name in _WHAT):
        notes.append(f"message {number}: there is no content")
    return "", declared


def _parts(parts: Sequence[object], number: int, notes: list[str], refusal: str | None) -> tuple[str, str | None]:
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
            continue
        of = part.get("type") if isinstance(part, Mapping) else None
        text = part.get("text" if of in _TEXTS else "refusal") if isinstance(part, Mapping) else None
        if of in _TEXTS and isinstance(text, str):
            words.append(text)
        elif of == "refusal" and isinstance(text, str):
            refusal = text
        else:
            named = f"of type '{shown(of, 40)}'" if isinstance(of, str) else f"that is {kind(part)}"
            notes.append(f"message {number}: a part {named} is left out")
    return "\n".join(words), refusal


def _signal(message: Mapping[str, Any], refusal: str | None) -> Signal | None:
    """What the provider declared; its own word for a stop stands on the message, or on the choice it was in."""
    if refusal is not None:
        return Signal(source=Source.FIELD, text=refusal)
    if message.get("finish_reason") == "content_filter":
        return Signal(source=Source.FILTER)
    if message.get("stop_reason") == "refusal":
        return Signal(source=Source.STOP)
    return None


def _calls(message: Mapping[str, Any], number: int, notes: list[str]) -> None:
    calls = message.get("tool_calls")
    count = (len(calls) if isinstance(calls, list | tuple) else int(bool(calls))) + bool(message.get("function_call"))
    if count:
        notes.append(f"message {number}: {count} call{'s of tools are' if count > 1 else ' of a tool is'} left out")
