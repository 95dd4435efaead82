"""Append whole lines to one file, and say why where the system refuses."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.errors import WriteFailed
from simulator.transcript import AnyEvent, encode


class Appender:
    """Appends whole lines to one file. After a refused write it takes no more."""

    def __init__(self, path: Path, *, fsync: bool = False) -> None:
        self._path = path
        self._fsync = fsync
        self._broken = ""
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as problem:
            raise WriteFailed(_cannot_append(path, problem)) from None

    def append(self, event: AnyEvent) -> None:
        """Make one event durable: handed to the operating system, and to the disk with `fsync`.

        Raises:
            WriteFailed: the disk refused. A part of the line that got through stays as a torn tail; readers ignore it.
        """
        if self._broken:
            raise WriteFailed(self._broken)
        line = encode(event)
        try:
            write_whole(self._file, line)
            if self._fsync:
                os.fdatasync(self._file)
        except OSError as problem:
            self._broken = _cannot_append(self._path, problem)
            raise WriteFailed(self._broken) from None

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def write_whole(handle: int, data: bytes) -> None:
    """Write all of it, though the system takes it in parts.

    Raises:
        OSError: the system refused; a part may have got through.
    """
    written = os.write(handle, data)
    while written < len(data):
        written += os.write(handle, data[written:])


def reason(problem: OSError) -> str:
    """Why the system refused, in its own words."""
    if isinstance(problem, FileExistsError):
        return "a file has that name, expected a folder"
    return (problem.strerror or "unknown reason").lower()


def _cannot_append(path: Path, problem: OSError) -> str:
    return f"{path}: cannot write: {reason(problem)}; make room, then go on with: pastno run --resume {path.parent}"
