"""What `pastno score` prints: each measure with what was scored, what is missing and what that could change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analysis.audits import Difference
from analysis.evaluators.contract import Facet, Kind
from analysis.tally import Row
from pastno.words import MISSING, clean, plain

Column = tuple[str, Callable[[Row], str]]
_FACETS = [facet.value for facet in Facet]
_SHARES = (Kind.WHETHER, Kind.SHARE)


def tables(rows: Sequence[Row]) -> Iterator[RenderableType]:
    """A table for each facet and instrument, in the order of the facets."""
    ordered = sorted(rows, key=lambda row: (row.instrument, _FACETS.index(row.facet)))
    for (instrument, facet), some in groupby(ordered, lambda row: (row.instrument, row.facet)):
        yield Text(clean(f"{plain(facet).capitalize()}, read by {instrument}"), style="bold")
        yield _table(list(some))
        yield Text()


def audit_table(found: Sequence[Difference], instruments: tuple[str, str]) -> Iterator[RenderableType]:
    """Where what drove the run and what read it afterwards disagree, the measure that differs most first."""
    first, second = map(clean, instruments)
    yield Text(f"Where {first} and {second} disagree", style="bold")
    table = _bare()
    for name in ("evaluator", "measure"):
        table.add_column(name, overflow="fold")
    for name in ("both", "equal", "only one", "mean difference"):
        table.add_column(name, justify="right")
    table.add_column("differ most", overflow="fold")
    for one in sorted(found, key=lambda one: one.equal / one.n if one.n else 2.0):
        table.add_row(*map(Text, map(clean, _difference(one))))
    if not table.rows:
        table.add_row("no measure rests on an observer")
    yield table
    yield Text(f"A difference is {second} less {first}, true being 1. Neither of the two is the truth.")


def value(row: Row) -> str:
    """What a row comes to, as words."""
    if row.labels:
        return ", ".join(f"{plain(label)} {count}" for label, count in row.labels.items())
    cut = f", {row.censored} cut off" if row.censored else ""
    if row.kind == Kind.EXCHANGES:
        middle = str(row.median) if row.median is not None else f"≥ {row.at_least}"
        return f"median {middle}{cut}" if row.n else MISSING
    return (MISSING if row.mean is None else _written(row.mean, row.kind)) + cut


def bounds(row: Row) -> str:
    """What the mean could be if the missing were known; a dash where nothing is missing or nothing bounds it."""
    if not row.missing or (row.low is None and row.high is None):
        return MISSING
    ends = ("?" if end is None else _written(end, row.kind) for end in (row.low, row.high))
    return "…".join(ends)


def _table(rows: Sequence[Row]) -> Table:
    table = _bare()
    columns = _columns(rows)
    for name, _ in columns:
        table.add_column(name, overflow="fold")
    before: tuple[str, ...] = ()
    for row in rows:
        cells = [cell(row) for _, cell in columns]
        # What stands above is not said again.
        shown = ["" if cells[: i + 1] == list(before[: i + 1]) and i < 2 else clean(c) for i, c in enumerate(cells)]
        table.add_row(*map(Text, shown))
        before = tuple(cells)
    return table


def _columns(rows: Sequence[Row]) -> list[Column]:
    columns: list[Column] = [
        ("evaluator", lambda row: f"{row.evaluator} {row.version}"),
        ("measure", lambda row: plain(row.measure)),
        ("target", lambda row: row.target),
    ]
    if len({row.condition for row in rows}) > 1:
        columns.append(("condition", lambda row: row.condition))
    columns += [("value", value), ("could be", bounds), ("scored", _scored)]
    if any(row.not_at_risk for row in rows):
        columns.append(("not at risk", lambda row: str(row.not_at_risk)))
    if any(row.missing for row in rows):
        columns.append(("missing", _missing))
    return [*columns, ("agreement with people", lambda row: row.human)]


def _scored(row: Row) -> str:
    due = row.n + sum(row.missing.values())
    return (f"{row.n}/{due}" if due else MISSING) + (" groups" if row.grouped else "")


def _missing(row: Row) -> str:
    return ", ".join(f"{plain(reason)} {count}" for reason, count in row.missing.items()) or MISSING


def _difference(one: Difference) -> tuple[str, ...]:
    equal = f"{one.equal / one.n:.0%}" if one.n else MISSING
    mean = MISSING if one.mean is None else f"{one.mean:+.2f} n={one.compared}"
    worst = ", ".join(one.worst) or MISSING
    return one.evaluator, plain(one.measure), str(one.n), equal, str(one.one_only), mean, worst


def _written(number: float, kind: str) -> str:
    return f"{number:.0%}" if kind in _SHARES else f"{number:.3g}"


def _bare() -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
