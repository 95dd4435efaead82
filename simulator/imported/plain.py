"""Plain text in which a line begins with who speaks, as in `user: ...`: one file is one conversation.

What a side is called first it is called throughout: where `agent:` answers, a line `Therapist: ...` is words of the
agent, and a note says so. A line in which somebody writes the other's name as a speaker cannot be told from a message.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.errors import FormatError
from simulator.imported.asides import Asides
from simulator.imported.chunks import LONGEST, chunks
from simulator.imported.naming import shown
from simulator.imported.record import UNKNOWN, stem, unreadable
from simulator.imported.talk import PERSON, SYSTEM, TARGET, Said, Talk

_SIDES = (PERSON, TARGET, SYSTEM)
_SPEAKERS = "|".join(sorted(frozenset().union(*_SIDES), key=lambda name: (-len(name), name)))
_BEGINS = re.compile(rf"({_SPEAKERS}):(?:[ \t]+(.*)|)", re.IGNORECASE)
"""A speaker at the very start of a line. `Subject:` and the like are words of whoever speaks."""
_WIDEST = 4
"""Bytes of a character at most."""


def speaks(line: str) -> bool:
    """Whether a line begins with somebody who speaks."""
    return _BEGINS.fullmatch(line.removesuffix("\r")) is not None


def read_plain(file: Path, where: str = "") -> tuple[Said, ...]:
    """The messages of a file, with their lines. Blank lines around a message are no part of it; all else is.

    Args:
        file: UTF-8, with or without a mark of it at the start, or UTF-16 with one; gzip is unpacked.
        where: how errors call the file; its name where nothing is given.

    Raises:
        StoreError: it cannot be read.
        FormatError: not UTF-8, or words before the first speaker.
    """
    where = where or shown(file.name)
    data, problem = _data(file, where)
    if problem is not None:
        raise problem
    return tuple(messages(_text(data, where), where))


def read_text(file: Path) -> Iterator[Talk]:
    """A file as one transcript. Where it was cut, what stands before is given, and then it is said.

    Raises:
        StoreError: it cannot be read.
        FormatError: not UTF-8, words before the first speaker, longer than `LONGEST`, or it ends early.
    """
    where = shown(file.name)
    data, problem = _data(file, where)
    whole = data[: len(data) - _torn(data)]
    asides = Asides()
    found = tuple(messages(_text(whole, where), where, asides))
    if found or problem is None:
        yield Talk(name=stem(file), target=UNKNOWN, messages=found, place=where, notes=asides.notes())
    if len(whole) < len(data):
        line = data.count(b"\n") + 1
        yield unreadable(f"{where}:{line}", "the file ends inside a character; it was cut")
    if problem is not None:
        raise problem


def _data(file: Path, where: str) -> tuple[bytes, FormatError | None]:
    """The bytes of a file as far as it goes, and why it goes no further.

    Raises:
        StoreError: it cannot be read.
        FormatError: it is longer than a conversation can be.
    """
    parts, size = list[bytes](), 0
    try:
        for part in chunks(file, where):
            parts.append(part)
            size += len(part)
            if size > LONGEST:
                break
    except FormatError as problem:
        return b"".join(parts), problem
    if size > LONGEST:
        raise FormatError(f"{where}: it is longer than {LONGEST >> 20} MiB, which no conversation is; split it")
    return b"".join(parts), None


def _torn(data: bytes) -> int:
    """Bytes of a character that was begun at the very end and is not whole."""
    known = codecs.getincrementaldecoder("utf-8")("replace")
    known.decode(data[-_WIDEST:])
    return len(known.getstate()[0])


def messages(text: str, where: str, asides: Asides | None = None) -> Iterator[Said]:
    """The messages of a text.

    Args:
        text: all of it.
        where: how errors call it.
        asides: is told of lines that were read as words and may be none.

    Raises:
        FormatError: words before the first speaker.
    """
    asides = asides or Asides()
    role, start, words = "", 0, list[str]()
    called: dict[int, str] = {}
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.removesuffix("\r")
        begins = _BEGINS.fullmatch(line)
        if begins is not None and _speaks(begins[1], called):
            if role:
                yield Said(role, _joined(words), start)
            role, start, words = begins[1], number, [begins[2] or ""]
        elif role:
            words.append(line)
            if begins is not None:
                asides.named(number, begins[1], role)
            else:
                asides.words(number, line, role)
        elif line.strip():
            raise FormatError(
                f"{where}:{number}: found words before anybody speaks; begin the line with 'user:' or 'assistant:'"
            )
    if role:
        yield Said(role, _joined(words), start)


def _speaks(name: str, called: dict[int, str]) -> bool:
    """Whether a name is what its side is called; the first one is remembered."""
    lowered = name.lower()
    side = next(n for n, names in enumerate(_SIDES) if lowered in names)
    return called.setdefault(side, lowered) == lowered


def _joined(words: Sequence[str]) -> str:
    """The lines without the blank ones around them."""
    first = next((n for n, line in enumerate(words) if line.strip()), len(words))
    last = next((n for n in range(len(words), first, -1) if words[n - 1].strip()), first)
    return "\n".join(words[first:last])


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise FormatError(f"{where}:{line}: found bytes that are not UTF-8; save the file as UTF-8 text") from None
