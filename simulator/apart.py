"""Where two events differ: field by field, in few words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import msgspec

from simulator.transcript import AnyEvent, Exchange, Met, comparable

MOST = 12
"""Fields named of one event; the rest is counted."""
SHOWN = 60
"""Characters of a value that are shown."""
_NOTHING = object()


class Field(msgspec.Struct, frozen=True):
    """One field that differs."""

    name: str
    """Its path in the line, as `state.trust` or `observed.sightings.0.1`."""
    recorded: str
    recomputed: str


def apart(recorded: AnyEvent, recomputed: AnyEvent) -> tuple[Field, ...]:
    """The fields that differ, in the order of the line; at most `MOST` and one that counts the others."""
    pair = (msgspec.json.decode(comparable(event)) for event in (recorded, recomputed))
    found = list(_walk("", *pair))
    rest = len(found) - MOST
    return (*found[:MOST], Field("others", f"{rest} more fields", "")) if rest > 0 else tuple(found)


def called(event: AnyEvent) -> str:
    """An event in words: its type, and its exchange."""
    tag = str(event.__struct_config__.tag)
    if isinstance(event, Exchange):
        return f"exchange {event.n}"
    return f"{tag} (the refusal of exchange {event.encounter.exchange})" if isinstance(event, Met) else tag


def _walk(name: str, one: Any, other: Any) -> Iterator[Field]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            yield from _walk(f"{name}.{key}" if name else key, one.get(key, _NOTHING), other.get(key, _NOTHING))
    elif isinstance(one, list) and isinstance(other, list):
        for index, pair in enumerate(zip_longest(one, other, fillvalue=_NOTHING)):
            yield from _walk(f"{name}.{index}", *pair)
    elif one != other or type(one) is not type(other):
        start = _same(one, other) if isinstance(one, str) and isinstance(other, str) else 0
        yield Field(name, _short(one, start), _short(other, start))


def _same(one: str, other: str) -> int:
    """Characters that both begin with, less a few, so that a long text is shown where it differs."""
    pairs = enumerate(zip(one, other, strict=False))
    first = next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
    return max(0, first - SHOWN // 3) if max(len(one), len(other)) > SHOWN else 0


def _short(value: Any, start: int) -> str:
    if value is _NOTHING:
        return "(not there)"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    shown = text[start : start + SHOWN]
    return f"{'…' * (start > 0)}{shown}{'…' * (start + SHOWN < len(text))}"
