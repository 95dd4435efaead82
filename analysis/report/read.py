"""What the report is made of: the conversations of one or more runs, each with its group and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from analysis.cases import Case, case
from analysis.errors import AnalysisError
from analysis.findings.flagged import Sitting, flagged
from analysis.findings.pool import named
from analysis.realism.measure import Measured, measure
from analysis.report.measured import agreement, realism
from analysis.report.page import Line
from analysis.summary import Row, summarise
from analysis.trajectory import Trajectory, experienced
from scenarios.schema import Price
from simulator.plan import Plan
from simulator.store import Run, read
from simulator.transcript import AnyEvent, Started

FIELDS = ("target", "persona", "scenario", "condition", "run", "arm", "wording")
"""What groups can be made of."""
MOST = 2_000
"""Conversations of a run beyond which realism is only measured where people are to be left out: it takes far longer
than all else."""
Prices = Mapping[str, Price | None]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in the report."""

    run: str
    key: str
    group: str
    trajectory: Trajectory
    case: Case | None
    """None where it was not held to an end."""

    @property
    def ends(self) -> tuple[str, ...]:
        """How it ended; empty where it was not held to an end."""
        return (self.case.end.value,) if self.case is not None else ()

    @property
    def flags(self) -> tuple[str, ...]:
        """What else is true of it."""
        return tuple(flag.value for flag in self.case.flags) if self.case is not None else ()


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A run in the report."""

    name: str
    plan: Plan
    rows: tuple[Row, ...]
    realism: tuple[Line, ...]
    """Empty where nobody was simulated, or where there are too many."""
    agreement: tuple[Line, ...]
    """Empty where no other instrument has read it."""
    excluded: int | None
    """Conversations left out for realism; None where none was to be."""
    torn: tuple[str, ...]


def taken(
    folders: Sequence[Path], by: Sequence[str], prices: Mapping[Path, Prices], *, exclude: bool
) -> tuple[list[Taken], list[Told]]:
    """Read runs.

    Args:
        folders: of the runs.
        by: of `FIELDS`; what a group shares.
        prices: of each run's targets.
        exclude: leave out who failed realism, in all arms.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: an unknown field, or no conversation was begun.
    """
    _check(by)
    runs, told = [], []
    names = named(folders)
    for folder in folders:
        run = read(folder)
        measured = _measured(run, exclude=exclude)
        kept = _kept(run, measured) if exclude and measured is not None else run
        lives = kept.lives()
        rows = summarise(lives, run.plan.cells(), prices.get(folder))
        excluded = len(run.conversations) - len(lives) if exclude else None
        runs.append(
            Taken(
                name=names[folder],
                plan=run.plan,
                rows=tuple(rows),
                realism=realism(names[folder], measured) if measured is not None else (),
                agreement=tuple(agreement(names[folder], folder, run)),
                excluded=excluded,
                torn=run.torn,
            )
        )
        told += [_told(experienced(live, run.plan), names[folder], by) for live in lives.values()]
    if not told:
        raise AnalysisError(f"{folders[0]}: found no conversation to report; `pastno run --resume` holds them")
    return runs, _unique(told)


def _check(by: Sequence[str]) -> None:
    unknown = [name for name in by if name not in FIELDS]
    if unknown or not by:
        raise AnalysisError(f"found --by '{','.join(unknown)}', expected some of {', '.join(FIELDS)}; try --by target")


def _measured(run: Run, *, exclude: bool) -> Measured | None:
    if run.plan.imported is not None or not run.conversations:
        return None
    return measure(run) if exclude or len(run.conversations) <= MOST else None


def _kept(run: Run, measured: Measured) -> Run:
    sat = flagged(measured)
    left = {name: events for name, events in run.conversations.items() if _sitting(events) not in sat}
    return msgspec.structs.replace(run, conversations=left)


def _sitting(events: Sequence[AnyEvent]) -> Sitting:
    started = events[0]
    if not isinstance(started, Started):
        raise AssertionError("a conversation begins with its start")
    return started.persona, started.scenario, started.repetition


def _told(trajectory: Trajectory, run: str, by: Sequence[str]) -> Told:
    held = case(trajectory) if trajectory.held else None
    values = {field: _value(trajectory, run, field) for field in by}
    group = " · ".join(value for value in values.values() if value) or "all"
    return Told(run=run, key=trajectory.id, group=group, trajectory=trajectory, case=held)


def _value(trajectory: Trajectory, run: str, field: str) -> str:
    started = trajectory.live.started
    branch = started.branch
    if field == "run":
        return run
    if field in {"arm", "wording"}:
        return str(getattr(branch, field)) if branch is not None else ""
    return str(getattr(started, field))


def _unique(told: Sequence[Told]) -> list[Told]:
    seen: dict[str, int] = {}
    for one in told:
        seen[one.key] = seen.get(one.key, 0) + 1
    return [msgspec.structs.replace(one, key=f"{one.run}/{one.key}") if seen[one.key] > 1 else one for one in told]
