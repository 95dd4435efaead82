"""`pastno score`: score a run that was held, without holding any conversation, and say what the scores come to."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.compared import compare
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Comparer, Evaluator
from analysis.evaluators.known import chosen, known
from analysis.evaluators.score import Absent
from analysis.judging.rubric import Rubric
from analysis.judging.session import Session
from analysis.ledger import AUDITED, EXPERIENCED, held
from analysis.sweep import Audit, Swept, instrument, sweep
from analysis.tally import Row
from analysis.workers import processes
from pastno.audited import audit_of
from pastno.judged import Judging, judged, rubrics_of
from pastno.mistakes import complain, in_two
from pastno.rated import companions
from pastno.scorecard import Parts, Report, show, swept_so_far
from pastno.scorecard import report as make_report
from pastno.telling import telling
from pastno.written import write_json
from simulator.plan import Plan
from simulator.store import read_plan

DONE, UNSCORED, INTERRUPTED = 0, 1, 130
"""Exit codes: everything was scored, something broke or was not judged, the user stopped it."""
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


def score(asked: Asked, console: Console) -> int:
    """Score a run, print what the scores come to, and return the exit code.

    Raises:
        StoreError: no run folder, a damaged one, or one that cannot be written.
        SimulatorError: no instrument is called as the audit is.
        AnalysisError: an unknown evaluator, no conversation that ended, or a damaged score file.
    """
    plan, everything = read_plan(asked.folder), known()
    rubrics = rubrics_of(asked.judging)
    wanted = chosen(_names(asked, rubrics, everything), everything)
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
    report = make_report(asked.folder, plan, Parts(wanted, rubrics, audit, sessions, judging))
    show(report, console)
    if asked.json is not None:
        write_json(report, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"))
    return _verdict(report)


def _names(asked: Asked, rubrics: Sequence[Rubric], among: Mapping[str, Evaluator | Comparer]) -> tuple[str, ...]:
    """The evaluators that were named, with those that judged measures must be read beside; none is all."""
    beside = companions(asked.folder, rubrics, among)
    return (*asked.evaluators, *beside) if asked.evaluators else ()


def _scored(
    asked: Asked, plan: Plan, wanted: Sequence[Evaluator | Comparer], audit: Audit | None, console: Console
) -> Swept:
    evaluators = [one for one in wanted if isinstance(one, Evaluator)]
    comparers = [one for one in wanted if isinstance(one, Comparer)]
    workers = processes(asked.folder, asked.workers)
    with telling(console) as tell:
        found = sweep(
            asked.folder,
            plan,
            evaluators,
            audit=audit,
            workers=workers,
            changed=lambda swept: tell(swept_so_far(swept)),
        )
    if not found.conversations:
        raise AnalysisError(
            f"{asked.folder}: no conversation came to its end; hold some with `pastno run --resume {asked.folder}`"
        )
    compare(asked.folder, plan, comparers, {one.name: one for one in wanted}, instrument(plan, audit))
    return found


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
