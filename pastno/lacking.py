"""What a table of differences has no room for: which values are bounds, which are missing, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.comparison.contrast import Contrast
from analysis.comparison.difference import Difference
from pastno.words import number, plain

CUT = "*"
"""Marks a difference of lower bounds."""


def below(one: Contrast, rows: Sequence[Difference]) -> Iterator[str]:
    """What the table has no room for, named by measure."""
    sides = one.a, one.b
    yield from _told(
        f"{CUT} cut off, so that lower bounds are compared",
        {row.name: _counted(sides, (row.censored_a, row.censored_b)) for row in rows},
    )
    # What is true of a measure is said once, not of each of its words.
    whole = {(row.evaluator, row.measure): row for row in rows}.values()
    measures = {f"{row.evaluator}.{row.measure}": row for row in whole}
    yield from _told(
        "at risk on one side alone, and in no mean; what is left is selected by the outcome",
        {name: _counted(sides, (row.at_risk_a, row.at_risk_b)) for name, row in measures.items()},
    )
    yield from _told("without a value", {name: _reasons(sides, row) for name, row in measures.items()})
    yield from _told("of some conversations of a side alone", {n: str(r.partly or "") for n, r in measures.items()})
    texts = {row.name: f"{number(row.text_sd)} over {row.texts}" for row in rows if row.text_sd is not None}
    yield from _told("standard deviation of the difference over texts", texts)
    yield from _no_interval(rows)


def _told(what: str, names: Mapping[str, str]) -> Iterator[str]:
    """One line; measures of which the same is true stand together."""
    same: dict[str, list[str]] = {}
    for name, said in names.items():
        if said:
            same.setdefault(said, []).append(name)
    if same:
        yield f"{what}: " + "; ".join(f"{', '.join(some)} ({said})" for said, some in same.items())


def _counted(sides: tuple[str, str], counts: tuple[int, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in zip(sides, counts, strict=True) if count)


def _reasons(sides: tuple[str, str], row: Difference) -> str:
    found = zip(sides, (row.absent_a, row.absent_b), strict=True)
    return ", ".join(
        f"{side}: {', '.join(f'{plain(reason)} {count}' for reason, count in reasons.items())}"
        for side, reasons in found
        if reasons
    )


def _no_interval(rows: Sequence[Difference]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.estimate.why:
            reasons.setdefault(row.estimate.why, []).append(row.name)
    for why, names in reasons.items():
        yield f"{why}: " + ("all of them" if len(names) == len(rows) else ", ".join(names))
