"""One process judges a run at a time; the run itself is not held and may go on meanwhile."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.appender import reason
from simulator.errors import FolderLocked, WriteFailed

LOCK = ".judging.lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the judged scores of a run folder.

    Raises:
        FolderLocked: another process judges it.
        WriteFailed: the folder cannot be written.
    """
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        raise WriteFailed(f"{folder}: cannot write: {reason(problem)}; make it writable, or score a copy") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise FolderLocked(f"{folder} is being judged by another pastno; wait for it, or stop it") from None
    try:
        yield
    finally:
        os.close(handle)
