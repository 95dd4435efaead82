"""The rows of a table that are one conversation, as a transcript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.exported.cells import original
from simulator.imported.columns import Columns
from simulator.imported.naming import shown
from simulator.imported.record import UNKNOWN, carried, locale, stem, unreadable
from simulator.imported.talk import Said, Talk
from simulator.imported.unused import of_rows


class Row(NamedTuple):
    """One row."""

    line: int
    """Its first line in the file, from 1."""
    cells: Sequence[str]
    key: str = ""
    """What it calls its conversation; one that is damaged stands with those before it."""
    problem: str = ""
    """Why it is no row."""


def talks(rows: Sequence[Row], known: Columns, file: Path) -> Iterator[Talk]:
    """One conversation. Each row that is none comes apart; where bytes are no text, all of it is left out.

    Args:
        rows: in order; may be none.
        known: which column holds what.
        file: where they stand.
    """
    where = shown(file.name)
    strange = next((row for row in rows if not all(map(_is_text, row.cells))), None)
    if strange is not None:
        yield unreadable(f"{where}:{strange.line}", "found bytes that are not UTF-8; save the file as UTF-8 text")
        return
    whole = [row for row in rows if _fits(row, known)]
    if whole:
        yield _talk(whole, known, file)
    for row in rows:
        if not _fits(row, known):
            found = f"found a row of {len(row.cells)} columns, expected {known.width}"
            yield unreadable(f"{where}:{row.line}", row.problem or found)


def _talk(rows: Sequence[Row], known: Columns, file: Path) -> Talk:
    targets = list(dict.fromkeys(filter(None, (_cell(row, "target", known).strip() for row in rows))))
    more = (f"its rows name {len(targets)} targets; the first is taken",) if len(targets) > 1 else ()
    one_file = known.by_message and "conversation" not in known.at
    otherwise = stem(file) if one_file else f"{stem(file)}-{rows[0].line}"
    return Talk(
        name=_cell(rows[0], "conversation", known).strip() or otherwise,
        target=targets[0] if targets else UNKNOWN,
        messages=tuple(said for row in rows for said in _said(row, known)),
        place=f"{shown(file.name)}:{rows[0].line}",
        locale=next(filter(None, (locale(_cell(row, "locale", known)) for row in rows)), None),
        notes=(*more, *of_rows([row.cells for row in rows], known)),
        carried=next(filter(None, (carried(_cell(row, "pastno", known)) for row in rows)), None),
    )


def _said(row: Row, known: Columns) -> tuple[Said, ...]:
    if known.by_message:
        return (Said(_cell(row, "role", known), _cell(row, "text", known), row.line),)
    prompt, response = (Said(role, _cell(row, part, known), row.line) for role, part in
                        (("user", "prompt"), ("assistant", "response")))  # fmt: skip
    return prompt, response


def _cell(row: Row, part: str, known: Columns) -> str:
    """A cell; one that this project made safe for spreadsheets as it was before."""
    at = known.at.get(part, len(row.cells))
    cell = row.cells[at] if at < len(row.cells) else ""
    return original(cell) if "pastno" in known.at else cell


def _fits(row: Row, known: Columns) -> bool:
    """Whether a row has a cell for each column; empty ones after the last are no harm."""
    return len(row.cells) >= known.width and not any(cell.strip() for cell in row.cells[known.width :])


def _is_text(cell: str) -> bool:
    """Whether there is no byte in it that is not UTF-8."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True
