"""`pastno replay RUN`: hold a run again from its recorded replies, and say what is not as it was recorded."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.errors import AnalysisError
from pastno.instruments import INSTALLED
from pastno.mistakes import complain
from pastno.telling import telling
from pastno.words import clean
from pastno.written import write_json
from simulator.collector import fewer_collections
from simulator.observer.contract import Observer
from simulator.plan import Plan
from simulator.rewalk import Checked, Difference
from simulator.store import read_plan
from simulator.verify import Verification, mended

SAME, DIFFERS = 0, 1
"""Exit codes: every conversation is what its record makes of it, or one is not."""
FEW = 10
"""Differing conversations shown; all stand in the JSON file."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `--json` holds."""

    run: str
    """The folder's name."""
    observer: str
    """The version that drove the run."""
    observed_again: bool
    """Whether that version is installed, so that replies were read again; else what was observed is as recorded."""
    identical: int
    differing: int
    events: int
    """Lines that were found to be the same."""
    not_begun: int
    """Planned conversations without a line."""
    notes: tuple[str, ...]
    conversations: tuple[Checked, ...]


def verify(folder: Path, console: Console, *, only: str = "", json: Path | None = None) -> int:
    """Verify a run, print what differs, and return the exit code. No model is opened, and nothing is written to it.

    Args:
        folder: the run's.
        console: where to print.
        only: verify only conversations whose id holds this.
        json: also write everything there.

    Raises:
        StoreError: no run folder, or one that cannot be read.
        FormatError: a line is no event.
        AnalysisError: no conversation to verify, or the JSON file cannot be written.
    """
    plan = read_plan(folder)
    work = Verification(folder, plan, installed(plan), only)
    with telling(console) as tell, fewer_collections():
        found = asyncio.run(_through(work, tell, console, keep=json is not None))
    if not found.identical + found.differing:
        part = f" whose id holds '{only}'" if only else ""
        raise AnalysisError(f"{folder}: found no conversation{part}; `pastno show {folder}` lists them")
    report = _report(folder, plan, work, found)
    _print(report, console)
    if json is not None:
        write_json(report, json)
        console.print(Text(f"written to {json}", style="grey62"))
    if report.differing:
        of = report.differing + report.identical
        complain(
            f"{report.differing} of {of} conversations are not what their record makes of them",
            "restore these lines from a copy; if nobody changed them, this pastno holds conversations otherwise",
        )
    return DIFFERS if report.differing else SAME


def installed(plan: Plan) -> Observer | None:
    """The observer of this machine that has the version of the plan's; None where no such version is installed."""
    made = (make(plan) for make in INSTALLED.values())
    return next((observer for observer in made if observer.version == plan.observer), None)


class _Found(msgspec.Struct):
    """What was found so far."""

    identical: int = 0
    differing: int = 0
    events: int = 0
    stands: Counter[str] = msgspec.field(default_factory=Counter)
    kept: list[Checked] = msgspec.field(default_factory=list)
    """All where they are to be written, else those with something to say."""


async def _through(work: Verification, tell: Callable[[str], None], console: Console, *, keep: bool) -> _Found:
    found = _Found()
    async for one in work:
        found.identical += one.difference is None
        found.differing += one.difference is not None
        found.events += one.events
        found.stands[one.stands] += 1
        if keep or one.note:
            found.kept.append(one)
        if one.difference is not None and found.differing <= FEW:
            for line in _lines(one.id, one.difference):
                console.print(Text(clean(line)), soft_wrap=True)
        tell(f"{found.identical + found.differing:,} conversations verified, {found.differing:,} differ")
    return found


def _lines(name: str, found: Difference) -> Iterator[str]:
    yield f"≠ {name}"
    yield f"  line {found.event} of it, {found.called}, {found.where}"
    yield f"  {found.why}"
    for field in found.fields:
        yield f"    {field.name}: recorded {field.recorded}, recomputed {field.recomputed}"


def _report(folder: Path, plan: Plan, work: Verification, found: _Found) -> Report:
    return Report(
        run=folder.resolve().name,
        observer=plan.observer,
        observed_again=work.observer is not None,
        identical=found.identical,
        differing=found.differing,
        events=found.events,
        not_begun=len(work.waiting),
        notes=tuple(_notes(plan, work, found)),
        conversations=tuple(found.kept),
    )


def _notes(plan: Plan, work: Verification, found: _Found) -> Iterator[str]:
    if found.differing > FEW:
        yield f"{found.differing - FEW} more conversations differ; all of them with --json"
    yield from _others(plan, work)
    for stands in ("failed", "unfinished"):
        if found.stands[stands]:
            yield f"{found.stands[stands]} conversations stand {_WHERE[stands]} and were verified up to there"
    yield from (f"{one.id}: {one.note}" for one in found.kept if one.note)
    if work.waiting:
        yield f"{len(work.waiting)} planned conversations were not begun, so nothing of them can be verified"
    yield from work.stream.torn


def _others(plan: Plan, work: Verification) -> Iterator[str]:
    """What the record rests on that is another now."""
    if work.observer is None:
        versions = ", ".join(make(plan).version for make in INSTALLED.values())
        yield (
            f"the run was observed by {plan.observer}, and installed are {versions}: what was observed is taken as it "
            "was recorded, and everything else was verified"
        )
    if not work.same_prompts:
        yield "the voices' prompts are others now than those in run.json; the words were taken as they were recorded"
    for name in mended(plan):
        yield f"run.json: {name} is not what was frozen there: changed by hand, or written by an earlier pastno"
    if not work.same_words:
        yield "settled.jsonl does not hold the words that were frozen with the plan: changed by hand, or damaged"


_WHERE = {"failed": "at a failed call", "unfinished": "before their end"}


def _print(report: Report, console: Console) -> None:
    console.print(
        Text(
            f"{report.identical:,} of {report.identical + report.differing:,} conversations are identical, "
            f"{report.differing:,} differ; {report.events:,} lines were held again. No model was called."
        ),
        soft_wrap=True,
    )
    for note in report.notes:
        console.print(Text(clean(f"note: {note}"), style="yellow3"), soft_wrap=True)
