"""What groups do differently, measure by measure, as the findings say: each less the group that it is set beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analysis.comparison.difference import Difference
from analysis.findings.caveats import PAIRED
from analysis.findings.family import Apart
from analysis.findings.found import Findings
from analysis.report.figures import Forest, Mark
from analysis.report.stated import Behind
from analysis.stats.apart import Gap
from analysis.stats.number import Number

HOW = f"`n` counts pairs; {PAIRED.removeprefix('of rates: ')}"
LASTING = "exchanges gone on after the first refusal"


class _Row(NamedTuple):
    name: str
    number: Number
    noise: float | None
    p: float | None = None
    holm: float | None = None
    primary: bool = False


def differences(found: Findings, behind: Behind) -> Iterator[Forest]:
    """One for each measure that has a difference; what was named beforehand first."""
    marks: dict[str, list[Mark]] = {}
    rows: dict[str, list[_Row]] = {}
    for one in found.differences:
        for row in _rows(one):
            if row.number.value is not None:
                marks.setdefault(row.name, []).append(_mark(one, row, behind))
                rows.setdefault(row.name, []).append(row)
    for name in sorted(marks, key=lambda name: not rows[name][0].primary):
        yield Forest(
            kind="difference", name=name, unit="difference", marks=tuple(marks[name]), primary=rows[name][0].primary,
            band=_band(rows[name]),
        )  # fmt: skip


def _mark(one: Apart, row: _Row, behind: Behind) -> Mark:
    return Mark(
        label=f"{behind.label(one.b)} less {behind.label(one.a)}", number=row.number, p=row.p, holm=row.holm,
        note="nothing was changed" if one.check else "",
    )  # fmt: skip


def _band(rows: list[_Row]) -> tuple[float, float] | None:
    """As far to both sides as the arm moves in which nothing was changed."""
    noise = next((abs(row.noise) for row in rows if row.noise is not None), None)
    return None if noise is None else (-noise, noise)


def _rows(one: Apart) -> Iterator[_Row]:
    yield from map(_measure, one.measures)
    if one.persistence is not None:
        span = one.persistence
        name = f"{LASTING}: mean up to {span.until:g}"
        yield _Row(name, span.difference, span.noise, span.p, span.holm)
    yield from (_gap(gap, "to") for gap in one.moves)
    yield from (_gap(gap, "ends in") for gap in one.ends)


def _gap(gap: Gap, word: str) -> _Row:
    return _Row(f"{gap.step[0]} {word} {gap.step[1]}", gap.difference, gap.noise)


def _measure(row: Difference) -> _Row:
    missing = sum(n for side in (row.absent_a, row.absent_b) for why, n in side.items() if why != "not_at_risk")
    known = row.estimate
    number = Number(
        value=row.difference, low=known.low, high=known.high, n=row.n, missing=missing,
        censored=row.censored_a + row.censored_b, clusters=known.clusters, how=HOW,
        warnings=(known.why,) if known.why else (),
    )  # fmt: skip
    return _Row(row.name, number, row.noise, known.p, row.holm, row.primary)
