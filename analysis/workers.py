"""Work through chunks in several processes, with the results in the order of the chunks and few of them in flight."""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from analysis.errors import AnalysisError
from simulator.store import event_files

T = TypeVar("T")
R = TypeVar("R")
WORTHWHILE = 32 << 20
"""Bytes of record for which another process pays for its start: it imports for about as long as it reads these."""
AHEAD = 4
"""Chunks in flight for each worker: enough to keep it busy, few enough to hold in memory."""

_work: list[Callable[[Any], Any]] = []
"""What this process does with a chunk; set once, where it is a worker."""


def processes(folder: Path, most: int | None) -> int:
    """How many processes a record is worth, up to `most` or the cores of this machine."""
    size = sum(file.stat().st_size for file in event_files(folder))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(most or cores, 1 + size // WORTHWHILE)


def in_order(work: Callable[[T], R], chunks: Iterable[T], workers: int) -> Iterator[R]:
    """The result of each chunk, in order.

    Args:
        work: what to do with a chunk; with more than one worker it must be picklable.
        chunks: read as results are taken, never far ahead.
        workers: processes; 1 works within this one.

    Raises:
        AnalysisError: the work cannot be given to other processes, or one of them came to a sudden end.
    """
    if workers == 1:
        yield from map(work, chunks)
        return
    _portable(work)
    # Started afresh: what a fork copies of threads and locks is not safe to go on with.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(work,))
    try:
        yield from _fed(pool, chunks, workers * AHEAD)
    except BrokenProcessPool:
        raise AnalysisError(
            "a worker came to a sudden end; what was scored is kept; give the same command again with --workers 1"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _fed(pool: ProcessPoolExecutor, chunks: Iterable[T], most: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(_do, chunk))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _portable(work: object) -> None:
    try:
        pickle.dumps(work)
    except Exception as problem:  # noqa: BLE001 (pickling a stranger's object may raise anything)
        raise AnalysisError(
            f"an evaluator cannot be given to another process: {problem}; score with --workers 1"
        ) from None


def _begin(work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work.append(work)


def _do(chunk: Any) -> Any:
    return _work[0](chunk)
