"""What `pastno score` prints: each measure with what was scored, what is missing and what that could change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

import msgspec
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analysis.audits import Difference
from analysis.evaluators.contract import Facet, Kind
from analysis.judging.claims import NONE
from analysis.ledger import AUDITED, EXPERIENCED
from analysis.tally import Row
from pastno.audited import by_judge
from pastno.grid import grid
from pastno.words import MISSING, clean, plain

Column = tuple[str, Callable[[Row], str]]
_FACETS = [facet.value for facet in Facet]
_NAMES = ("measure", "target", "condition")
WIDTH = 80
"""Of a terminal, in its cells, where nobody says."""
_SHARES = (Kind.WHETHER, Kind.SHARE)


def tables(
    rows: Sequence[Row], beside: Mapping[str, str] = MappingProxyType({}), width: int = WIDTH
) -> Iterator[RenderableType]:
    """A table for each evaluator and instrument: by facet, what drove the run before what read it afterwards.

    Args:
        rows: of the tally.
        beside: for a rubric, the computed measure that it must be read beside.
        width: of the terminal, in its cells.
    """
    known = list(dict.fromkeys(row.evaluator for row in rows))
    ordered = sorted(rows, key=lambda row: (_FACETS.index(row.facet), known.index(row.evaluator), _rank(row)))
    for (name, instrument), some in groupby(ordered, lambda row: (row.evaluator, row.instrument)):
        found = list(some)
        more = _beside(beside[name], rows) if name in beside and not _computed(instrument) else None
        found += more or ()
        people = _people(found)
        yield _heading(found[0], people)
        yield _table(found, width)
        if len(people) > 1:
            yield from (Text(clean(f"people: {', '.join(names)}: {said}")) for said, names in people.items())
        if more == []:
            yield Text(f"to be read beside {beside[name]}, of which there is nothing here")
        yield Text()


def audit_table(
    found: Sequence[Difference], instruments: tuple[str, str], width: int = WIDTH
) -> Iterator[RenderableType]:
    """Where what drove the run and what read it afterwards disagree, the measure that differs most first."""
    first, second = map(clean, instruments)
    apart = [one for one in found if one.equal < one.n or one.one_only]
    heading = Text(f"Where {first} and {second} disagree", style="bold")
    yield heading.append(f" · agreement with people: {NONE}", style="not bold") if by_judge(second) else heading
    if apart:
        yield _apart(apart, width)
    same = f"{len(found) - len(apart)} of {len(found)} measures that rest on an observer are the same in every"
    yield Text(f"{same} conversation. A difference is {second} less {first}, true being 1. Neither is the truth.")
    yield Text()


def _apart(found: Sequence[Difference], width: int) -> Table:
    names = ("evaluator", "measure", "differ most")
    heads = ("evaluator", "measure", "both", "equal", "only one", "mean difference", "differ most")
    ordered = sorted(found, key=lambda one: (one.equal / one.n if one.n else 1, -one.one_only))
    return grid(heads, [[clean(cell) for cell in _difference(one)] for one in ordered], width, names)


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


def _rank(row: Row) -> tuple[bool, bool, str]:
    """What drove the run, then other observers, then judges."""
    return not row.instrument.startswith(EXPERIENCED), not row.instrument.startswith(AUDITED), row.instrument


def _computed(instrument: str) -> bool:
    return instrument.startswith((EXPERIENCED, AUDITED))


def _beside(measure: str, rows: Sequence[Row]) -> list[Row]:
    """The rows of the computed measure that a judged one must not be read without."""
    evaluator, _, name = measure.partition(".")
    found = [r for r in rows if (r.evaluator, r.measure) == (evaluator, name) and r.instrument.startswith(EXPERIENCED)]
    return [msgspec.structs.replace(row, measure=f"beside: {evaluator} {name}") for row in found]


def _people(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Each agreement with people, and the measures that have it."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row.human, {})[plain(row.measure)] = None
    return {said: list(names) for said, names in found.items()}


def _heading(row: Row, people: Mapping[str, Sequence[str]]) -> Text:
    heading = Text()
    heading.append(f"{row.evaluator} {row.version}", style="bold")
    said = f" · {plain(row.facet)} · read by {row.instrument}"
    if len(people) == 1:
        said += f" · agreement with people: {row.human}"
    return heading.append(clean(said))


def _table(rows: Sequence[Row], width: int) -> Table:
    columns, before = _columns(rows), ""
    lines: list[list[str]] = []
    for row in rows:
        cells = [clean(cell(row)) for _, cell in columns]
        # What stands above is not said again.
        lines.append(["" if cells[0] == before else cells[0], *cells[1:]])
        before = cells[0]
    return grid([name for name, _ in columns], lines, width, _NAMES)


def _columns(rows: Sequence[Row]) -> list[Column]:
    columns: list[Column] = [("measure", lambda row: plain(row.measure)), ("target", lambda row: row.target)]
    if len({row.condition for row in rows}) > 1:
        columns.append(("condition", lambda row: row.condition))
    columns.append(("value", value))
    if any(row.missing for row in rows):
        columns.append(("could be", bounds))
    columns.append(("scored", _scored))
    if any(row.not_at_risk for row in rows):
        columns.append(("not at risk", lambda row: str(row.not_at_risk)))
    if any(row.missing for row in rows):
        columns.append(("missing", _missing))
    if any(row.kin for row in rows):
        columns.append(("same family", lambda row: str(row.kin)))
    return columns


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
