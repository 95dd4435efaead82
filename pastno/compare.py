"""`pastno compare`: paired differences between arms of a fork, two runs, or forks under several reaction policies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console, RenderableType
from rich.text import Text

from analysis.comparison.arms import compare_arms
from analysis.comparison.contrast import Comparison
from analysis.comparison.declared import with_declared
from analysis.comparison.policies import Policies, over_policies
from analysis.comparison.runs import compare_runs
from analysis.comparison.side import Side, read_side
from analysis.comparison.wanted import Chosen, Wanted, choose
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator
from analysis.evaluators.known import known
from analysis.workers import processes
from pastno.audited import audit_of
from pastno.contrasted import comparison_page, policies_page
from pastno.written import write_json
from simulator.plan import Plan
from simulator.store import read_plan

PAIR = 2


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    folders: tuple[Path, ...]
    """One fork, two runs, or with `policies` forks."""
    policies: bool = False
    by: tuple[str, ...] = ()
    """What must be equal in a pair of two runs; everything when empty."""
    wanted: Wanted = Wanted()
    every: bool = False
    """Print also what nowhere differs."""
    audit: str | None = None
    """The instrument that reads the replies; what drove the runs when None."""
    workers: int | None = None
    json: Path | None = None


def compare(asked: Asked, console: Console) -> None:
    """Compare, print what differs, and write everything where a file was named.

    Raises:
        StoreError: no run folder, or a damaged one.
        SimulatorError: no instrument is called as the audit is.
        AnalysisError: nothing pairs, an unknown measure, or folders that cannot be compared so.
    """
    found = of_policies(asked) if asked.policies else of_two(asked)
    for part in _page(found, console.width, every=asked.every or bool(asked.wanted.measures)):
        console.print(part)
    if asked.json is not None:
        write_json(found, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"))


def of_two(asked: Asked) -> Comparison:
    """The arms of a fork beside its control, or two runs; nothing is printed."""
    count = len(asked.folders)
    if count not in (1, PAIR):
        raise AnalysisError(
            f"found {count} folders, expected one fork or two runs; compare two at a time, or forks of several "
            "reaction policies with --policies"
        )
    if count == PAIR:
        (first, second), chosen, wanted, notes = _sides(asked)
        found = compare_runs(first, second, chosen, wanted, by=asked.by, audited=asked.audit is not None)
        found = msgspec.structs.replace(found, notes=(*notes, *found.notes))
        return _pooled(found, (first.plan, second.plan))
    if asked.by:
        raise AnalysisError("arms are paired on parent and repeat; leave --pair out, or name two runs")
    (fork,), chosen, wanted, notes = _sides(asked)
    found = compare_arms(fork, chosen, wanted, audited=asked.audit is not None)
    return msgspec.structs.replace(found, notes=(*notes, *found.notes))


def _pooled(found: Comparison, plans: Sequence[Plan]) -> Comparison:
    """Say so where arms in which nothing was changed are pooled with those in which something was."""
    if not all(plan.forked is not None for plan in plans):
        return found
    told = (
        "both are forks, and all their arms are pooled, those in which nothing was changed too; name a fork alone to "
        "see its arms, or the same fork under several reaction policies with --policies"
    )
    return msgspec.structs.replace(found, warnings=(told, *found.warnings))


def of_policies(asked: Asked) -> Policies:
    """The same fork under several reaction policies; nothing is printed."""
    if asked.by or asked.wanted.primary:
        raise AnalysisError(
            "a range over policies is no test, and arms are paired on parent and repeat; leave --primary and --pair out"
        )
    sides, chosen, _, _ = _sides(asked)
    audited = asked.audit is not None
    return over_policies(sides, [compare_arms(one, chosen, asked.wanted, audited=audited) for one in sides])


def _page(found: Comparison | Policies, width: int, *, every: bool) -> Iterator[RenderableType]:
    if isinstance(found, Policies):
        return policies_page(found, width, every=every)
    return comparison_page(found, width, every=every)


def _sides(asked: Asked) -> tuple[list[Side], Chosen, Wanted, tuple[str, ...]]:
    plans = [read_plan(folder) for folder in asked.folders]
    among = [one for one in known().values() if isinstance(one, Evaluator)]
    # A range over policies is no test: nothing can be its primary outcome.
    wanted, notes = (asked.wanted, ()) if asked.policies else with_declared(asked.wanted, plans, among)
    chosen = choose(wanted, plans, among)
    sides = [
        read_side(
            folder,
            plan,
            chosen.evaluators,
            audit=audit_of(folder, asked.audit) if asked.audit is not None else None,
            workers=processes(folder, asked.workers),
        )
        for folder, plan in zip(asked.folders, plans, strict=True)
    ]
    return sides, chosen, wanted, notes
