"""Tidy tables beside the report: conversations, every count of the charts, every number; CSV, and Parquet with pyarrow.

Erosion stands in the tables of conversations and scores, which have no strategies; the table of moves has no outcomes
but the end.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from analysis.report import rows as of
from analysis.report.page import Bars, Flow, Page
from analysis.report.read import Told
from analysis.report.rows import Cell, Row
from analysis.report.values import Measured
from simulator.exported.cells import neutral
from simulator.transcript import Flag

Columns = dict[str, list[Cell]]


def write_tables(page: Page, told: Sequence[Told], measured: Sequence[Measured], folder: Path) -> list[Path]:
    """Write every table that has a row.

    Args:
        page: the report.
        told: its conversations.
        measured: what evaluators say of them.
        folder: where; made if it is not there.

    Raises:
        OSError: the system refused.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in _tables(page, told, measured):
        columns = _columns(rows)
        if columns:
            written += _write(columns, folder / name)
    return written


def _tables(page: Page, told: Sequence[Told], measured: Sequence[Measured]) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "conversations", map(_conversation, told)
    yield "phases", _moves(page.flow)
    yield "strategies", _moves(page.strategies)
    charts = ("outcomes", "flags", "heat", "framing", "referrals")
    yield "shares", (row for name in charts for row in _shares(name, getattr(page, name)))
    yield "persistence", of.steps(page.curves)
    yield "first_refusal", of.steps(page.first)
    yield "endings", of.ends(page.endings)
    yield "rates", of.forests(page.numbers.forests, "rate")
    yield "times", of.forests(page.numbers.forests, "time", "odds")
    yield "differences", of.forests(page.numbers.forests, "difference")
    yield "policies", of.ranges(page.ranges)
    yield "scores", of.scores(told, measured)


def _columns(rows: Iterable[Row]) -> Columns:
    """By column: a row for each conversation and measure, as dicts, would take far more than all else."""
    found: Columns = {}
    for row in rows:
        for name, cell in row.items():
            found.setdefault(name, []).append(cell)
    return found


def _conversation(one: Told) -> dict[str, Cell]:
    started, case = one.trajectory.live.started, one.case
    ended = one.trajectory.live.ended
    return {
        "run": one.run,
        "id": one.trajectory.id,
        "persona": started.persona,
        "scenario": started.scenario,
        "condition": started.condition,
        "target": started.target,
        "repetition": started.repetition,
        "group": one.group,
        "held": case is not None,
        "end": ended.cause.value if ended is not None else None,
        "exchanges": len(one.trajectory.exchanges),
        "refusals": len(one.trajectory.encounters),
        "first_refusal": case.first_refusal if case is not None else None,
        "persistence": case.persistence if case is not None else None,
        "persistence_censored": case.persistence_censored
        if case is not None and case.persistence is not None
        else None,
        # What people hid stands by group in `shares`, never beside what was given.
        "flags": " ".join(flag for flag in one.flags if flag != Flag.SELF_CENSORED) if case is not None else None,
    }


def _moves(flows: Sequence[Flow]) -> Iterator[dict[str, Cell]]:
    for flow in flows:
        for link in flow.links:
            yield {"group": flow.label, "from": link.source, "to": link.target, "count": link.count,
                   "conversations": flow.n}  # fmt: skip


def _shares(chart: str, bars: Bars) -> Iterator[dict[str, Cell]]:
    for bar in bars.bars:
        yield {"chart": chart, "group": bar.group, "name": bar.name, "count": bar.count, "of": bar.of}


def _write(columns: Columns, file: Path) -> list[Path]:
    table = file.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows([_cell(cell) for cell in row] for row in zip(*columns.values(), strict=True))
    if find_spec("pyarrow") is None:
        return [table]
    from analysis.report.parquet import write

    write(columns, file.with_suffix(".parquet"))
    return [table, file.with_suffix(".parquet")]


def _cell(cell: Cell) -> str:
    """Missing is an empty cell, never a zero; words are made harmless to spreadsheets, numbers stay numbers."""
    return "" if cell is None else neutral(cell) if isinstance(cell, str) else str(cell)
