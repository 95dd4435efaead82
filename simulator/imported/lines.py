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
    """Without its line feed; None where it is longer than `LONGEST`."""
    last: bool = False
    """Whether the file stops within it: there is no end of a line after it."""


def lines(file: Path) -> Iterator[Line]:
    """The lines of a file.

    Raises:
        StoreError: it cannot be read.
        FormatError: packed or marked data end early; the line in which they do is not given.
    """
    number, waiting, size = 1, list[bytes](), 0
    for part in chunks(file):
        first, *more = part.split(b"\n")
        size = _keep(waiting, first, size)
        if not more:
            continue
        yield Line(number, _whole(waiting, size))
        for piece in more[:-1]:
            number += 1
            yield Line(number, piece)
        waiting.clear()
        number, size = number + 1, _keep(waiting, more[-1], 0)
    if size:
        yield Line(number, _whole(waiting, size), last=True)


def _keep(waiting: list[bytes], piece: bytes, size: int) -> int:
    """Put a piece aside unless the line is too long already; returns how long the line is."""
    if size + len(piece) <= LONGEST:
        waiting.append(piece)
    else:
        waiting.clear()
    return size + len(piece)


def _whole(waiting: list[bytes], size: int) -> bytes | None:
    return b"".join(waiting) if size <= LONGEST else None
