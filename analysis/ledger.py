"""The score files of a run folder: one for each evaluator, version and instrument.

A file's lines stand in the order in which the conversations ended in the record. So what was broken off is taken up
where it stands, and the file is the same, byte for byte, as if nothing had happened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import msgspec

from analysis.errors import AnalysisError
from analysis.evaluators.score import Score, decode
from simulator.appender import reason, write_whole
from simulator.errors import WriteFailed
from simulator.jsonl import whole_lines
from simulator.locks import lock

LOCK = ".scores.lock"
EXPERIENCED, AUDITED = "experienced:", "audited:"
_LONGEST = 200
"""Bytes of a file's name at most; most systems allow 255."""
_BLOCK = 1 << 16


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the score files of a run folder for writing by this process alone. The run itself is not held.

    Raises:
        StoreError: held by another process, or the folder cannot be written.
    """
    handle = lock(
        folder / LOCK,
        taken="is being scored by another pastno; wait for it, or stop it",
        otherwise="make it writable, or score a copy",
    )
    try:
        yield
    finally:
        os.close(handle)


def file_of(folder: Path, evaluator: str, version: int, instrument: str) -> Path:
    """The score file of an evaluator; what drove the run is not named in it, every other instrument is."""
    name = f"scores-{_safe(evaluator)}-{version}"
    if not instrument.startswith(EXPERIENCED):
        name += f"@{_safe(instrument)}"
    return folder / f"{name}.jsonl"


def files(folder: Path) -> list[Path]:
    """The score files of a run folder, by name."""
    return sorted(folder.glob("scores-*.jsonl"))


def scores(file: Path) -> Iterator[Score]:
    """The scores of one file, one after the other; a torn last line is left out.

    Raises:
        AnalysisError: a line that is no score, or of a newer format.
        StoreError: the file cannot be read.
    """
    return (decode(raw, where) for where, raw in whole_lines(file, []))


def read(folder: Path) -> Iterator[Score]:
    """All scores of a run folder, file by file, one after the other. They may be read while they are written.

    Raises:
        AnalysisError: a line that is no score, or of a newer format.
        StoreError: a file cannot be read.
    """
    for file in files(folder):
        yield from scores(file)


class Ledger:
    """A score file that is only added to. It is taken up where it stands; a torn last line is cut off."""

    def __init__(self, file: Path) -> None:
        """Take up a file, or begin it.

        Raises:
            AnalysisError: a line that is no score.
            WriteFailed: the file cannot be written.
        """
        self._file = file
        self._handle: int | None = None
        self._there: Iterator[str] = iter(())
        if file.exists():
            self._open()
            self._there = _ids(file)
        self._next = next(self._there, None)

    def stands(self, conversation: str) -> bool:
        """Whether its line is there already. Asked once for each conversation, in the record's order.

        Raises:
            AnalysisError: the file's lines do not follow the record.
        """
        if self._next is None:
            return False
        if self._next != conversation:
            raise self._astray(f"expected one of {conversation}")
        self._next = next(self._there, None)
        return True

    def append(self, lines: bytes) -> None:
        """Add whole lines.

        Raises:
            WriteFailed: the disk refused. A line of which a part got through is cut off when the file is taken up.
        """
        handle = self._open() if self._handle is None else self._handle
        try:
            write_whole(handle, lines)
        except OSError as problem:
            raise refused(self._file, problem) from None

    def finish(self) -> None:
        """Every conversation was seen.

        Raises:
            AnalysisError: there are scores of conversations that the record does not hold.
        """
        if self._next is not None:
            raise self._astray("the record ends before it")

    def close(self) -> None:
        """Give the file back."""
        if self._handle is not None:
            os.close(self._handle)

    def _open(self) -> int:
        try:
            self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            whole = _whole(self._handle)
            if whole < os.fstat(self._handle).st_size:
                os.ftruncate(self._handle, whole)
        except OSError as problem:
            raise refused(self._file, problem) from None
        return self._handle

    def _astray(self, but: str) -> AnalysisError:
        return AnalysisError(
            f"{self._file}: found a score of {self._next}, {but}; delete the file, it can be made again"
        )


class _Named(msgspec.Struct, gc=False):
    id: str


_named = msgspec.json.Decoder(_Named)


def _ids(file: Path) -> Iterator[str]:
    for where, raw in whole_lines(file, []):
        try:
            yield _named.decode(raw).id
        except (msgspec.DecodeError, UnicodeDecodeError):
            decode(raw, where)


def _whole(handle: int) -> int:
    """Bytes up to the end of the last whole line."""
    end = os.fstat(handle).st_size
    while end:
        start = max(0, end - _BLOCK)
        found = os.pread(handle, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _safe(name: str) -> str:
    """The name as a part of a file's name; two names never become one."""
    safe = quote(name, safe=":").replace(":", "=")
    if len(safe) <= _LONGEST // 2:
        return safe
    return f"{safe[: _LONGEST // 2 - 17]}~{sha256(name.encode()).hexdigest()[:16]}"


def refused(file: Path, problem: OSError) -> WriteFailed:
    """What to say where the system would not write a score file."""
    return WriteFailed(f"{file}: cannot write: {reason(problem)}; make room, then give the same command again")
