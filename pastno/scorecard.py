"""What the scores of a run come to: everything that `pastno score` prints, and writes with `--json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.audits import Difference, differences
from analysis.comparison.withheld import by_strategy, tells, why
from analysis.diverging import diverging_in
from analysis.evaluators.contract import Comparer, Evaluator
from analysis.evaluators.known import known
from analysis.judging.rubric import Rubric, shipped
from analysis.judging.session import Session
from analysis.sweep import Audit, Swept, instrument
from analysis.tally import Described, Row, stale, tally
from pastno.judged import where
from pastno.rated import Rated, human
from pastno.scored import audit_table, tables
from pastno.words import clean
from simulator.plan import Plan


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


class Parts(NamedTuple):
    """What was done."""

    wanted: Sequence[Evaluator | Comparer]
    rubrics: Sequence[Rubric]
    audit: Audit | None
    sessions: Sequence[Swept]
    judging: Session | None


def report(folder: Path, plan: Plan, parts: Parts) -> Report:
    """What the scores come to.

    Raises:
        AnalysisError: a score file, or an agreement file beside the run, is damaged.
    """
    read_by = instrument(plan, None), instrument(plan, parts.audit)
    evaluators = [one for one in parts.wanted if isinstance(one, Evaluator)]
    rubrics = {rubric.id: rubric for rubric in (*shipped().values(), *parts.rubrics)}
    described: list[Described] = [*parts.wanted, *map(Rated, rubrics.values())]
    rows = tally(folder, plan, described, human(folder, rubrics))
    back = [row for row in rows if tells(row.evaluator, row.measure)] if by_strategy(plan) else []
    return Report(
        sessions=tuple(parts.sessions),
        rows=tuple(row for row in rows if row not in back),
        judging=parts.judging,
        audit=read_by if parts.audit else None,
        differences=differences(folder, evaluators, read_by) if parts.audit else (),
        beside={name: rubric.beside for name, rubric in rubrics.items() if rubric.beside},
        notes=(
            *_notes(parts, plan),
            *why(frozenset(f"{row.evaluator}.{row.measure}" for row in back)),
            *_again(folder, plan),
            *stale(folder, [*known().values(), *described]),
        ),
    )


def _notes(parts: Parts, plan: Plan) -> Iterator[str]:
    swept, audit = parts.sessions[0], parts.audit
    yield from swept.torn
    if parts.rubrics and parts.judging is None:
        yield "the judges were not asked; give the command again to ask them"
    if parts.judging is not None:
        yield from (note for note in parts.judging.notes if note not in swept.torn)
    if swept.unfinished:
        yield f"{swept.unfinished} conversations have not ended and are not scored; go on with `pastno run --resume`"
    if audit is None:
        yield (
            "what drove the simulated people also scored them, where a measure rests on an observer; `--audit simple` "
            "has another read"
        )
    elif audit.name == plan.observer:
        yield f"{audit.name} also drove the run: the audit shows only whether it reads the same twice"


def _again(folder: Path, plan: Plan) -> Iterator[str]:
    """What of the scores rests on lines that did not answer what was said."""
    if plan.redriven is not None:
        found = diverging_in(folder)
        yield (
            f"the lines were recorded in {plan.redriven.source}, and {found}; what follows a mark is scored like the "
            "rest and is no answer: leave these conversations out where a measure reads how people go on"
        )


def show(report: Report, console: Console) -> None:
    """Print it."""
    for part in tables(report.rows, report.beside, console.width):
        console.print(part)
    if report.audit is not None:
        for part in audit_table(report.differences, report.audit, console.width):
            console.print(part)
    for session in report.sessions:
        console.print(Text(swept_so_far(session)))
    if report.judging is not None:
        console.print(Text(where(report.judging)))
    for note in report.notes:
        console.print(Text(clean(f"note: {note}"), style="yellow3"), soft_wrap=True)


def swept_so_far(swept: Swept) -> str:
    """How far a sweep is, or came."""
    known = f", {swept.kept:,} of them known before" if swept.kept else ""
    return f"{swept.conversations:,} conversations, {swept.kept + swept.made:,} scores{known}"
