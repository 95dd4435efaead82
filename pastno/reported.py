"""`pastno report`: one page that needs no network, and tidy tables beside it."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.errors import AnalysisError
from analysis.report.build import built
from analysis.report.html import html
from analysis.report.packs import Pack, inside
from analysis.report.read import taken
from analysis.report.tables import write_tables
from pastno.report import prices
from pastno.words import clean
from simulator.appender import reason
from simulator.store import read_plan


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
    by = asked.by or (("arm",) if all(plan.forked is not None for plan in plans.values()) else ("target",))
    runs, told = taken(asked.folders, by, known, exclude=asked.exclude)
    page, packs = built(runs, told, by)
    out = asked.out or asked.folders[0] / "report.html"
    tables = out.with_name(f"{out.stem}-tables")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        here = inside(packs)
        beside = _beside(packs[here:], here, out)
        out.write_text(html(page, packs[:here], beside=beside), encoding="utf-8")
        write_tables(page, told, tables)
    except OSError as problem:
        raise AnalysisError(f"{out}: cannot write: {reason(problem)}; choose another place with --out") from None
    for line in (f"report: {out}", f"tables: {tables}", *(f"note: {one}" for one in page.warnings)):
        console.print(Text(clean(line)), soft_wrap=True)
    if asked.open:
        webbrowser.open(out.resolve().as_uri())
    return out


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
