"""What `pastno run` does, from the plan to the exit code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.text import Text

from pastno.failures import failures
from pastno.mistakes import complain, in_two
from pastno.preview import announcement, cautions, preview
from pastno.progress import Progress
from pastno.report import summary
from pastno.session import Settings, hold, purse_for, rehearse
from pastno.start import Changes, fitted_policy, folder_for, moved, plan_for
from scenarios.schema import Limits, Target
from simulator.errors import PlanError
from simulator.plan import Plan
from simulator.store import PLAN, RunFolder, read, read_plan

if TYPE_CHECKING:
    from simulator.batch import BatchResult

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""Exit codes: all was held, something was not, the user stopped it."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    suite: str = ""
    targets: tuple[str, ...] = ()
    library: tuple[Path, ...] = ()
    out: Path | None = None
    resume: Path | None = None
    concurrency: int = 32
    limit: int | None = None
    dry_run: bool = False
    base_url: str | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    fsync: bool = False
    voice: str | None = None
    policy: str | None = None
    where: tuple[str, ...] = ()
    """Each `field=value,value`."""
    sample: int | None = None
    seed: int | None = None
    repetitions: int | None = None
    openings: Path | None = None
    inject: tuple[str, ...] = ()
    """Refusals that everybody meets, each `WORDING` or `WORDING@EXCHANGE`."""


def conduct(asked: Asked, console: Console) -> int:
    """Hold the run and say how it went; returns the exit code.

    Raises:
        DocumentError: the suite or the library cannot be read.
        SimulatorError: no plan, no target, or no usable folder.
    """
    if asked.resume is not None:
        _refuse_with_resume(asked)
        path, plan = asked.resume, read_plan(asked.resume)
        if plan.imported is not None:
            raise PlanError(f"{path} holds imported conversations: found nothing to hold; look: pastno show {path}")
        places = moved(plan, asked.targets, asked.voice)
        return held(Job(plan, path, lambda: RunFolder.resume(path, fsync=asked.fsync), places), asked, console)
    changes = _changes(asked)
    plan = plan_for(asked.suite, asked.targets, changes)
    for caution in cautions(plan, fitted_policy(changes)):
        console.print(Text(f"note: {caution}"), soft_wrap=True)
    if asked.dry_run:
        console.print(preview(plan))
        asyncio.run(rehearse(plan, settings_of(asked, {}, console), purse_for(plan)))
        return DONE
    path = asked.out or folder_for(plan, datetime.now())
    return held(Job(plan, path, lambda: RunFolder.start(path, plan, fsync=asked.fsync)), asked, console)


class Job(msgspec.Struct, frozen=True):
    """A plan, where its record goes, and where its targets lie."""

    plan: Plan
    path: Path
    take: Callable[[], RunFolder]
    places: Mapping[str, Target] = {}


def held(job: Job, asked: Asked, console: Console) -> int:
    """Hold what is left of a job, say how it went, and give the exit code."""
    console.print(Text(announcement(job.plan)), soft_wrap=True)
    purse = purse_for(job.plan, _budgets(asked))
    progress = Progress(console, purse=purse)
    settings = msgspec.structs.replace(settings_of(asked, job.places, console), changed=progress.changed)
    try:
        with progress:
            result = asyncio.run(hold(job.plan, job.take, settings, purse))
    except (KeyboardInterrupt, asyncio.CancelledError):
        _broken_off(job.path)
        return INTERRUPTED
    run = read(job.path)
    console.print(summary(run))
    for failure in failures(run):
        console.print(failure, soft_wrap=True)
    console.print(Text(f"record: {job.path}   look: pastno show {job.path}"), soft_wrap=True)
    return _verdict(result, job.path)


def settings_of(asked: Asked, places: Mapping[str, Target], console: Console) -> Settings:
    """How a session is held, as it was asked for."""
    return Settings(
        concurrency=asked.concurrency,
        places=places,
        noted=lambda note: console.print(Text(f"note: {note}"), soft_wrap=True),
    )


def _budgets(asked: Asked) -> Limits:
    return Limits(tokens=asked.max_tokens, cost_usd=asked.max_cost)


def _broken_off(path: Path) -> None:
    if (path / PLAN).exists():
        complain("stopped at once; exchanges in flight were dropped whole", _how_to_resume(path))
    else:
        complain("stopped before anything was sent or written", "give the same command again")


def _changes(asked: Asked) -> Changes:
    if not asked.suite:
        raise PlanError("found neither a suite nor --resume; try `pastno run first-look`, or see `pastno list suites`")
    return Changes(
        base_url=asked.base_url,
        limit=asked.limit,
        folders=asked.library,
        budgets=_budgets(asked),
        voice=asked.voice,
        policy=asked.policy,
        where=_filters(asked.where),
        sample=asked.sample,
        seed=asked.seed,
        repetitions=asked.repetitions,
        openings=asked.openings,
        inject=asked.inject,
    )


def _filters(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The values of each field, however often it was given."""
    found: dict[str, tuple[str, ...]] = {}
    for field, values in map(_filter, given):
        found[field] = (*found.get(field, ()), *values)
    return found


def _filter(given: str) -> tuple[str, tuple[str, ...]]:
    field, equals, values = given.partition("=")
    if not (equals and field.strip() and values.strip()):
        raise PlanError(f"found --where {given}, expected FIELD=VALUE, as in --where scenario.category=no_crisis")
    return field.strip(), tuple(value.strip() for value in values.split(","))


def _refuse_with_resume(asked: Asked) -> None:
    given = {
        "a suite": asked.suite,
        "--library": asked.library,
        "--out": asked.out,
        "--limit": asked.limit,
        "--base-url": asked.base_url,
        "--dry-run": asked.dry_run,
        "--policy": asked.policy,
        "--where": asked.where,
        "--sample": asked.sample,
        "--seed": asked.seed is not None,
        "--repetitions": asked.repetitions,
        "--openings": asked.openings,
        "--inject": asked.inject,
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
            why = tally.stopped.removeprefix(f"{spec}: ")
            complain(f"{spec} takes no more conversations: {why}", _how_to_resume(path))
    todo = _how_to_resume(path)
    if result.halted:
        # The purse does not know the folder.
        why, todo = in_two(result.halted.replace("--resume DIR", f"--resume {path}"))
        complain(why, todo)
    if result.failed or result.unheld:
        complain(f"{result.failed} conversations failed, {result.unheld} were not held", todo)
    if result.lost:
        why = f"{result.lost} conversations were lost by the voice of the persona, and are not held again"
        complain(why, f"see what it said: pastno realism {path}")
    return FAILED if result.failed or result.unheld or result.lost else DONE


def _how_to_resume(path: Path) -> str:
    return f"pastno run --resume {path}"
