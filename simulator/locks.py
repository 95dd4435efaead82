"""One process at a time: a lock that the system gives back when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from simulator.appender import reason
from simulator.errors import FolderLocked, WriteFailed


def lock(file: Path, *, taken: str, otherwise: str) -> int:
    """Hold a lock file, made where it is missing; closing the handle gives it back.

    Args:
        file: the lock.
        taken: what to say of the folder where another process holds it, and what to do.
        otherwise: what to do where the file cannot be written.

    Raises:
        WriteFailed: the file cannot be written.
        FolderLocked: another process holds it.
    """
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        raise WriteFailed(f"{file.parent}: cannot write: {reason(problem)}; {otherwise}") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise FolderLocked(f"{file.parent} {taken}") from None
    return handle
