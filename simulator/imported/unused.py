"""What is said of a table beside its words: columns that nobody read, and rows that stand otherwise than they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite

from simulator.exported.table import COLUMNS
from simulator.imported.columns import Columns, listed
from simulator.imported.naming import shown

ORDERS = frozenset({"turn", "turn_index", "order", "position", "index"})
"""Names, in lower case, of a column that may count the messages of a conversation."""
_OURS = frozenset(COLUMNS)


def of_table(known: Columns) -> Iterator[str]:
    """Notes on the columns of a file; none on those of this project's own exports.

    Args:
        known: which column holds what.
    """
    lowered = [name.strip().lower() for name in known.header]
    if set(lowered) <= _OURS and {"phase", "stance"} <= set(lowered):
        return
    for name, count in Counter(lowered).items():
        if name and count > 1:
            which = "the first is taken" if lowered.index(name) in known.at.values() else "none is used"
            yield f"{count} columns are called '{shown(name, 40)}'; {which}"
    left = [name for n, name in enumerate(known.header) if n not in known.at.values() and name.strip()]
    if left:
        yield f"columns not used: {listed(left)}"


def of_rows(rows: Sequence[Sequence[str]], known: Columns) -> Iterator[str]:
    """A note for each column by which the rows of one conversation are not in order.

    Args:
        rows: the cells of each, all of them whole.
        known: which column holds what.
    """
    for n, name in enumerate(known.header):
        if name.strip().lower() in ORDERS and n not in known.at.values():
            counted = [_number(cells[n]) for cells in rows]
            numbers = [number for number in counted if number is not None]
            if len(numbers) == len(rows) and any(one > next_ for one, next_ in pairwise(numbers)):
                called = shown(name.strip(), 40)
                yield f"by the column '{called}' its rows are out of order; they are taken as they stand"


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if isfinite(number) else None
