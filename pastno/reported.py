"""`pastno report`: one page that needs no network, and tidy tables beside it."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.cluster import clustering
from analysis.comparison.policies import Policies
from analysis.errors import AnalysisError
from analysis.findings.pool import pooled
from analysis.findings.together import together
from analysis.folders import once
from analysis.report.build import Parts, built
from analysis.report.html import html
from analysis.report.packs import Pack, inside
from analysis.report.read import Taken, Told, taken
from analysis.report.stated import Stated
from analysis.report.tables import write_tables
from analysis.report.values import Measured, measured
from pastno.compare import Asked as Compared
from pastno.compare import of_policies
from pastno.report import prices
from pastno.words import clean
from simulator.appender import reason
from simulator.arms import CONTROL
from simulator.plan import Plan
from simulator.store import read_plan

_NOTES = 6
"""Warnings that are printed; all stand in the page."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reported, and where it goes."""

    folders: tuple[Path, ...]
    by: tuple[str, ...] = ()
    """What groups share; when empty the target, and the arm where all runs are forks."""
    against: str | None = None
    """The group that every other is set beside; of arms the control, else of two the first, when None."""
    exclude: bool = False
    """Leave out who failed realism."""
    cluster: str = "pair"
    """What intervals take to be independent, of `analysis.cluster.Clustering`."""
    out: Path | None = None
    """The page's file; `report.html` in the first run's folder when None."""
    open: bool = False


class Made(NamedTuple):
    """The page, and what stands beside it."""

    parts: Parts
    told: list[Told]
    measured: tuple[Measured, ...]


def report(asked: Asked, console: Console) -> Path:
    """Write the report and say where it is.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: nothing to report, an unknown field or group, or it cannot be written.
    """
    made = of_runs(asked)
    out = asked.out or asked.folders[0] / "report.html"
    tables = out.with_name(f"{out.stem}-tables")
    try:
        _write(made, out, tables)
    except OSError as problem:
        raise AnalysisError(f"{out}: cannot write: {reason(problem)}; choose another place with --out") from None
    warnings = made.parts.page.warnings
    for line in (f"report: {out}", f"tables: {tables}", *(f"note: {one}" for one in warnings[:_NOTES])):
        console.print(Text(clean(line)), soft_wrap=True)
    if len(warnings) > _NOTES:
        console.print(f"note: {len(warnings) - _NOTES} more stand in the report")
    if asked.open:
        webbrowser.open(out.resolve().as_uri())
    return out


def of_runs(asked: Asked) -> Made:
    """Everything that the report shows; nothing is written."""
    once(asked.folders)
    plans = {folder: read_plan(folder) for folder in asked.folders}
    known = {folder: prices(plan.targets) for folder, plan in plans.items()}
    by = tuple(dict.fromkeys(asked.by or _usual(tuple(plans.values()))))
    runs, told = taken(asked.folders, by, known, exclude=asked.exclude)
    scored = {run.name: folder for run, folder in zip(runs, asked.folders, strict=True)}
    said = measured(told, scored, tuple(plans.values()))
    return Made(built(runs, told, by, _stated(asked, runs, told, by), said), told, said)


def _write(made: Made, out: Path, tables: Path) -> None:
    page, packs, values = made.parts
    out.parent.mkdir(parents=True, exist_ok=True)
    here = inside(packs)
    beside = _beside(packs[here:], here, out)
    out.write_text(html(page, packs[:here], values, beside=beside), encoding="utf-8")
    write_tables(page, made.told, made.measured, tables)


def _usual(plans: Sequence[Plan]) -> tuple[str, ...]:
    """The target, or the arm of forks; under several policies each run apart, as no number holds for all.

    Forks beside what is none are told apart by arm too: in a fork everybody was refused.
    """
    if not all(plan.forked is not None for plan in plans):
        return ("target", "arm") if any(plan.forked is not None for plan in plans) else ("target",)
    return ("arm",) if len(_policies(plans)) == 1 else ("arm", "run")


def _policies(plans: Sequence[Plan]) -> frozenset[str]:
    return frozenset(plan.suite.policy for plan in plans)


def _stated(asked: Asked, runs: Sequence[Taken], told: Sequence[Told], by: Sequence[str]) -> Stated | None:
    """The same numbers as `pastno analyse`; None where no conversation was held to an end."""
    if not any(one.case is not None for one in told):
        return None
    some = {folder: run for folder, run in zip(asked.folders, runs, strict=True) if run.ended}
    left = {folder: run.left for folder, run in some.items() if run.left is not None}
    pool = pooled(tuple(some), left=left, cluster=clustering(asked.cluster))
    found = together(pool, by, against=asked.against or _against(told, by))
    return Stated(pool=pool, found=found, policies=None if asked.exclude else _over(pool.plans, tuple(some)))


def _against(told: Sequence[Told], by: Sequence[str]) -> str | None:
    """Arms are set beside the control, where it is one of several."""
    names = {one.name for one in told if one.case is not None}
    return CONTROL if tuple(by) == ("arm",) and len(names) > 1 and f"arm={CONTROL}" in names else None


def _over(plans: Sequence[Plan], folders: tuple[Path, ...]) -> Policies | None:
    """The range over policies, where the runs are one fork under several."""
    if len(_policies(plans)) < 2 or any(plan.forked is None for plan in plans):
        return None
    try:
        return of_policies(Compared(folders=folders, policies=True))
    except AnalysisError:
        return None


def _beside(packs: Sequence[Pack], first: int, out: Path) -> list[str]:
    """Write what the page cannot hold into a folder beside it; packs of an older page go."""
    folder = out.with_name(f"{out.stem}-talks")
    for old in folder.glob("pack-*.js"):
        old.unlink()
    if not packs:
        return []
    folder.mkdir(exist_ok=True)
    names = [f"pack-{number}.js" for number in range(first, first + len(packs))]
    for name, pack in zip(names, packs, strict=True):
        (folder / name).write_text(f'pastno.take("{pack.data}");\n', encoding="utf-8")
    return [f"{folder.name}/{name}" for name in names]
