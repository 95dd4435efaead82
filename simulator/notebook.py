"""Write re-observations: append-only, one process at a time; the run itself is not held and may go on meanwhile."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from simulator.appender import reason, write_whole
from simulator.errors import StoreError, WriteFailed
from simulator.locks import lock
from simulator.observations import Reading, Readings, encode, files, read

LOCK = ".observations.lock"


class Notebook:
    """The re-observations of a run, held for writing by this process alone. The run itself is not held."""

    def __init__(self, folder: Path, readings: Readings, lock: int) -> None:
        self.readings = readings
        """As they were when the book was opened."""
        self._folder = folder
        self._lock = lock
        self._file: int | None = None
        self._path = folder / _next_name(folder)
        self._broken = ""

    @classmethod
    def open(cls, folder: Path) -> Notebook:
        """Hold the re-observations of a run folder.

        Raises:
            StoreError: no run folder, held by another process, of a newer format, or damaged.
        """
        read(folder)
        lock = _lock(folder)
        try:
            return cls(folder, read(folder), lock)
        except StoreError:
            os.close(lock)
            raise

    def append(self, reading: Reading) -> None:
        """Append one line to this process's own file.

        Raises:
            WriteFailed: the disk refused; nothing more can be appended. What was appended before is whole.
        """
        if self._broken:
            raise WriteFailed(self._broken)
        line = encode(reading)
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            write_whole(self._file, line)
        except OSError as problem:
            self._broken = f"{self._path}: cannot write: {reason(problem)}; make room, then give the same command again"
            raise WriteFailed(self._broken) from None

    def __enter__(self) -> Notebook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
        os.close(self._lock)


def _next_name(folder: Path) -> str:
    numbers = [int(file.stem.removeprefix("observations-")) for file in files(folder)]
    return f"observations-{max(numbers, default=0) + 1:04d}.jsonl"


def _lock(folder: Path) -> int:
    return lock(
        folder / LOCK,
        taken="is being observed by another pastno; wait for it, or stop it",
        otherwise="make it writable, or observe a copy",
    )
