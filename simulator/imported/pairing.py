"""Messages into exchanges: one message of the person and the reply to it. Nothing is dropped without a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from simulator.chat import Signal
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


def pair(messages: Sequence[Said]) -> Paired:
    """Pair messages: what one side says in a row is joined; a reply without a message, or the reverse, is kept."""
    notes: list[str] = []
    sided = [(_side(message), message) for message in messages]
    for side, message in sided:
        if side == "unknown":
            notes.append(_unknown(message))
    system = [message for side, message in sided if side == "system" and message.content.strip()]
    if len(system) > 1:
        notes.append(f"{len(system)} system messages ({_lines([one.line for one in system])}), joined")
    turns = list(_turns([one for one in sided if one[0] in ("person", "target")], notes))
    pairs = tuple(_pairs(turns, notes))
    return Paired(pairs, "\n\n".join(one.content for one in system) or None, tuple(notes))


def _side(message: Said) -> str:
    role = message.role.strip().lower()
    if role in PERSON:
        return "person"
    if role in TARGET:
        return "target"
    return "system" if role in SYSTEM else "unknown"


def _unknown(message: Said) -> str:
    role = "".join(c if c.isprintable() else "?" for c in message.role.strip())[:_LONGEST]
    return f"{_lines([message.line])}: unknown role '{role}', left out with its {len(message.content)} characters"


def _turns(sided: Sequence[tuple[str, Said]], notes: list[str]) -> Iterator[_Turn]:
    for side, group in groupby(sided, lambda one: one[0]):
        messages = [message for _, message in group]
        lines = tuple(message.line for message in messages)
        if len(messages) > 1:
            notes.append(f"{_lines(lines)}: {len(messages)} messages of the {side} in a row, joined")
        signal = next((m.signal for m in reversed(messages) if m.signal is not None), None)
        yield _Turn(side, "\n\n".join(m.content for m in messages if m.content.strip()), lines, signal)


def _pairs(turns: Sequence[_Turn], notes: list[str]) -> Iterator[Pair]:
    waiting: _Turn | None = None
    for turn in turns:
        if turn.side == "person":
            waiting = turn
            continue
        yield _answered(waiting, turn, notes)
        waiting = None
    if waiting is not None:
        notes.append(f"{_lines(waiting.lines)}: no reply follows the person's last message")
        yield Pair(waiting.text, "", Gap.UNANSWERED)


def _answered(person: _Turn | None, reply: _Turn, notes: list[str]) -> Pair:
    said = person.text if person is not None else ""
    if person is None:
        notes.append(f"{_lines(reply.lines)}: the transcript begins with a reply")
    elif not said:
        notes.append(f"{_lines(person.lines)}: the person's message is empty")
    if not reply.text and reply.signal is None:
        notes.append(f"{_lines(reply.lines)}: the reply is empty")
        return Pair(said, "", Gap.EMPTY)
    return Pair(said, reply.text, None if said else Gap.UNASKED, reply.signal)


def _lines(lines: Sequence[int]) -> str:
    known = [str(line) for line in lines if line]
    if not known:
        return "somewhere"
    if len(known) < 3:
        return f"line{'s' * (len(known) > 1)} {' and '.join(known)}"
    return f"lines {known[0]} to {known[-1]}"
