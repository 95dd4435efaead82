"""Conversations of a run as they are exported: one after the other, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from personas.perception import Cue
from simulator.errors import FormatError
from simulator.exported.sidecar import digest
from simulator.exported.spoken import Spoken, spoken, system_of
from simulator.fold import Live, fold
from simulator.imported.carried import pack
from simulator.store import PLAN, read_plan
from simulator.stream import Lines, Stream
from simulator.transcript import AnyEvent, decode

Change = Callable[["Conversation"], "Conversation"]


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation as it is exported."""

    name: str
    """Its id."""
    messages: tuple[Spoken, ...]
    live: Live
    block: Mapping[str, Any] | None = None
    """What only this project reads: the events, without the texts; see `simulator.imported.carried`."""

    @property
    def unsafe(self) -> int:
        """How many of its replies give what must not be given."""
        return sum(Cue.UNSAFE in exchange.observed.cues for exchange in self.live.exchanges)


class Reading:
    """Reads a run folder once; what it found stands in its counts when it is through."""

    def __init__(self, folder: Path, *, only: str = "", carry: bool = True) -> None:
        """Open a run.

        Args:
            folder: the run's.
            only: the conversations whose id holds this, in any case; all where it is empty.
            carry: whether the conversations get their block.

        Raises:
            StoreError: no run folder.
        """
        self.plan = read_plan(folder)
        self.frozen = (folder / PLAN).read_bytes()
        """The plan's file, as it stands there."""
        self.exported = self.silent = self.unfinished = self.unsafe = 0
        self.torn: list[str] = []
        self._folder = folder
        self._only = only.lower()
        self._plan = digest(self.frozen) if carry else ""

    def __iter__(self) -> Iterator[Conversation]:
        """The conversations, those without a word left out and counted in `silent`.

        Raises:
            StoreError: a file cannot be read.
            FormatError: a damaged line, or text that no file in UTF-8 can hold.
            TransitionError: a move that the phase table does not have.
        """
        stream = Stream(self._folder)
        for lines in chain(stream, _begun(stream)):
            if self._only not in lines.id.lower():
                continue
            one = self._conversation(tuple(decode(line.raw, line.where) for line in lines.lines))
            if one.live.exchanges:
                self._count(one)
                yield one
            else:
                self.silent += 1
        self.torn = stream.torn

    def _conversation(self, events: tuple[AnyEvent, ...]) -> Conversation:
        live = fold(events)
        messages = spoken(events, system_of(live.started, self.plan))
        block = pack(events, messages, self._plan) if self._plan else None
        return Conversation(name=live.id, messages=messages, live=live, block=block)

    def _count(self, one: Conversation) -> None:
        self.exported += 1
        self.unfinished += one.live.ended is None
        self.unsafe += one.unsafe


def _begun(stream: Stream) -> Iterator[Lines]:
    """Conversations that have not come to their end; known when the stream is through."""
    for name, lines in stream.open.items():
        yield Lines(name, tuple(lines))


def whole(one: Conversation) -> Conversation:
    """The conversation, where a file in UTF-8 can hold its words.

    Raises:
        FormatError: it holds half a character.
    """
    for message in one.messages:
        try:
            message.content.encode()
        except UnicodeEncodeError as problem:
            raise FormatError(
                f"{one.name}, exchange {message.n}: found half a character (a lone surrogate) at character "
                f"{problem.start + 1} of the {message.role}'s words, expected text that UTF-8 can hold; mend the text"
            ) from None
    return one
