"""What the report is made of: the conversations of one or more runs, each with its group and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from analysis.cases import Case, case
from analysis.comparison.seen import Seen
from analysis.comparison.withheld import kept_back
from analysis.errors import AnalysisError
from analysis.findings.flagged import Sitting, flagged
from analysis.folders import named
from analysis.realism.measure import Measured, measure
from analysis.report.measured import agreement, realism
from analysis.report.page import Line
from analysis.stats import groups, rates
from analysis.stats.groups import label
from analysis.summary import Row, summarise
from analysis.trajectory import Trajectory, experienced
from scenarios.schema import Price
from simulator.fold import Live
from simulator.plan import Plan
from simulator.store import Run, read
from simulator.transcript import Flag, Started

FIELDS = tuple(groups.FIELDS)
"""What groups can be made of."""
MOST = 2_000
"""Conversations of a run beyond which realism is only measured where people are to be left out: it takes far longer
than all else."""
_GIVEN = frozenset({Flag.ERODED, Flag.RELENTED})
Prices = Mapping[str, Price | None]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in the report."""

    run: str
    key: str
    group: str
    """As the page names it."""
    name: str
    """Its group as the statistics name it: `target=reference:blunt`."""
    trajectory: Trajectory
    case: Case | None
    """None where it was not held to an end."""
    withheld: bool = False
    """What was given after a refusal is not told here: somewhere persons were made to go on in some way."""

    @property
    def ends(self) -> tuple[str, ...]:
        """How it ended; empty where it was not held to an end."""
        return (self.case.end.value,) if self.case is not None else ()

    @property
    def flags(self) -> tuple[str, ...]:
        """What else is true of it, and may be told."""
        flags = self.case.flags if self.case is not None else ()
        return tuple(flag.value for flag in flags if not (self.withheld and flag in _GIVEN))


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
    left: frozenset[Sitting] | None
    """What they share."""
    ended: bool
    """Whether any conversation came to an end, left out or not."""
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
    for folder, name in named(folders).items():
        one, lives = _taken(folder, name, prices.get(folder), exclude=exclude)
        runs.append(one)
        told += [_told(experienced(live, one.plan), name, by, one.plan) for live in lives]
    if not told:
        raise AnalysisError(f"{folders[0]}: found no conversation to report; `pastno run --resume` holds them")
    if kept_back([run.plan for run in runs]):
        told = [msgspec.structs.replace(one, withheld=True) for one in told]
    return runs, _unique(told)


def _taken(folder: Path, name: str, prices: Prices | None, *, exclude: bool) -> tuple[Taken, list[Live]]:
    """One run, and those of its conversations that stay."""
    run = read(folder)
    measured = _measured(run, exclude=exclude)
    every = run.lives()
    left = flagged(measured) if exclude and measured is not None else frozenset()
    lives = {id: live for id, live in every.items() if _sitting(live.started) not in left}
    found = Taken(
        name=name,
        plan=run.plan,
        rows=tuple(summarise(lives, run.plan.cells(), prices)),
        realism=realism(name, measured) if measured is not None else (),
        agreement=tuple(agreement(name, folder, run)),
        excluded=len(every) - len(lives) if exclude else None,
        left=left if exclude else None,
        ended=any(live.ended is not None for live in every.values()),
        torn=run.torn,
    )
    return found, list(lives.values())


def _check(by: Sequence[str]) -> None:
    unknown = [name for name in by if name not in FIELDS]
    if unknown or not by:
        raise AnalysisError(f"found --by '{','.join(unknown)}', expected some of {', '.join(FIELDS)}; try --by target")


def _measured(run: Run, *, exclude: bool) -> Measured | None:
    if run.plan.imported is not None or not run.conversations:
        return None
    return measure(run) if exclude or len(run.conversations) <= MOST else None


def _sitting(started: Started) -> Sitting:
    return started.persona, started.scenario, started.repetition


def _told(trajectory: Trajectory, run: str, by: Sequence[str], plan: Plan) -> Told:
    held = case(trajectory, run) if trajectory.held else None
    seen = Seen(trajectory.live.started, (), held, run)
    key = tuple(rates.FIELDS[field](seen, plan) for field in by)
    group = " · ".join(value or "–" for value in key) or "all"
    return Told(run=run, key=trajectory.id, group=group, name=label(by, key), trajectory=trajectory, case=held)


def _unique(told: Sequence[Told]) -> list[Told]:
    seen: dict[str, int] = {}
    for one in told:
        seen[one.key] = seen.get(one.key, 0) + 1
    return [msgspec.structs.replace(one, key=f"{one.run}/{one.key}") if seen[one.key] > 1 else one for one in told]
