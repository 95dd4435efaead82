"""How often intervals hold the truth where persons and situations each have a leaning of their own.

Every person is in every situation once, or a part of the pairs is. The truth is that of all persons and situations that
might be drawn. Intervals that take a person in a situation to be independent are set beside those over both sides.

Usage: python -m benchmarks.crossed [--json FILE]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.cluster import BETWEEN
from analysis.comparison.crossed import crossed
from analysis.comparison.interval import estimates
from analysis.stats.curves import kaplan_meier
from analysis.stats.hazard import hazard
from analysis.stats.proportion import Told, proportion
from analysis.stats.ranks import logrank
from analysis.stats.spells import spells
from benchmarks.tables import options, table, write

Floats = NDArray[np.float64]
DRAWS = 200
LAST = 5
"""Exchanges after which everybody is cut off."""
KINDS = {"pair": "/", "both": BETWEEN}
COLUMNS = ("share", "mean", "odds ratio", "paired difference", "log-rank p < .05")


class Design(NamedTuple):
    """Who is in what, and how far they lean."""

    persons: int
    situations: int
    part: float
    """Of the pairs that are held."""
    leaning: float
    """Standard deviation of persons and of situations on the log odds, each."""


DESIGNS = (
    Design(8, 8, 1.0, 0.7), Design(12, 12, 1.0, 0.0), Design(12, 12, 1.0, 0.7), Design(23, 30, 1.0, 0.7),
    Design(23, 60, 0.17, 0.7), Design(6, 40, 1.0, 0.7),
)  # fmt: skip


class Drawn(NamedTuple):
    """One draw: rows are conversations, two for each pair, one with each of two targets that do not differ."""

    person: NDArray[np.int64]
    situation: NDArray[np.int64]
    target: NDArray[np.int64]
    stop: Floats
    """Exchanges until the end."""
    ended: NDArray[np.bool_]
    yes: Floats


def draw(design: Design, chance: np.random.Generator) -> Drawn:
    """Leanings, pairs and what comes of them; what a person does with a target leans for itself."""
    person, situation = np.nonzero(chance.random((design.persons, design.situations)) < design.part)
    both = chance.normal(size=design.persons)[person] + chance.normal(size=design.situations)[situation]
    person, situation, level = np.repeat(person, 2), np.repeat(situation, 2), np.repeat(both * design.leaning, 2)
    target = np.tile([0, 1], len(person) // 2)
    own = chance.normal(size=(design.persons, 2))[person, target] * design.leaning / 2
    own += chance.normal(size=(design.situations, 2))[situation, target] * design.leaning / 2
    odds = 1 / (1 + np.exp(-(level + own - 0.5)))
    stop = chance.geometric(odds * 0.6)
    yes = (chance.random(len(odds)) < odds).astype(float)
    return Drawn(person, situation, target, np.minimum(stop, LAST).astype(float), stop <= LAST, yes)


def truth(design: Design) -> tuple[float, float]:
    """Share of yes, and restricted mean to `LAST`, over all leanings."""
    chance = np.random.default_rng(99)
    level = chance.normal(size=(400_000, 4)) @ np.array([1, 1, 0.5, 0.5]) * design.leaning - 0.5
    odds = 1 / (1 + np.exp(-level))
    return float(odds.mean()), float(sum(((1 - odds * 0.6) ** k).mean() for k in range(LAST)))


def asked(one: Drawn, names: Sequence[str], seed: int, true: tuple[float, float]) -> Iterator[bool | None]:
    """Whether each interval holds the truth, and whether the test finds what is not there; None without one."""
    share = proportion([Told(name, value) for name, value in zip(names, one.yes, strict=True)], "yes")
    yield None if share.low is None or share.high is None else share.low <= true[0] <= share.high
    mean = kaplan_meier(one.stop, one.ended, cluster=names, until=LAST).restricted
    yield None if mean.low is None or mean.high is None else mean.low <= true[1] <= mean.high
    some = spells(one.stop, one.ended, cluster=names)
    ratio = hazard(some, {"target": one.target.astype(float)}, start=1).effects[0].ratio
    yield None if ratio.low is None or ratio.high is None else ratio.low <= 1 <= ratio.high
    pairs = list(names[::2])
    gaps = (one.yes[1::2] - one.yes[::2]).reshape(-1, 1)
    (apart,) = estimates(gaps, np.arange(len(pairs)), seed, 500, sides=crossed(pairs))
    yield None if apart.low is None or apart.high is None else apart.low <= 0 <= apart.high
    p = logrank(one.stop, one.ended, [str(at) for at in one.target], cluster=names).p
    yield None if p is None else p < 0.05


def measured(design: Design) -> dict[str, list[float | None]]:
    """For each kind, how often each column is so among the draws that have it."""
    true, found = truth(design), {kind: [list[bool]() for _ in COLUMNS] for kind in KINDS}
    for seed in range(DRAWS):
        one = draw(design, np.random.default_rng((seed, design.persons, design.situations)))
        for kind, between in KINDS.items():
            names = [f"p{p}{between}s{s}" for p, s in zip(one.person, one.situation, strict=True)]
            for column, hit in zip(found[kind], asked(one, names, seed, true), strict=True):
                column.extend([] if hit is None else [bool(hit)])
    return {
        kind: [float(np.mean(column)) if len(column) > DRAWS / 2 else None for column in columns]
        for kind, columns in found.items()
    }


def main() -> None:
    asked_for = options(__doc__)
    rows: list[list[str]] = []
    figures: dict[str, float] = {}
    for design in DESIGNS:
        name = f"{design.persons} × {design.situations}, {design.part:.0%}, leaning {design.leaning:g}"
        for kind, found in measured(design).items():
            rows.append([name, kind, *("–" if figure is None else f"{figure:.3f}" for figure in found)])
            figures |= {f"{name}, {kind}: {c}": f for c, f in zip(COLUMNS, found, strict=True) if f is not None}
    table("persons × situations, pairs held", ["design", "clustered by", *COLUMNS], rows)
    write(asked_for.json, figures)


if __name__ == "__main__":
    main()
