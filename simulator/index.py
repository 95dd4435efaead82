"""Where each conversation of a run folder stands, so that one can be read without the others."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from simulator.appender import reason
from simulator.errors import StoreError
from simulator.jsonl import whole_lines
from simulator.store import event_files, read_plan
from simulator.stream import tag_of
from simulator.transcript import AnyEvent, decode


class _Place(NamedTuple):
    """One line, in bytes from the beginning of its file."""

    file: Path
    start: int
    length: int
    where: str
    """`file:line`, for errors."""


class Index:
    """Reads a run folder once for the ids alone; a conversation is decoded when it is asked for.

    Lines that are appended later are not in it.
    """

    def __init__(self, folder: Path) -> None:
        """Read the ids.

        Raises:
            StoreError: no run folder, or a file cannot be read.
            FormatError: the plan is none, or a line is no record line.
        """
        self.plan = read_plan(folder)
        self.torn: list[str] = []
        """Notes on torn last lines that were ignored."""
        self._places: dict[str, list[_Place]] = {}
        for file in event_files(folder):
            self._add(file)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the conversations that were begun, in the order in which they were."""
        return tuple(self._places)

    def events(self, name: str) -> tuple[AnyEvent, ...]:
        """The events of one conversation, in order.

        Raises:
            KeyError: no conversation of that id.
            StoreError: a file cannot be read.
            FormatError: a line is no event.
        """
        return tuple(decode(_read(place), place.where) for place in self._places[name])

    def _add(self, file: Path) -> None:
        start = 0
        for where, raw in whole_lines(file, self.torn):
            place = _Place(file, start, len(raw), where)
            self._places.setdefault(tag_of(raw, where).id, []).append(place)
            start += len(raw) + 1


def _read(place: _Place) -> bytes:
    try:
        with place.file.open("rb") as lines:
            lines.seek(place.start)
            return lines.read(place.length)
    except OSError as problem:
        raise StoreError(f"{place.file}: cannot be read: {reason(problem)}; make it readable and try again") from None
