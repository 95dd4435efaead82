"""Asynchronous work from a plain call, also where a loop runs in this thread already, as in a notebook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Do asynchronous work to its end and give back what it comes to.

    Where a loop runs in this thread already, the work has a thread and a loop of its own; an interrupt cancels it
    there, for Python takes signals in the main thread alone.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    return _beside(work)


def _beside(work: Coroutine[Any, Any, T]) -> T:
    stops: list[Callable[[], object]] = []

    async def stoppable() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is not None:
            stops.append(lambda: loop.call_soon_threadsafe(task.cancel))
        return await work

    with ThreadPoolExecutor(1) as thread:
        # Started before there is work: an interrupt while a thread starts would leave it unknown, and not waited for.
        thread.submit(int).result()
        try:
            return thread.submit(lambda: asyncio.run(stoppable())).result()
        except KeyboardInterrupt:
            for stop in stops:
                stop()
            raise
