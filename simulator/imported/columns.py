"""Which column of a table holds what: as the user says, or by the usual names."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from documents.read import nearest
from simulator.errors import FormatError
from simulator.imported.lines import lines
from simulator.imported.naming import shown

USUAL: Mapping[str, tuple[str, ...]] = {
    "role": ("role", "speaker", "from", "sender", "author"),
    "text": ("text", "content", "message", "utterance", "value"),
    "conversation": (
        "conversation", "conversation_id", "conv_id", "dialogue_id", "dialog_id", "thread_id", "session_id", "chat_id",
        "id",
    ),
    "target": ("target", "model", "model_name"),
    "prompt": ("prompt", "question"),
    "response": ("response", "reply", "completion", "answer"),
    "locale": ("locale",),
    "pastno": ("pastno",),
}  # fmt: skip
"""Names a column may have, the likeliest first, in lower case."""
SEPARATORS = (",", ";", "\t")
_LISTED = 12
_NAME = re.compile(r"\s*#? ?[\w.-]{0,40}(?: [\w.-]{1,20})?\s*")
"""A column's name, and nothing that somebody said."""


class Columns(NamedTuple):
    """Where each part stands in a row, from 0."""

    width: int
    at: Mapping[str, int]
    named: Mapping[str, str]
    """The names of these columns, for the user to see."""
    given: frozenset[str]
    """What the user said."""
    header: tuple[str, ...] = ()
    """The names of all columns, as they stand there."""

    @property
    def by_message(self) -> bool:
        """Whether a row is a message; else it is a prompt and its response."""
        return {"role", "text"} <= self.at.keys()

    @property
    def words(self) -> str:
        """What the table was taken for, for the user to see."""
        row = "a message" if self.by_message else "a prompt and its response"
        named = ", ".join(f"{part}={shown(name, 40)}" for part, name in self.named.items())
        return f"a table, one row {row} ({named})" if self.usable else "a table"

    @property
    def usable(self) -> bool:
        """Whether there are words at all."""
        return self.by_message or {"prompt", "response"} <= self.at.keys()


def parse(given: str) -> dict[str, str]:
    """What was said of the columns, as `role=who,text=what`.

    Raises:
        FormatError: no pair, or a part that no table has.
    """
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, given.split(","))):
        part, sign, column = (word.strip() for word in pair.partition("="))
        if part not in USUAL or not sign or not column:
            hint = "" if part in USUAL else nearest(part, list(USUAL))
            raise FormatError(
                f"found --columns {shown(pair)}{hint}, expected PART=COLUMN,... of the parts {', '.join(USUAL)}; as in "
                "--columns role=WHO,text=WHAT"
            )
        found[part] = column
    return found


def columns(header: Sequence[str], given: Mapping[str, str], where: str) -> Columns:
    """Where the parts stand.

    Args:
        header: the names of the columns.
        given: what the user said; it goes before the usual names.
        where: how errors call the table.

    Raises:
        FormatError: a column that was named is not there.
    """
    names = [name.strip().lower() for name in header]
    at: dict[str, int] = {}
    for part, column in given.items():
        if column.lower() not in names:
            raise FormatError(
                f"{where}: found no column '{shown(column)}', but {listed(header)}; name one of these with --columns"
            )
        at[part] = names.index(column.lower())
    for part, usual in USUAL.items():
        free = [name for name in usual if name in names and names.index(name) not in at.values()]
        if part not in at and free:
            at[part] = names.index(free[0])
    return Columns(len(names), at, {part: header[n].strip() for part, n in at.items()}, frozenset(given), tuple(header))


def listed(header: Sequence[str]) -> str:
    """The names of the columns as an error names them."""
    more = f" and {len(header) - _LISTED} more" if len(header) > _LISTED else ""
    return ", ".join(shown(name.strip(), 40) or "''" for name in header[:_LISTED]) + more


def described(header: Sequence[str]) -> str:
    """The names of the columns; empty where these are no names but somebody's words."""
    return listed(header) if len(header) > 1 and all(map(_NAME.fullmatch, header)) else ""


def header(file: Path) -> list[str]:
    """The names of the columns; none where the first row holds none.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        first = next(lines(file), None)
        text = (first.data or b"").decode() if first else ""
        return next(csv.reader([text], delimiter=separator(text)), [])
    except (csv.Error, FormatError, UnicodeDecodeError):
        return []


def separator(text: str) -> str:
    """What stands between the columns of a row."""
    return max(SEPARATORS, key=text.count)
