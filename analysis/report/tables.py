"""Tidy tables beside the report: conversations, every count of the charts, every number; CSV, and Parquet with pyarrow.

Erosion stands in the tables of conversations and scores, which have no strategies; the table of moves has no outcomes
but the end.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from analysis.report import rows as of
from analysis.report.page import Bars, Flow, Page
from analysis.report.read import Told
from analysis.report.rows import Cell, Row
from analysis.report.values import Measured
from simulator.exported.cells import neutral

Rows = list[Row]


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
    for name, rows in _tables(page, told, measured).items():
        if rows:
            written += _write(rows, folder / name)
    return written


def _tables(page: Page, told: Sequence[Told], measured: Sequence[Measured]) -> Mapping[str, Rows]:
    return {
        "conversations": [_conversation(one) for one in told],
        "phases": list(_moves(page.flow)),
        "strategies": list(_moves(page.strategies)),
        "shares": [
            row
            for name in ("outcomes", "flags", "heat", "framing", "referrals")
            for row in _shares(name, getattr(page, name))
        ],
        "persistence": list(of.steps(page.curves)),
        "first_refusal": list(of.steps(page.first)),
        "endings": list(of.ends(page.endings)),
        "rates": list(of.forests(page.numbers.forests, "rate")),
        "times": list(of.forests(page.numbers.forests, "time", "odds")),
        "differences": list(of.forests(page.numbers.forests, "difference")),
        "policies": list(of.ranges(page.ranges)),
        "scores": list(of.scores(told, measured)),
    }


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
        "flags": " ".join(one.flags) if case is not None else None,
    }


def _moves(flows: Sequence[Flow]) -> Iterator[dict[str, Cell]]:
    for flow in flows:
        for link in flow.links:
            yield {"group": flow.label, "from": link.source, "to": link.target, "count": link.count,
                   "conversations": flow.n}  # fmt: skip


def _shares(chart: str, bars: Bars) -> Iterator[dict[str, Cell]]:
    for bar in bars.bars:
        yield {"chart": chart, "group": bar.group, "name": bar.name, "count": bar.count, "of": bar.of}


def _write(rows: Rows, file: Path) -> list[Path]:
    table = file.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({name: neutral(_text(cell)) for name, cell in row.items()} for row in rows)
    if find_spec("pyarrow") is None:
        return [table]
    from analysis.report.parquet import write

    write(rows, file.with_suffix(".parquet"))
    return [table, file.with_suffix(".parquet")]


def _text(cell: Cell) -> str:
    """Missing is an empty cell, never a zero."""
    return "" if cell is None else str(cell)
