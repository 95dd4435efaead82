"""A table that fits its terminal: words fold, nothing is cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

NARROW = 8
"""Cells that a name keeps before words of other columns are broken."""


def grid(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    names: Collection[str] = (),
    *,
    airy: bool = False,
) -> Table:
    """A table no wider than `width` in which every heading and every cell is whole.

    Args:
        heads: the columns' headings.
        rows: a cell for each heading.
        width: of the terminal, in cells of it. Below two for each column nothing fits.
        names: headings of the columns that may break within a word first.
        airy: more space between columns, where there is room.
    """
    columns = [[head, *(row[at] for row in rows)] for at, head in enumerate(heads)]
    roomy = sum(max(map(cell_len, texts)) + 3 for texts in columns) <= width
    padding = (0, 1) if airy and roomy else (0, 0)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=padding)
    for head, wide in zip(heads, fit(columns, width - len(heads) + 1, [head in names for head in heads]), strict=True):
        table.add_column(Text(head), overflow="fold", width=wide)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def fit(columns: Sequence[Sequence[str]], room: int, breaks: Sequence[bool]) -> list[int]:
    """How wide each column becomes, in cells of the terminal: together no more than `room`, where that can be.

    Each gets its longest word, or `NARROW` of it where it may break; what is left goes to the column that lacks most,
    for whole words first. Where even that is too much, the widest gives way first.

    Args:
        columns: the texts of each, heading included.
        room: for all together, without what stands between them.
        breaks: for each column, whether it may break within a word before others do.
    """
    whole = [max(map(cell_len, texts)) for texts in columns]
    words = [max(cell_len(word) for text in texts for word in text.split() or [""]) for texts in columns]
    wide = [min(word, NARROW) if may else word for word, may in zip(words, breaks, strict=True)]
    while sum(wide) > room and max(wide) > 1:
        wide[wide.index(max(wide))] -= 1
    for wanted in (words, whole):
        while sum(wide) < room and (lack := max(most - now for most, now in zip(wanted, wide, strict=True))) > 0:
            wide[[most - now for most, now in zip(wanted, wide, strict=True)].index(lack)] += 1
    return wide
