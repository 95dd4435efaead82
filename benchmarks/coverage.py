"""How often the intervals and tests of `pastno compare` are right, where the truth is known.

Differences are drawn with a known mean: a part that all pairs of a cluster share, and a part of each pair's own. An
interval should hold the mean in 95 % of the draws; where there is no difference a p below .05 should come up in 5 %.

    python -m benchmarks.coverage [--draws N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from analysis.comparison.column import Floats
from analysis.comparison.interval import estimates

SEED = 7
DRAWS = 2000
CLUSTERS = (5, 8, 12, 24, 60)
AT_ONCE = 250
Chance = np.random.Generator
World = Callable[[Chance, int, int], Floats]
"""Differences of so many clusters, of so many pairs each; clusters by pairs."""


def normal(chance: Chance, clusters: int, pairs: int) -> Floats:
    """Half of the variance is the cluster's; mean .5."""
    return 0.5 + chance.normal(size=(clusters, 1)) + chance.normal(size=(clusters, pairs))


def skewed(chance: Chance, clusters: int, pairs: int) -> Floats:
    """Most clusters differ little and a few much, as counts of exchanges do; mean 1."""
    return chance.exponential(size=(clusters, 1)) + 0.5 * chance.normal(size=(clusters, pairs))


def shares(chance: Chance, clusters: int, pairs: int) -> Floats:
    """True or false on both sides; 20 of 100 more are true on the second."""
    level = chance.uniform(0.1, 0.7, size=(clusters, 1))
    first, second = (chance.random((clusters, pairs)) < p for p in (level, level + 0.2))
    return second.astype(float) - first


def rare(chance: Chance, clusters: int, pairs: int) -> Floats:
    """True or false; never on the first side, in 5 of 100 pairs on the second."""
    return (chance.random((clusters, pairs)) < 0.05).astype(float)


WORLDS: Mapping[str, tuple[World, float]] = MappingProxyType(
    {"normal": (normal, 0.5), "skewed": (skewed, 1.0), "shares": (shares, 0.2), "rare": (rare, 0.05)}
)
"""What is drawn, and its mean."""


class Covered(NamedTuple):
    """One row."""

    world: str
    clusters: int
    expanded: float
    """Share of the intervals that hold the mean; draws without an interval left out."""
    plain: float
    """The same of the plain percentile interval."""
    width: float
    """Mean width of the expanded interval by that of the plain one."""
    none: float
    """Share of the draws that have no interval."""
    false: float
    """Share of p below .05 with the signs of half of the clusters turned, so that nothing differs."""


def covered(world: str, clusters: int, draws: int = DRAWS, pairs: int = 4) -> Covered:
    """Coverage in one world; up to half of each cluster's pairs are missing, so that clusters are of unequal size."""
    chance, found = np.random.default_rng((SEED, clusters)), []
    for start in range(0, draws, AT_ONCE):
        found.append(_some(WORLDS[world], clusters, min(AT_ONCE, draws - start), pairs, chance))
    held, plain, wide, narrow, false = (np.concatenate(part) for part in zip(*found, strict=True))
    none = np.isnan(wide)
    wider = wide[~none].sum() / narrow[~none].sum()
    means = (held[~none].mean(), plain[~none].mean(), wider, none.mean(), false.mean())
    return Covered(world, clusters, *(round(float(mean), 3) for mean in means))


def _some(known: tuple[World, float], clusters: int, draws: int, pairs: int, chance: Chance) -> tuple[Floats, ...]:
    drawn, mean = known
    gaps = np.stack([drawn(chance, clusters, pairs) for _ in range(draws)], axis=-1)
    sizes = chance.integers(pairs // 2, pairs + 1, size=clusters)
    gaps[np.arange(pairs)[None, :] >= sizes[:, None]] = np.nan
    names, seed = np.repeat(np.arange(clusters), pairs), int(chance.integers(2**31))
    turned = chance.choice((-1.0, 1.0), size=(clusters, 1, draws))
    expanded = estimates(gaps.reshape(-1, draws), names, seed)
    plain = estimates(gaps.reshape(-1, draws), names, seed, ends=lambda size: (0.025, 0.975))
    null = estimates((gaps * turned).reshape(-1, draws), names, seed, resamples=2)
    ends = [np.array([(e.low or 0.0, e.high or 0.0) if e.high is not None else (np.nan, np.nan) for e in some])
            for some in (expanded, plain)]  # fmt: skip
    holds = [((one[:, 0] <= mean) & (mean <= one[:, 1])).astype(float) for one in ends]
    false = np.array([float(e.p is not None and e.p < 0.05) for e in null])
    return (*holds, *(one[:, 1] - one[:, 0] for one in ends), false)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = [covered(world, clusters, asked.draws) for world in WORLDS for clusters in CLUSTERS]
    print(f"{'differences':12} clusters  expanded  plain  width  no interval  p < .05 without a difference")
    for row in rows:
        of = f"{row.world:12} {row.clusters:8}"
        print(f"{of}  {row.expanded:8.3f}  {row.plain:.3f}  {row.width:5.2f}  {row.none:11.3f}  {row.false:.3f}")
    if asked.json:
        asked.json.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
