"""What `pastno analyse` prints of differences between groups: those that are told apart from 0, and the primary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analysis.findings.beside import NOTHING
from analysis.findings.family import Apart
from analysis.findings.found import Findings
from analysis.stats.apart import Gap
from pastno.words import MISSING, number, signed

SMALL = 0.05
"""Adjusted p below which a difference without an interval is printed: all pairs differ alike."""
MOST = 15
"""Rows that are printed; those that are farthest from 0, by the width of their interval."""
FROM = "post_refusal"
"""Of ends, only those from here are printed; what becomes of everybody stands among the rates."""


class Row(NamedTuple):
    """One difference, as it is printed."""

    name: str
    a: float | None
    b: float | None
    value: float | None
    low: float | None
    high: float | None
    noise: float | None
    holm: float | None
    counts: tuple[int, int, int]
    """`n`, missing and cut off; those missing are counted on both sides."""
    primary: bool = False

    @property
    def clear(self) -> bool:
        """Whether the interval excludes 0; or, where nothing varies and there is none, whether p is small."""
        if self.low is None or self.high is None:
            return self.holm is not None and self.holm < SMALL
        return self.low > 0 or self.high < 0

    @property
    def far(self) -> float:
        """How many half widths of its interval it is from 0; what was named beforehand comes first."""
        if self.primary or (self.low is None and self.clear):
            return float("inf")
        known = self.value is not None and self.low is not None and self.high is not None and self.high > self.low
        return abs(self.value or 0) / ((self.high or 0) - (self.low or 0)) if known else 0


def rows(one: Apart) -> Iterator[Row]:
    """All that can be printed of two groups."""
    for row in one.measures:
        missing = sum(n for side in (row.absent_a, row.absent_b) for why, n in side.items() if why != "not_at_risk")
        known = row.estimate
        yield Row(row.name, row.mean_a, row.mean_b, row.difference, known.low, known.high, row.noise, row.holm,
                  (row.n, missing, row.censored_a + row.censored_b), row.primary)  # fmt: skip
    if (went_on := one.persistence) is not None:
        of = went_on.difference
        yield Row(f"persistence, mean to {went_on.until:g}", went_on.a, went_on.b, of.value, of.low, of.high,
                  went_on.noise, went_on.holm, (of.n, of.missing, of.censored))  # fmt: skip
    yield from (_gap(gap, "to") for gap in one.moves)
    yield from (_gap(gap, "ends") for gap in one.ends if gap.step[0] == FROM)


def _gap(gap: Gap, word: str) -> Row:
    of = gap.difference
    return Row(f"{gap.step[0]} {word} {gap.step[1]}", gap.a, gap.b, of.value, of.low, of.high, gap.noise, None,
               (of.n, of.missing, of.censored))  # fmt: skip


def chosen(found: Findings) -> list[tuple[Apart, list[Row]]]:
    """Of each two groups the rows that are printed, at most `MOST` in all."""
    every = [(one, row) for one in found.differences for row in rows(one) if row.clear or row.primary]
    kept = sorted(range(len(every)), key=lambda at: -every[at][1].far)[:MOST]
    return [
        (one, [row for at, (other, row) in enumerate(every) if other is one and at in kept])
        for one in found.differences
    ]


def title(one: Apart, by: Sequence[str]) -> str:
    """Who is set beside whom, in how many pairs."""
    first, second = (name.removeprefix(f"{by[0]}=") or NOTHING if len(by) == 1 else name for name in (one.a, one.b))
    said = " (nothing was changed)" if one.check else ""
    return f"{second} less {first}{said}; pairs {one.pairs}, clusters {one.clusters}"


def cells(row: Row, *, noise: bool, mark: str) -> list[str]:
    """Of the table's columns."""
    interval = MISSING if row.low is None else f"{signed(row.low)}…{signed(row.high)}"
    floor = [signed(row.noise)] if noise else []
    p = MISSING if row.holm is None else "<.001" if row.holm < 0.001 else f"{row.holm:.3f}".removeprefix("0")
    told = [number(row.a), number(row.b), signed(row.value), interval, *floor, p]
    return [row.name + mark * row.primary, *told, *map(str, row.counts)]


def looked(found: Findings) -> Iterator[str]:
    """How much was looked at, and what of it is printed."""
    every = [row for one in found.differences for row in rows(one)]
    bare = sum(row.low is None for row in every)
    shown = sum(len(some) for _, some in chosen(found))
    adjusted = sum(row.holm is not None and not row.primary for row in every)
    yield (
        f"{shown} of {len(every)} differences: those whose interval excludes 0, or that have none and a small p, at "
        f"most {MOST}, and what was named beforehand; {bare} have no interval. All others are in --json."
    )
    if found.primary and not any(row.primary for row in every):
        yield f"{found.primary} was named beforehand and is in no difference: it is withheld, or no pair has it."
    yield (
        f"Exploratory but for what was named beforehand: p of rates and persistence is adjusted for {adjusted} (Holm); "
        "moves and ends have no p, and of many intervals one in twenty excludes 0 by chance."
    )
