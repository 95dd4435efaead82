"""Chats kept in a table with commas: a row a message, or a row a prompt and its response."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from simulator.errors import FormatError
from simulator.imported.chunks import LONGEST
from simulator.imported.columns import Columns, columns, header, listed, separator
from simulator.imported.lines import lines
from simulator.imported.naming import shown
from simulator.imported.rows import Row, key_of, talks
from simulator.imported.talk import Talk

SMALL = 1 << 26
"""Bytes of a file up to which rows that do not stand together are put together in memory."""


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
            "and a response; name them: --columns role=...,text=..."
        )
    apart = _apart(file, known)
    if apart and file.stat().st_size > SMALL:
        raise FormatError(
            f"{where}:{apart}: found a row of a conversation whose other rows stand elsewhere, in a file of more than "
            f"{SMALL >> 20} MiB; sort the file by its column '{shown(known.named['conversation'])}'"
        )
    early: list[FormatError] = []
    rows = _until(_rows(file), early)
    for group in _groups(_together(rows, known) if apart else rows, known):
        yield from talks(group, known, file)
    if early:
        raise early[0]


def _rows(file: Path) -> Iterator[Row]:
    """The rows after the header.

    Raises:
        FormatError: the file ends inside quotes, or quotes stand where none can.
    """
    first = next(lines(file), None)
    # A limit of the whole process: what a message may be long is not what a cell of a spreadsheet may be.
    csv.field_size_limit(LONGEST)
    reader = csv.reader(_text(file), delimiter=separator((first.data or b"").decode()) if first else ",", strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader):
            if number and any(cell.strip() for cell in cells):
                yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error as problem:
        why = "the file ends inside quotes; it was cut" if "end of data" in str(problem) else f"{problem}; mend the row"
        raise FormatError(f"{shown(file.name)}:{line}: {why}") from None


def _text(file: Path) -> Iterator[str]:
    """The lines as text; bytes that are not UTF-8 are marked, so that only their rows are lost."""
    for line in lines(file):
        yield (line.data or b"").decode(errors="surrogateescape") + ("" if line.last else "\n")


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
        for row in _rows(file):
            key = key_of(row, known)
            if key != last and key in seen:
                return row.line
            seen.add(key)
            last = key
    except FormatError:
        pass  # Said when the rows are read.
    return 0


def _together(rows: Iterable[Row], known: Columns) -> Iterator[Row]:
    """The rows by conversation, as these began; the file is small."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key_of(row, known), []).append(row)
    for some in found.values():
        yield from some


def _until(rows: Iterator[Row], early: list[FormatError]) -> Iterator[Row]:
    """The rows up to where the file is damaged, which is kept for later: what stands before is whole."""
    try:
        yield from rows
    except FormatError as problem:
        early.append(problem)


def _groups(rows: Iterable[Row], known: Columns) -> Iterator[list[Row]]:
    """The rows of each conversation."""
    if known.by_message and "conversation" not in known.at:
        yield list(rows)
        return
    grouped = _grouped(known)
    for _, some in groupby(rows, lambda row: key_of(row, known) if grouped else row.line):
        yield list(some)
