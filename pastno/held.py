"""What `pastno run` does, from the plan to the exit code."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from pastno.mistakes import complain
from pastno.progress import Progress
from pastno.report import summary
from pastno.session import Settings, hold
from pastno.start import folder_for, plan_for, preview
from scenarios.schema import Limits
from simulator.batch import BatchResult
from simulator.errors import PlanError
from simulator.plan import Plan
from simulator.store import RunFolder, read

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""Exit codes: all was held, something was not, the user stopped it."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    suite: str = ""
    targets: tuple[str, ...] = ()
    out: Path | None = None
    resume: Path | None = None
    concurrency: int = 32
    limit: int | None = None
    dry_run: bool = False
    base_url: str | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    fsync: bool = False


def conduct(asked: Asked, console: Console) -> int:
    """Hold the run and say how it went; returns the exit code.

    Raises:
        DocumentError: the suite or the library cannot be read.
        SimulatorError: no plan, no target, or no usable folder.
    """
    if asked.dry_run and asked.resume is None:
        console.print(preview(_plan(asked)))
        return DONE
    with _folder(asked) as folder:
        settings, progress = _settings(asked, console)
        try:
            with progress:
                result, _ = asyncio.run(hold(folder, settings))
        except (KeyboardInterrupt, asyncio.CancelledError):
            complain("stopped at once; exchanges in flight were dropped whole", _how_to_resume(folder.path))
            return INTERRUPTED
        console.print(summary(read(folder.path)))
        console.print(Text(f"record: {folder.path}   look: pastno show {folder.path}"), soft_wrap=True)
        return _verdict(result, folder.path)


def _settings(asked: Asked, console: Console) -> tuple[Settings, Progress]:
    progress = Progress(console)
    settings = Settings(
        concurrency=asked.concurrency,
        limits=Limits(tokens=asked.max_tokens, cost_usd=asked.max_cost),
        changed=progress.changed,
        noted=lambda note: console.print(Text(f"note: {note}"), soft_wrap=True),
    )
    return settings, progress


def _plan(asked: Asked) -> Plan:
    if not asked.suite:
        raise PlanError("found neither a suite nor --resume; try `pastno run first-look`, or see `pastno list suites`")
    return plan_for(asked.suite, asked.targets, base_url=asked.base_url, limit=asked.limit)


def _folder(asked: Asked) -> RunFolder:
    if asked.resume is not None:
        _refuse_with_resume(asked)
        return RunFolder.resume(asked.resume, fsync=asked.fsync)
    plan = _plan(asked)
    return RunFolder.start(asked.out or folder_for(plan, datetime.now()), plan, fsync=asked.fsync)


def _refuse_with_resume(asked: Asked) -> None:
    given = {
        "a suite": asked.suite,
        "--target": asked.targets,
        "--out": asked.out,
        "--limit": asked.limit,
        "--base-url": asked.base_url,
        "--dry-run": asked.dry_run,
    }
    found = [name for name, value in given.items() if value]
    if found:
        raise PlanError(
            f"found --resume with {', '.join(found)}, but a resumed run keeps its frozen plan; "
            f"give --resume {asked.resume} without"
        )


def _verdict(result: BatchResult, path: Path) -> int:
    if result.halted.startswith("interrupted"):
        complain("interrupted; every finished exchange is kept", _how_to_resume(path))
        return INTERRUPTED
    for spec, tally in result.tallies.items():
        if tally.stopped:
            complain(f"{spec} takes no more conversations: {tally.stopped}", _how_to_resume(path))
    if result.halted:
        complain(result.halted, _how_to_resume(path))
    if result.failed or result.unheld:
        complain(f"{result.failed} conversations failed, {result.unheld} were not held", _how_to_resume(path))
        return FAILED
    return DONE


def _how_to_resume(path: Path) -> str:
    return f"pastno run --resume {path}"
