"""`pastno.run` and `pastno.fork` where a loop runs already, as in a notebook."""

from __future__ import annotations

import asyncio
import signal
import threading
from pathlib import Path

import pytest

import pastno
from pastno.finish import finish


def test_a_run_is_held_and_forked_where_a_loop_runs_already(tmp_path: Path) -> None:
    async def cell() -> tuple[int, int]:
        plan = pastno.plan("first-look", ["reference:blunt"], limit=2)
        held = pastno.run(plan, tmp_path / "run")
        forked = pastno.fork(tmp_path / "run", tmp_path / "fork", changes=["wording=warm"])
        return sum(t.ended for t in held.tallies.values()), sum(t.ended for t in forked.tallies.values())

    assert asyncio.run(cell()) == (2, 8)
    assert len(pastno.read(tmp_path / "run").conversations) == 2


def test_an_error_comes_through_as_it_is() -> None:
    async def broken() -> None:
        raise LookupError("nothing there")

    async def cell() -> None:
        finish(broken())

    with pytest.raises(LookupError, match="nothing there"):
        asyncio.run(cell())


def test_an_interrupt_cancels_the_work_in_the_other_thread() -> None:
    seen: list[str] = []

    async def endless() -> None:
        try:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def cell() -> None:
        finish(endless())

    # Not `asyncio.run`, which takes the signal itself; a notebook's kernel has it raise in the cell.
    loop = asyncio.new_event_loop()
    try:
        with pytest.raises(KeyboardInterrupt):
            loop.run_until_complete(cell())
    finally:
        loop.close()
    assert seen == ["cancelled"]
