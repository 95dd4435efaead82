"""One process judges a run at a time; the run itself is not held and may go on meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.locks import lock

LOCK = ".judging.lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the judged scores of a run folder.

    Raises:
        FolderLocked: another process judges it.
        WriteFailed: the folder cannot be written.
    """
    handle = lock(
        folder / LOCK,
        taken="is being judged by another pastno; wait for it, or stop it",
        otherwise="make it writable, or score a copy",
    )
    try:
        yield
    finally:
        os.close(handle)
