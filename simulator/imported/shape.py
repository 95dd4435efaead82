"""Which chats a file of JSON holds, by the fields of the first record that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from simulator.errors import FormatError
from simulator.imported.chats import Kept, head, values
from simulator.imported.chunks import chunks
from simulator.imported.decoded import Decoded, decoded
from simulator.imported.elements import keys
from simulator.imported.lines import Line
from simulator.imported.naming import shown
from simulator.imported.record import CONVERSATIONS

FEW = 20
"""Records that are looked at for one that can be read."""
_KEYS = 40
"""Fields of an object that are looked at."""


class Shape(StrEnum):
    """What the records look like."""

    OPENAI = "openai"
    HF = "hf"
    SHAREGPT = "sharegpt"
    INSPECT = "inspect"
    NONE = "none"


class Found(NamedTuple):
    """What a file looks like."""

    shape: Shape
    found: str
    """What stands there, for an error; empty where nothing of it can be read."""


def shape_of(file: Path, kept: Kept) -> Found:
    """What the records of a file look like: the first of them that looks like anything.

    Raises:
        StoreError: it cannot be read.
    """
    if kept is Kept.LIST:
        return _found([one.value for one in _readable(file, Kept.ARRAY)])
    found = [_found(one.value) for one in _readable(file, kept)] or [_unread(file)]
    return next((one for one in found if one.shape is not Shape.NONE), found[0])


def _unread(file: Path) -> Found:
    """What a file looks like of which no record can be decoded: one large object, an empty list, or no JSON."""
    names = [name for name in _keys(file) if name]
    if not names and decoded(Line(1, head(file))).problem:
        return Found(Shape.NONE, "")
    return _of(names, None)


def _found(value: Any) -> Found:
    """What one record looks like."""
    inner = value[0] if isinstance(value, list) and value and isinstance(value[0], list) else value
    if isinstance(inner, list):
        return Found(_listed(inner), "a list of what are no messages" if inner else "an empty list")
    return _of(list(value), value) if isinstance(value, dict) else Found(Shape.NONE, "no object")


def _of(names: list[str], value: Any) -> Found:
    found = ("the fields " + ", ".join(shown(str(name), 40) for name in names[:12])) if names else "no object"
    return Found(_shape(set(names), value), found)


def _readable(file: Path, kept: Kept) -> Iterator[Decoded]:
    """The first records that can be decoded; none of one large object."""
    if kept is Kept.OBJECT:
        return
    try:
        yield from (one for one in islice(values(file, kept), FEW) if not one.problem)
    except FormatError:
        return


def _keys(file: Path) -> Iterator[str]:
    """The first fields of the object that a file is, though it be cut."""
    try:
        yield from islice(keys(chunks(file)), _KEYS)
    except FormatError:
        return


def _shape(names: set[str], value: Any) -> Shape:
    if {"eval", "samples"} <= names:
        return Shape.INSPECT
    if "messages" in names or {"request", "response"} <= names:
        return Shape.OPENAI
    if {"prompt", "completion"} <= names:
        return Shape.HF
    lists = [name for name in CONVERSATIONS.keys if name in names]
    if not lists:
        return Shape.NONE
    inner = next((value[name] for name in lists if isinstance(value, dict) and value[name]), None)
    if not isinstance(inner, list):
        return Shape.SHAREGPT
    return Shape.HF if _listed(inner) is Shape.OPENAI else _listed(inner)


def _listed(messages: list[Any]) -> Shape:
    """What a list of messages looks like by the first of them."""
    first = next((one for one in messages if isinstance(one, dict)), {})
    if "role" in first:
        return Shape.OPENAI
    return Shape.SHAREGPT if "from" in first else Shape.NONE
