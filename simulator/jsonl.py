"""Lines of an append-only file, a torn last one left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simulator.appender import reason
from simulator.errors import StoreError


def whole_lines(file: Path, torn: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each line with its `file:line`; a last one without its end is noted in `torn` and left out.

    The file is read as it goes, so memory does not grow with it.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.endswith(b"\n"):
                    yield f"{file}:{number}", line[:-1]
                else:
                    torn.append(f"{file.name}:{number}: ignored a torn last line of {len(line)} bytes")
    except OSError as problem:
        raise StoreError(f"{file}: cannot be read: {reason(problem)}; make it readable and try again") from None
