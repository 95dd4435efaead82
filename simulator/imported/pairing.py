"""Messages into exchanges: one message of the person and the reply to it. Nothing is dropped without a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from simulator.chat import Signal
from simulator.imported.naming import characters, shown
from simulator.imported.talk import PERSON, SYSTEM, TARGET, Said
from simulator.provenance import Gap

_LONGEST = 40
"""Characters of an unknown role that a note repeats."""


class Pair(NamedTuple):
    """One exchange to be."""

    said: str
    """Empty where the reply follows no message."""
    reply: str
    """Empty where there is none, or one without a word."""
    gap: Gap | None = None
    signal: Signal | None = None
    """A refusal that the provider declared."""


class Paired(NamedTuple):
    """A transcript's exchanges, and what is to be said about how they came about."""

    pairs: tuple[Pair, ...]
    system: str | None
    notes: tuple[str, ...]


class _Turn(NamedTuple):
    """All that one side says before the other does."""

    side: str
    text: str
    lines: tuple[int, ...]
    signal: Signal | None = None


class _Notes:
    """What is to be said about a transcript, each with its place."""

    def __init__(self, counted: str) -> None:
        self.said: list[str] = []
        self._counted = counted

    def at(self, numbers: Sequence[int], words: str) -> None:
        self.said.append(f"{self.place(numbers)}: {words}")

    def place(self, numbers: Sequence[int]) -> str:
        known = [str(number) for number in numbers if number]
        if not known:
            return "somewhere"
        if len(known) < 3:
            return f"{self._counted}{'s' * (len(known) > 1)} {' and '.join(known)}"
        return f"{self._counted}s {known[0]} to {known[-1]}"


def pair(messages: Sequence[Said], counted: str = "line") -> Paired:
    """Pair messages: what one side says in a row is joined; a reply without a message, or the reverse, is kept.

    Args:
        messages: all of a transcript, in order.
        counted: what their numbers count, for the notes.
    """
    notes = _Notes(counted)
    sided = [(_side(message), message) for message in messages]
    for side, message in sided:
        if side == "unknown":
            notes.at([message.line], _unknown(message))
    system = [message for side, message in sided if side == "system" and message.content.strip()]
    if len(system) > 1:
        notes.said.append(f"{len(system)} system messages ({notes.place([one.line for one in system])}), joined")
    turns = list(_turns([one for one in sided if one[0] in ("person", "target")], notes))
    pairs = tuple(_pairs(turns, notes))
    return Paired(pairs, "\n\n".join(one.content for one in system) or None, tuple(notes.said))


def _side(message: Said) -> str:
    role = message.role.strip().lower()
    if role in PERSON:
        return "person"
    if role in TARGET:
        return "target"
    return "system" if role in SYSTEM else "unknown"


def _unknown(message: Said) -> str:
    role = shown(message.role.strip(), _LONGEST)
    return f"unknown role '{role}', left out with its {characters(message.content)}"


def _turns(sided: Sequence[tuple[str, Said]], notes: _Notes) -> Iterator[_Turn]:
    for side, group in groupby(sided, lambda one: one[0]):
        messages = [message for _, message in group]
        lines = tuple(message.line for message in messages)
        if len(messages) > 1:
            notes.at(lines, f"{len(messages)} messages of the {side} in a row, joined")
        signal = next((m.signal for m in reversed(messages) if m.signal is not None), None)
        yield _Turn(side, "\n\n".join(m.content for m in messages if m.content.strip()), lines, signal)


def _pairs(turns: Sequence[_Turn], notes: _Notes) -> Iterator[Pair]:
    waiting: _Turn | None = None
    for turn in turns:
        if turn.side == "person":
            waiting = turn
            continue
        yield _answered(waiting, turn, notes)
        waiting = None
    if waiting is not None:
        notes.at(waiting.lines, "no reply follows the person's last message")
        yield Pair(waiting.text, "", Gap.UNANSWERED)


def _answered(person: _Turn | None, reply: _Turn, notes: _Notes) -> Pair:
    said = person.text if person is not None else ""
    if person is None:
        notes.at(reply.lines, "the transcript begins with a reply")
    elif not said:
        notes.at(person.lines, "the person's message is empty")
    if not reply.text and reply.signal is None:
        notes.at(reply.lines, "the reply is empty")
        return Pair(said, "", Gap.EMPTY)
    return Pair(said, reply.text, None if said else Gap.UNASKED, reply.signal)
