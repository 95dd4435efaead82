"""One record of a file as a transcript, by the layouts in which chats are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from documents.locale import check_locale
from simulator.imported.message import field, kind, said
from simulator.imported.naming import shown
from simulator.imported.talk import Said, Talk

DEEPEST = 100
"""Layers that what was carried may have; what this project writes has few."""
UNKNOWN = "unknown"
"""Who answered, where nothing says it."""
_IDS = ("id", "conversation_id", "conversationId", "uuid", "custom_id", "name")
_TARGETS = ("model", "target", "model_name")
_LISTS = ("conversations", "conversation", "items")
_LISTED = 6
"""Keys that an error names."""


class Record(NamedTuple):
    """One value of a file."""

    place: str
    """Where it stands, as `chats.jsonl:12`."""
    name: str
    """What it is called where it does not say."""
    value: object


class Layout(NamedTuple):
    """A way to keep a chat in a record."""

    keys: tuple[str, ...]
    """Fields, the first of which holds a list of messages by itself; the others in which they may stand as well."""
    words: str
    fits: Callable[[Mapping[str, Any]], bool]
    messages: Callable[[Mapping[str, Any]], Sequence[object]]


def talk_of(record: Record, layouts: Sequence[Layout]) -> Talk:
    """A record as a transcript; one without messages, and with a note, where it is none.

    Args:
        record: what was read.
        layouts: those of the format, the likeliest first.
    """
    value = {layouts[0].keys[0]: record.value} if isinstance(record.value, list) else record.value
    if not isinstance(value, Mapping):
        return unreadable(record.place, f"found {kind(value)}, expected a conversation", record.name)
    layout = next((one for one in layouts if one.fits(value)), None)
    if layout is None:
        found = ", ".join(shown(str(key), 40) for key in list(value)[:_LISTED]) or "no field"
        return unreadable(record.place, f"found {found}, expected {wanted(layouts)}", _name(value, record.name))
    return _talk(record, value, layout.messages(value))


def unreadable(place: str, why: str, name: str = "") -> Talk:
    """Stands for what could not be read: it is left out, with its place and the reason."""
    return Talk(name=name or place, target=UNKNOWN, messages=(), place=place, notes=(why,))


def wanted(layouts: Sequence[Layout]) -> str:
    """The layouts as an error names them."""
    return " or ".join(one.words for one in layouts)


def stem(file: Path) -> str:
    """A file's name without what says how it is packed and kept."""
    return file.name.removesuffix(".gz").rpartition(".")[0] or file.name


def _talk(record: Record, value: Mapping[str, Any], messages: Sequence[object]) -> Talk:
    notes: list[str] = []
    first = value.get("system")
    system = (Said("system", first),) if isinstance(first, str) and first.strip() else ()
    read = (said(message, number, notes) for number, message in enumerate(messages, start=1))
    target = field(value, _TARGETS) or field(_part(value, "response"), _TARGETS)
    return Talk(
        name=_name(value, record.name),
        target=target if isinstance(target, str) else UNKNOWN,
        messages=(*system, *(message for message in read if message is not None)),
        place=record.place,
        locale=locale(value.get("locale")),
        counted="message",
        notes=tuple(notes),
        carried=carried(value.get("pastno")),
    )


def carried(value: object) -> Mapping[str, Any] | None:
    """What this project wrote beside the messages, as an object or as the JSON text of one; None where it is none."""
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) and _depth(value) <= DEEPEST else None


def _depth(value: object) -> int:
    """How deeply a value is nested, as far as it matters."""
    depth, layer = 0, [value]
    while layer and depth <= DEEPEST:
        depth += 1
        held = [one for one in layer if isinstance(one, dict | list)]
        layer = [inner for one in held for inner in (one.values() if isinstance(one, dict) else one)]
    return depth


def _name(value: Mapping[str, Any], otherwise: str) -> str:
    found = field(value, _IDS)
    return str(found) if isinstance(found, str | int) and str(found).strip() else otherwise


def locale(value: object) -> str | None:
    """A language and country, as in `en-GB`; None where a value is no such thing, which says nothing."""
    try:
        return check_locale(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within an object, or within its `body`; empty where there is none."""
    found = value.get(name)
    found = found.get("body", found) if isinstance(found, Mapping) else found
    return found if isinstance(found, Mapping) else {}


def _listed(value: object) -> list[object] | None:
    """A list, or the one that a text of JSON is; tables keep lists so."""
    if isinstance(value, str) and value.lstrip()[:1] == "[":
        try:
            value = msgspec.json.decode(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, list) else None


def _list(value: Mapping[str, Any], names: Sequence[str]) -> list[object]:
    return next((found for name in names if (found := _listed(value.get(name))) is not None), [])


def _turned(value: object, role: str) -> list[object]:
    """A prompt or a reply: messages, or the words of one."""
    return _listed(value) or [{"role": role, "content": value}]


def _logged(value: Mapping[str, Any]) -> list[object]:
    """The messages of a request and the message of its response."""
    choices = _list(_part(value, "response"), ("choices",))
    return [*_list(_part(value, "request"), ("messages",)), *map(_choice, range(1, len(choices) + 1), choices)]


def _choice(number: int, choice: object) -> object:
    """The message of a choice. Nobody was shown a second one: it gets a role of its own, so that it is left out."""
    if not isinstance(choice, Mapping) or not isinstance(choice.get("message"), Mapping):
        return choice
    said = {name: value for name, value in choice["message"].items() if value is not None}
    message = {"finish_reason": choice.get("finish_reason"), "stop_reason": choice.get("stop_reason")} | said
    return message if number == 1 else message | {"role": f"choice {number}"}


def _has(*names: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda value: any(_listed(value.get(name)) is not None for name in names)


def _both(first: str, second: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda value: first in value and second in value


MESSAGES = Layout(("messages",), "a list 'messages'", _has("messages"), lambda value: _list(value, ("messages",)))
LOGGED = Layout(("request",), "'request' and 'response'", _both("request", "response"), _logged)
CONVERSATIONS = Layout(_LISTS, "a list 'conversations'", _has(*_LISTS), lambda value: _list(value, _LISTS))
PROMPTED = Layout(
    ("prompt",),
    "'prompt' and 'completion'",
    _both("prompt", "completion"),
    lambda value: [*_turned(value["prompt"], "user"), *_turned(value["completion"], "assistant")],
)
KNOWN = frozenset(
    {*_IDS, *_TARGETS, *_LISTS, "messages", "prompt", "completion", "request", "response", "system", "locale", "pastno"}
)
"""Fields that are read; whatever else a record holds is no part of its transcript."""
