"""Chats kept as JSON: a conversation a line, an array of them, one object, or one list of messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from simulator.errors import FormatError
from simulator.imported.chunks import LONGEST, chunks
from simulator.imported.decoded import Decoded, decoded
from simulator.imported.elements import elements
from simulator.imported.lines import Line, lines
from simulator.imported.naming import shown
from simulator.imported.record import (
    CONVERSATIONS,
    LOGGED,
    MESSAGES,
    PROMPTED,
    Layout,
    Record,
    stem,
    talk_of,
    unreadable,
)
from simulator.imported.talk import Talk

OPENAI = (MESSAGES, LOGGED)
HF = (MESSAGES, PROMPTED, CONVERSATIONS)
SHAREGPT = (CONVERSATIONS,)
HEAD = 1 << 20
"""Bytes in which a file shows what it is."""


class Kept(StrEnum):
    """How JSON is kept in a file."""

    LINES = "JSON lines"
    ARRAY = "JSON array"
    OBJECT = "one JSON object"
    LIST = "one list of messages"


def read_openai(file: Path, kept: Kept | None = None) -> Iterator[Talk]:
    """OpenAI chat messages: `{"messages": [...]}`, bare lists of messages, or pairs of request and response.

    Args:
        file: what to read; its memory does not grow with it unless it is one conversation.
        kept: how the conversations are kept; found out where it is not given.

    Raises:
        StoreError: it cannot be read.
        FormatError: it ends early; what stood before was given.
    """
    return read_records(file, OPENAI, kept)


def read_sharegpt(file: Path, kept: Kept | None = None) -> Iterator[Talk]:
    """ShareGPT: `{"conversations": [{"from": "human", "value": "..."}]}`, and its variants; see `read_openai`."""
    return read_records(file, SHAREGPT, kept)


def read_records(file: Path, layouts: Sequence[Layout], kept: Kept | None = None) -> Iterator[Talk]:
    """The records of a file of JSON as transcripts; what is none comes as one without messages, with the reason.

    Raises:
        StoreError: it cannot be read.
        FormatError: it ends early; what stood before was given.
    """
    kept = kept or kept_in(file)
    if kept is Kept.LIST:
        yield from _one_list(file, layouts)
        return
    where = shown(file.name)
    for number, one in enumerate(values(file, kept), start=1):
        place = where if kept is Kept.OBJECT and not one.problem else f"{where}:{one.line}"
        name = stem(file) if kept is Kept.OBJECT else f"{stem(file)}-{number}"
        yield unreadable(place, one.problem) if one.problem else talk_of(Record(place, name, one.value), layouts)


def values(file: Path, kept: Kept) -> Iterator[Decoded]:
    """The values of a file, each decoded, or with the reason why it is not.

    Raises:
        StoreError: it cannot be read.
        FormatError: it ends early.
    """
    if kept is Kept.OBJECT:
        yield decoded(_whole(file))
    elif kept is Kept.LINES:
        yield from (decoded(line) for line in lines(file) if line.data is None or line.data.strip())
    else:
        yield from map(decoded, elements(chunks(file), shown(file.name)))


def kept_in(file: Path) -> Kept:
    """How JSON is kept in a file that begins with a bracket; its beginning says so.

    Raises:
        StoreError: it cannot be read.
    """
    first, *more = [line for line in head(file).split(b"\n") if line.strip()] or [b""]
    if more and (_whole_value(first) or (_opens(more[0]) and first.strip() != b"[")):
        return Kept.LINES
    if first.lstrip()[:1] == b"{":
        return Kept.OBJECT if more else Kept.LINES
    one = next(_tolerant(file), None)
    return Kept.LIST if one is not None and _is_message(one.value) else Kept.ARRAY


def head(file: Path) -> bytes:
    """The beginning of a file, as UTF-8.

    Raises:
        StoreError: it cannot be read.
    """
    found = b""
    try:
        for part in chunks(file):
            found += part
            if len(found) >= HEAD:
                break
    except FormatError:
        pass  # Said when the file is read.
    return found


def _whole_value(line: bytes) -> bool:
    return not decoded(Line(1, line)).problem


def _opens(line: bytes) -> bool:
    """Whether a line is a whole record, though the one before it is damaged."""
    return line.startswith(b"{") and _whole_value(line)


def _tolerant(file: Path) -> Iterator[Decoded]:
    """The elements that can be read, as far as the file goes."""
    try:
        yield from (one for one in values(file, Kept.ARRAY) if not one.problem)
    except FormatError:
        return


def _is_message(value: object) -> bool:
    return isinstance(value, dict) and bool({"role", "from"} & value.keys()) and not {"messages"} & value.keys()


def _whole(file: Path) -> Line:
    parts, size = list[bytes](), 0
    for part in chunks(file):
        size += len(part)
        if size > LONGEST:
            return Line(1, None)
        parts.append(part)
    return Line(1, b"".join(parts), last=True)


def _one_list(file: Path, layouts: Sequence[Layout]) -> Iterator[Talk]:
    """One conversation; where the file was cut, what stands before."""
    where, found, broken = shown(file.name), list[object](), list[Talk]()
    problem: FormatError | None = None
    try:
        for one in values(file, Kept.ARRAY):
            found.append(one.value)
            if one.problem:
                broken.append(unreadable(f"{where}:{one.line}", one.problem))
    except FormatError as early:
        problem = early
    yield talk_of(Record(where, stem(file), {layouts[0].keys[0]: found}), layouts)
    yield from broken
    if problem is not None:
        raise problem
