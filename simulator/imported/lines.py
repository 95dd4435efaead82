"""The lines of a text file, each with its number; a line too long to be one is never held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simulator.imported.chunks import LONGEST, chunks


class Line(NamedTuple):
    """One line, or one value of an array."""

    number: int
    """Its first line in the file, from 1."""
    data: bytes | None
    """Without its end; None where it is longer than `LONGEST`."""
    last: bool = False
    """Whether the file stops within it: there is no end of a line after it."""


def lines(file: Path, *, returns: bool = False) -> Iterator[Line]:
    """The lines of a file.

    Args:
        file: what to read.
        returns: whether a carriage return at the end of a line is part of it, as it is within the quotes of a table.

    Raises:
        StoreError: it cannot be read.
        FormatError: packed or marked data end early; the line in which they do is not given.
    """
    number, waiting, size = 1, list[bytes](), 0
    for part in chunks(file):
        first, *more = part.split(b"\n")
        for piece in more:
            size = _keep(waiting, first, size)
            yield Line(number, _whole(waiting, size, returns))
            number, size, first = number + 1, 0, piece
            waiting.clear()
        size = _keep(waiting, first, size)
    if size:
        yield Line(number, _whole(waiting, size, returns), last=True)


def _keep(waiting: list[bytes], piece: bytes, size: int) -> int:
    """Put a piece aside unless the line is too long already; returns how long the line is."""
    if size + len(piece) <= LONGEST:
        waiting.append(piece)
    else:
        waiting.clear()
    return size + len(piece)


def _whole(waiting: list[bytes], size: int, returns: bool) -> bytes | None:
    if size > LONGEST:
        return None
    whole = b"".join(waiting)
    return whole if returns else whole.removesuffix(b"\r")
