"""Conversations of a run folder, one after the other as each comes to its end, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from simulator.errors import FormatError
from simulator.jsonl import whole_lines
from simulator.store import event_files

ENDED = "ended"


class Line(msgspec.Struct, gc=False, frozen=True):
    """One line of the record, undecoded."""

    where: str
    """`file:line`, for errors."""
    raw: bytes


class Lines(msgspec.Struct, frozen=True):
    """The lines of one conversation that came to its end, in order."""

    id: str
    lines: tuple[Line, ...]


class Tag(msgspec.Struct, gc=False):
    """What can be read of a line without decoding all of it."""

    id: str
    """Of the conversation."""
    type: str
    """The event's."""


_tags = msgspec.json.Decoder(Tag)


class Stream:
    """Reads a run folder once; what it noticed stands in `torn` and `open` when it is through."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.torn: list[str] = []
        self.open: dict[str, list[Line]] = {}
        """Conversations that have not ended; all of them are held in memory until they do."""

    def __iter__(self) -> Iterator[Lines]:
        """The conversations in the order in which they ended.

        Raises:
            StoreError: a file cannot be read.
            FormatError: a line is no event.
        """
        for file in event_files(self._folder):
            for where, raw in whole_lines(file, self.torn):
                tag = tag_of(raw, where)
                lines = self.open.setdefault(tag.id, [])
                lines.append(Line(where, raw))
                if tag.type == ENDED:
                    yield Lines(tag.id, tuple(self.open.pop(tag.id)))


def tag_of(raw: bytes, where: str) -> Tag:
    """Read the tag of a line.

    Raises:
        FormatError: it is no record line.
    """
    try:
        return _tags.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise FormatError(f"{where}: not a record line: {problem}; move the file away or restore it") from None
