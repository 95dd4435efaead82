"""`pastno score`: score a run that was held, without holding any conversation, and say what the scores come to."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.audits import Difference, differences
from analysis.compared import compare
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Comparer, Evaluator
from analysis.evaluators.known import chosen, known
from analysis.evaluators.score import Absent
from analysis.ledger import held
from analysis.sweep import Audit, Swept, instrument, sweep
from analysis.tally import Row, stale, tally
from pastno.audited import audit_of
from pastno.mistakes import complain
from pastno.scored import audit_table, tables
from pastno.words import clean
from simulator.plan import Plan
from simulator.store import event_files, read_plan

DONE, UNSCORED, INTERRUPTED = 0, 1, 130
"""Exit codes: everything was scored, something broke or was not judged, the user stopped it."""
APART_S = 10.0
"""Seconds between two lines of progress where there is no terminal."""
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


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `--json` holds."""

    sessions: tuple[Swept, ...]
    """Of what drove the run, then of the audit."""
    rows: tuple[Row, ...]
    audit: tuple[str, str] | None = None
    """The two instruments that were compared."""
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


def score(asked: Asked, console: Console) -> int:
    """Score a run, print what the scores come to, and return the exit code.

    Raises:
        StoreError: no run folder, a damaged one, or one that cannot be written.
        SimulatorError: no instrument is called as the audit is.
        AnalysisError: an unknown evaluator, no conversation that ended, or a damaged score file.
    """
    plan, everything = read_plan(asked.folder), known()
    wanted = chosen(asked.evaluators, everything)
    try:
        with held(asked.folder):
            audit = audit_of(asked.folder, asked.audit) if asked.audit is not None else None
            sessions = [_scored(asked, plan, wanted, one, console) for one in ([None, audit] if audit else [None])]
    except KeyboardInterrupt:
        complain("interrupted; what was scored is kept", "give the same command again to go on")
        return INTERRUPTED
    report = _report(asked, plan, wanted, audit, sessions)
    _print(report, console)
    if asked.json is not None:
        _write(report, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"))
    return _verdict(report.rows)


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


def _report(
    asked: Asked,
    plan: Plan,
    wanted: Sequence[Evaluator | Comparer],
    audit: Audit | None,
    sessions: Sequence[Swept],
) -> Report:
    read_by = instrument(plan, None), instrument(plan, audit)
    evaluators = [one for one in wanted if isinstance(one, Evaluator)]
    return Report(
        sessions=tuple(sessions),
        rows=tally(asked.folder, plan, wanted),
        audit=read_by if audit else None,
        differences=differences(asked.folder, evaluators, read_by) if audit else (),
        notes=(*_notes(sessions[0], plan, audit), *stale(asked.folder, known().values())),
    )


def _notes(swept: Swept, plan: Plan, audit: Audit | None) -> Iterator[str]:
    yield from swept.torn
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
    for part in tables(report.rows):
        console.print(part)
    if report.audit is not None:
        for part in audit_table(report.differences, report.audit):
            console.print(part)
    for session in report.sessions:
        console.print(Text(_where(session)))
    for note in report.notes:
        console.print(Text(clean(f"note: {note}"), style="yellow3"), soft_wrap=True)


def _where(swept: Swept) -> str:
    known = f", {swept.kept:,} of them known before" if swept.kept else ""
    return f"{swept.conversations:,} conversations, {swept.kept + swept.made:,} scores{known}"


@contextmanager
def telling(console: Console) -> Iterator[Callable[[str], None]]:
    """Say how far it is: in place on a terminal, else in a line now and then."""
    last = time.monotonic()
    with console.status("") as status:

        def tell(where: str) -> None:
            nonlocal last
            if console.is_terminal:
                status.update(Text(where))
            elif time.monotonic() - last > APART_S:
                last = time.monotonic()
                console.print(Text(where))

        yield tell


def _write(report: Report, path: Path) -> None:
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
    except OSError as problem:
        raise AnalysisError(f"{path}: cannot write: {problem.strerror}; choose another place with --json") from None


def _verdict(rows: Sequence[Row]) -> int:
    broken = Counter[str]()
    for row in rows:
        broken[row.evaluator] += row.missing.get(Absent.FAILED, 0)
    found = [f"{name} ({count})" for name, count in broken.items() if count]
    if not found:
        return DONE
    others = f" and {len(found) - FEW} more" if len(found) > FEW else ""
    complain(
        f"values that failed: {', '.join(found[:FEW])}{others}",
        "the reason stands in the score files, under `why`; mend the evaluator and raise its version",
    )
    return UNSCORED
