"""`pastno report`: one page that needs no network, and tidy tables beside it."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.comparison.policies import Policies
from analysis.errors import AnalysisError
from analysis.findings.pool import pooled
from analysis.findings.together import together
from analysis.report.build import built
from analysis.report.html import html
from analysis.report.packs import Pack, inside
from analysis.report.read import Taken, Told, taken
from analysis.report.stated import Stated
from analysis.report.tables import write_tables
from analysis.report.values import measured
from pastno.compare import Asked as Compared
from pastno.compare import of_policies
from pastno.report import prices
from pastno.words import clean
from simulator.appender import reason
from simulator.plan import Plan
from simulator.store import read_plan

_NOTES = 6
"""Warnings that are printed; all stand in the page."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reported, and where it goes."""

    folders: tuple[Path, ...]
    by: tuple[str, ...] = ()
    """What groups share; when empty the target, and the arm where all runs are forks."""
    exclude: bool = False
    """Leave out who failed realism."""
    out: Path | None = None
    """The page's file; `report.html` in the first run's folder when None."""
    open: bool = False


def report(asked: Asked, console: Console) -> Path:
    """Write the report and say where it is.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: nothing to report, or it cannot be written.
    """
    plans = {folder: read_plan(folder) for folder in asked.folders}
    known = {folder: prices(plan.targets) for folder, plan in plans.items()}
    by = tuple(dict.fromkeys(asked.by or _usual(tuple(plans.values()))))
    runs, told = taken(asked.folders, by, known, exclude=asked.exclude)
    stated = _stated(asked, runs, told, by)
    scored = {run.name: folder for run, folder in zip(runs, asked.folders, strict=True)}
    said = measured(told, scored, tuple(plans.values()))
    page, packs, values = built(runs, told, by, stated, said)
    out = asked.out or asked.folders[0] / "report.html"
    tables = out.with_name(f"{out.stem}-tables")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        here = inside(packs)
        beside = _beside(packs[here:], here, out)
        out.write_text(html(page, packs[:here], values, beside=beside), encoding="utf-8")
        write_tables(page, told, said, tables)
    except OSError as problem:
        raise AnalysisError(f"{out}: cannot write: {reason(problem)}; choose another place with --out") from None
    for line in (
        f"report: {out}",
        f"tables: {tables}",
        *(f"note: {one}" for one in page.warnings[:_NOTES]),
        *_more(len(page.warnings)),
    ):
        console.print(Text(clean(line)), soft_wrap=True)
    if asked.open:
        webbrowser.open(out.resolve().as_uri())
    return out


def _usual(plans: Sequence[Plan]) -> tuple[str, ...]:
    """The target, or the arm of forks; under several policies each run apart, as no number holds for all."""
    if not all(plan.forked is not None for plan in plans):
        return ("target",)
    return ("arm",) if len(_policies(plans)) == 1 else ("arm", "run")


def _policies(plans: Sequence[Plan]) -> frozenset[str]:
    return frozenset(plan.suite.policy for plan in plans)


def _stated(asked: Asked, runs: Sequence[Taken], told: Sequence[Told], by: Sequence[str]) -> Stated | None:
    """The same numbers as `pastno analyse`; None where no conversation was held to an end."""
    if not any(one.case is not None for one in told):
        return None
    some = {folder: run for folder, run in zip(asked.folders, runs, strict=True) if run.ended}
    left = {folder: run.left for folder, run in some.items() if run.left is not None}
    pool = pooled(tuple(some), left=left)
    return Stated(
        pool=pool, found=together(pool, by), policies=None if asked.exclude else _over(pool.plans, tuple(some))
    )


def _over(plans: Sequence[Plan], folders: tuple[Path, ...]) -> Policies | None:
    """The range over policies, where the runs are one fork under several."""
    if len(_policies(plans)) < 2 or any(plan.forked is None for plan in plans):
        return None
    try:
        return of_policies(Compared(folders=folders, policies=True))
    except AnalysisError:
        return None


def _more(count: int) -> list[str]:
    return [f"note: {count - _NOTES} more notes stand in the report"] if count > _NOTES else []


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
