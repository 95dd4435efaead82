"""`pastno score`: score a run that was held, without holding any conversation, and say what the scores come to."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.audits import Difference, differences
from analysis.compared import compare
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Comparer, Evaluator
from analysis.evaluators.known import chosen, known
from analysis.evaluators.score import Absent
from analysis.judging.rubric import Rubric, shipped
from analysis.judging.sitting import Session
from analysis.ledger import AUDITED, EXPERIENCED, held
from analysis.sweep import Audit, Swept, instrument, sweep
from analysis.tally import Described, Row, stale, tally
from pastno.audited import audit_of
from pastno.judged import Judging, Rated, human, judged, rubrics_of, where
from pastno.mistakes import complain, in_two
from pastno.scored import audit_table, tables
from pastno.telling import telling
from pastno.words import clean
from simulator.plan import Plan
from simulator.store import event_files, read_plan

DONE, UNSCORED, INTERRUPTED = 0, 1, 130
"""Exit codes: everything was scored, something broke or was not judged, the user stopped it."""
WORTHWHILE = 8 << 20
"""Bytes of record for which another process pays for its start."""
FEW = 5
"""Broken evaluators named; all stand in the tables."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    folder: Path
    evaluators: tuple[str, ...] = ()
    """Names; all when empty."""
    audit: str | None = None
    """A second instrument."""
    workers: int | None = None
    """Processes at most; as many as there are cores when None."""
    json: Path | None = None
    judging: Judging = Judging()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `--json` holds."""

    sessions: tuple[Swept, ...]
    """Of what drove the run, then of the audit."""
    rows: tuple[Row, ...]
    judging: Session | None = None
    """Of the judges; None where none was asked."""
    audit: tuple[str, str] | None = None
    """The two instruments that were compared."""
    differences: tuple[Difference, ...] = ()
    beside: dict[str, str] = {}
    """The computed measure, `evaluator.measure`, that each of these rubrics must be read beside."""
    notes: tuple[str, ...] = ()


def score(asked: Asked, console: Console) -> int:
    """Score a run, print what the scores come to, and return the exit code.

    Raises:
        StoreError: no run folder, a damaged one, or one that cannot be written.
        SimulatorError: no instrument is called as the audit is.
        AnalysisError: an unknown evaluator, no conversation that ended, or a damaged score file.
    """
    plan, everything = read_plan(asked.folder), known()
    wanted, rubrics = chosen(asked.evaluators, everything), rubrics_of(asked.judging)
    judging: Session | None = None
    try:
        if rubrics:
            judging = asyncio.run(judged(asked.folder, plan, asked.judging, rubrics, console))
        with held(asked.folder):
            audit = audit_of(asked.folder, asked.audit) if asked.audit is not None else None
            sessions = [_scored(asked, plan, wanted, one, console) for one in ([None, audit] if audit else [None])]
    except (KeyboardInterrupt, asyncio.CancelledError):
        complain("interrupted; what was scored is kept", "give the same command again to go on")
        return INTERRUPTED
    report = _report(asked, plan, _Parts(wanted, rubrics, audit, sessions, judging))
    _print(report, console)
    if asked.json is not None:
        _write(report, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"))
    return _verdict(report)


def processes(folder: Path, most: int | None) -> int:
    """How many processes a record is worth, up to `most` or the cores of this machine."""
    size = sum(file.stat().st_size for file in event_files(folder))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(most or cores, 1 + size // WORTHWHILE)


def _scored(
    asked: Asked, plan: Plan, wanted: Sequence[Evaluator | Comparer], audit: Audit | None, console: Console
) -> Swept:
    evaluators = [one for one in wanted if isinstance(one, Evaluator)]
    comparers = [one for one in wanted if isinstance(one, Comparer)]
    workers = processes(asked.folder, asked.workers)
    with telling(console) as tell:
        found = sweep(
            asked.folder, plan, evaluators, audit=audit, workers=workers, changed=lambda swept: tell(_where(swept))
        )
    if not found.conversations:
        raise AnalysisError(
            f"{asked.folder}: no conversation came to its end; hold some with `pastno run --resume {asked.folder}`"
        )
    compare(asked.folder, plan, comparers, {one.name: one for one in wanted}, instrument(plan, audit))
    return found


class _Parts(NamedTuple):
    """What was done."""

    wanted: Sequence[Evaluator | Comparer]
    rubrics: Sequence[Rubric]
    audit: Audit | None
    sessions: Sequence[Swept]
    judging: Session | None


def _report(asked: Asked, plan: Plan, parts: _Parts) -> Report:
    read_by = instrument(plan, None), instrument(plan, parts.audit)
    evaluators = [one for one in parts.wanted if isinstance(one, Evaluator)]
    rubrics = {rubric.id: rubric for rubric in (*shipped().values(), *parts.rubrics)}
    described: list[Described] = [*parts.wanted, *map(Rated, rubrics.values())]
    return Report(
        sessions=tuple(parts.sessions),
        rows=tally(asked.folder, plan, described, human(asked.folder, rubrics)),
        judging=parts.judging,
        audit=read_by if parts.audit else None,
        differences=differences(asked.folder, evaluators, read_by) if parts.audit else (),
        beside={name: rubric.beside for name, rubric in rubrics.items() if rubric.beside},
        notes=(*_notes(parts, plan), *stale(asked.folder, [*known().values(), *described])),
    )


def _notes(parts: _Parts, plan: Plan) -> Iterator[str]:
    swept, audit = parts.sessions[0], parts.audit
    yield from swept.torn
    if parts.rubrics and parts.judging is None:
        yield "the judges were not asked; give the command again to ask them"
    if swept.unfinished:
        yield f"{swept.unfinished} conversations have not ended and are not scored; go on with `pastno run --resume`"
    if audit is None:
        yield (
            "what drove the simulated people also scored them, where a measure rests on an observer; `--audit simple` "
            "has another read"
        )
    elif audit.name == plan.observer:
        yield f"{audit.name} also drove the run: the audit shows only whether it reads the same twice"


def _print(report: Report, console: Console) -> None:
    for part in tables(report.rows, report.beside):
        console.print(part)
    if report.audit is not None:
        for part in audit_table(report.differences, report.audit):
            console.print(part)
    for session in report.sessions:
        console.print(Text(_where(session)))
    if report.judging is not None:
        console.print(Text(where(report.judging)))
    for note in report.notes:
        console.print(Text(clean(f"note: {note}"), style="yellow3"), soft_wrap=True)


def _where(swept: Swept) -> str:
    known = f", {swept.kept:,} of them known before" if swept.kept else ""
    return f"{swept.conversations:,} conversations, {swept.kept + swept.made:,} scores{known}"


def _write(report: Report, path: Path) -> None:
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
    except OSError as problem:
        raise AnalysisError(f"{path}: cannot write: {problem.strerror}; choose another place with --json") from None


def _verdict(report: Report) -> int:
    judging, code = report.judging, DONE
    if judging is not None and judging.halted:
        complain(*in_two(judging.halted))
    if judging is not None and (judging.failed or judging.left):
        again = "give the same command again: what was judged is kept, and failed calls are made again"
        complain(f"{judging.failed} judgements failed, {judging.left} were not made", again)
        code = UNSCORED
    broken = _broken(report.rows)
    if broken:
        others = f" and {len(broken) - FEW} more" if len(broken) > FEW else ""
        complain(
            f"values that failed: {', '.join(broken[:FEW])}{others}",
            "the reason stands in the score files, under `why`; mend the evaluator and raise its version",
        )
        code = UNSCORED
    return code


def _broken(rows: Sequence[Row]) -> list[str]:
    """Computed evaluators with values that failed, and how many."""
    counts = Counter[str]()
    for row in rows:
        if row.instrument.startswith((EXPERIENCED, AUDITED)):
            counts[row.evaluator] += row.missing.get(Absent.FAILED, 0)
    return [f"{name} ({count})" for name, count in counts.items() if count]
