"""Lines of an append-only file, a torn last one left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simulator.appender import reason
from simulator.errors import StoreError


def whole_lines(file: Path, torn: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each line with its `file:line`; a last one without its end is noted in `torn` and left out.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError as problem:
        raise StoreError(f"{file}: cannot be read: {reason(problem)}; make it readable and try again") from None
    tail = lines.pop()
    for number, line in enumerate(lines, start=1):
        yield f"{file}:{number}", line
    if tail:
        torn.append(f"{file.name}:{len(lines) + 1}: ignored a torn last line of {len(tail)} bytes")
