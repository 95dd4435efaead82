"""Chats kept in a table with commas: a row a message, or a row a prompt and its response."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from simulator.errors import FormatError
from simulator.imported.chunks import LONGEST
from simulator.imported.columns import Columns, columns, header, listed, separator
from simulator.imported.lines import lines
from simulator.imported.naming import shown
from simulator.imported.rows import Row, talks
from simulator.imported.talk import Talk
from simulator.imported.unused import of_table

SMALL = 1 << 26
"""Bytes of a file up to which rows that do not stand together are put together in memory."""
_END: tuple[Sequence[str], str] = ((), "the end")


def read_csv(file: Path, given: Mapping[str, str] | None = None) -> Iterator[Talk]:
    """A table as transcripts. The rows of one conversation stand together, or the file is small.

    Args:
        file: its first row names the columns; commas, semicolons or tabs between them.
        given: which column holds which part, see `columns.USUAL`.

    Raises:
        StoreError: it cannot be read.
        FormatError: no columns that hold words, rows that cannot be put together, or it ends inside quotes.
    """
    where = shown(file.name)
    known = columns(header(file), given or {}, f"{where}:1")
    if not known.usable:
        raise FormatError(
            f"{where}:1: found the columns {listed(header(file))}, expected those of a role and a text, or of a prompt "
            "and a response; name them: --columns role=WHO,text=WHAT"
        )
    apart = _apart(file, known)
    if apart and file.stat().st_size > SMALL:
        raise FormatError(
            f"{where}:{apart}: found a row of a conversation whose other rows stand elsewhere, in a file of more than "
            f"{SMALL >> 20} MiB; sort the file by its column '{shown(known.named['conversation'])}'"
        )
    early: list[FormatError] = []
    rows = _until(_rows(file, known), early)
    found = (talk for group in _groups(_together(rows) if apart else rows, known, where)
             for talk in talks(group, known, file))  # fmt: skip
    yield from _noted(found, tuple(of_table(known)))
    if early:
        raise early[0]


def _noted(talks: Iterable[Talk], notes: tuple[str, ...]) -> Iterator[Talk]:
    """The transcripts, the first that can be read with notes that are the file's."""
    for talk in talks:
        if talk.messages and notes:
            yield msgspec.structs.replace(talk, notes=(*notes, *talk.notes))
            notes = ()
        else:
            yield talk


def _rows(file: Path, known: Columns) -> Iterator[Row]:
    """The rows after the header. One that is damaged stands with those before it, and the next is read.

    Raises:
        FormatError: the file ends inside quotes, or a line is longer than a conversation can be.
    """
    first = next(lines(file), None)
    reader = csv.reader(_text(file), delimiter=separator((first.data or b"").decode()) if first else ",", strict=True)
    at, key, line = known.at.get("conversation"), "", 1
    while (read := _next(reader, f"{shown(file.name)}:{line}")) != _END:
        cells, problem = read
        key = cells[at].strip() if at is not None and at < len(cells) else key
        if line > 1 and (problem or any(cell.strip() for cell in cells)):
            yield Row(line, cells, key, problem)
        line = reader.line_num + 1


def _next(reader: Iterator[list[str]], place: str) -> tuple[Sequence[str], str]:
    """The cells of the next row and why it is no row; `_END` after the last.

    Raises:
        FormatError: the file ends inside quotes.
    """
    # A limit of the whole process, so only for this row: a message may be longer than a cell of other tables.
    before = csv.field_size_limit(LONGEST)
    try:
        return next(reader), ""
    except StopIteration:
        return _END
    except csv.Error as problem:
        if "end of data" in str(problem):
            raise FormatError(f"{place}: the file ends inside quotes; it was cut") from None
        return (), f"{problem}; mend the row"
    finally:
        csv.field_size_limit(before)


def _text(file: Path) -> Iterator[str]:
    """The lines as text; bytes that are not UTF-8 are marked, so that only their rows are lost.

    Raises:
        FormatError: a line is longer than a conversation can be.
    """
    for line in lines(file):
        if line.data is None:
            place = f"{shown(file.name)}:{line.number}"
            raise FormatError(
                f"{place}: the line is longer than {LONGEST >> 20} MiB, which no conversation is; split it"
            )
        yield line.data.decode(errors="surrogateescape") + ("" if line.last else "\n")


def _grouped(known: Columns) -> bool:
    """Whether rows belong together: an `id` beside a prompt is one of the row unless the user says otherwise."""
    return "conversation" in known.at and (known.by_message or "conversation" in known.given)


def _apart(file: Path, known: Columns) -> int:
    """The line of the first row whose conversation was left before; 0 where all stand together."""
    if not _grouped(known):
        return 0
    seen: set[str] = set()
    last: str | None = None
    try:
        for row in _rows(file, known):
            if row.key != last and row.key in seen:
                return row.line
            seen.add(row.key)
            last = row.key
    except FormatError:
        pass  # Said when the rows are read.
    return 0


def _together(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows by conversation, as these began; the file is small."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    for some in found.values():
        yield from some


def _until(rows: Iterator[Row], early: list[FormatError]) -> Iterator[Row]:
    """The rows up to where the file is damaged, which is kept for later: what stands before is whole."""
    try:
        yield from rows
    except FormatError as problem:
        early.append(problem)


def _groups(rows: Iterable[Row], known: Columns, where: str) -> Iterator[list[Row]]:
    """The rows of each conversation."""
    if known.by_message and "conversation" not in known.at:
        yield _held(rows, where)
        return
    grouped = _grouped(known)
    for _, some in groupby(rows, lambda row: row.key if grouped else row.line):
        yield _held(some, where)


def _held(rows: Iterable[Row], where: str) -> list[Row]:
    """The rows of one conversation.

    Raises:
        FormatError: they are more than a conversation can be.
    """
    found, size = list[Row](), 0
    for row in rows:
        found.append(row)
        size += sum(map(len, row.cells))
        if size > LONGEST:
            raise FormatError(
                f"{where}:{row.line}: one conversation is longer than {LONGEST >> 20} MiB; name the column that tells "
                "them apart: --columns conversation=NAME"
            )
    return found
