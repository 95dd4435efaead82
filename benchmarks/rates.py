"""How often the intervals of shares, ends and differences hold the truth, where it is known.

Shares: clusters of two to six have a level of their own, drawn so that their values correlate as `icc` says. `wilson`
is the interval that is reported, `drawn` the one from drawing whole clusters again (Hesterberg 2015). Ends: persons who
are refused leave with a chance of their own, or go on and are given what they came for in three of ten replies.

    python -m benchmarks.rates [--draws N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.cases import Case
from analysis.stats.apart import ends_apart
from analysis.stats.drawn import ends, weights
from analysis.stats.endings import endings, lengths
from analysis.stats.flow import phase_flow
from analysis.stats.number import Number
from analysis.stats.proportion import Pooled, interval
from personas.perception import Stance, Strategy
from simulator.phases import Phase
from simulator.transcript import Cause

SEED = 7
DRAWS = 2000
RESAMPLES = 500
SHARES = (0.05, 0.2, 0.5)
ICCS = (0.0, 0.2)
CLUSTERS = (6, 12, 24, 60)
GIVEN = 0.3
Chance = np.random.Generator


class Covered(NamedTuple):
    """One row."""

    what: str
    clusters: int
    wilson: float
    """Share of the intervals that hold the truth; of ends there is none of this kind."""
    drawn: float
    """The same of whole clusters drawn again; draws without an interval left out."""
    none: float
    """Share of the draws in which drawing again gives no interval."""
    wider: float
    """Mean width of Wilson's by that of the drawn."""


def levels(chance: Chance, mean: float, icc: float, size: int) -> NDArray[np.float64]:
    """A level for each cluster."""
    if not icc:
        return np.full(size, mean)
    return chance.beta(mean * (1 - icc) / icc, (1 - mean) * (1 - icc) / icc, size=size)


def shares(share: float, icc: float, size: int, draws: int) -> Covered:
    """Coverage of the interval of a share."""
    chance = np.random.default_rng((SEED, size, int(share * 100), int(icc * 100)))
    found = np.array([_share(chance, share, icc, size) for _ in range(draws)])
    held, again, wide, narrow = found.T
    there = ~np.isnan(again)
    wider = float(wide[there].mean() / narrow[there].mean())
    return Covered(f"share {share:g}, icc {icc:g}", size, held.mean(), again[there].mean(), 1 - there.mean(), wider)


def _share(chance: Chance, share: float, icc: float, size: int) -> tuple[float, float, float, float]:
    counts = chance.integers(2, 7, size=size).astype(float)
    totals = chance.binomial(counts.astype(int), levels(chance, share, icc, size)).astype(float)
    low, high = interval(Pooled(totals, counts))
    held = float(low <= share <= high)
    drawn = np.concatenate([(w @ totals) / (w @ counts) for w in weights(size, int(chance.integers(2**31)), RESAMPLES)])
    first, last, _ = ends(drawn, size)
    if first is None or last is None:
        return held, nan, high - low, nan
    return held, float(first <= share <= last), high - low, last - first


def people(chance: Chance, patience: float, size: int) -> list[Case]:
    """Three conversations of each person; how soon one leaves is the person's own."""
    found = []
    for person, leaves in enumerate(levels(chance, patience, 0.2, size)):
        for n in range(3):
            phases, end = [Phase.PRE_REFUSAL, Phase.REFUSAL], None
            while end is None:
                if chance.random() < leaves:
                    end = Cause.LEFT
                else:
                    phases.append(Phase.POST_REFUSAL)
                    given = chance.random() < GIVEN
                    end, phases = (Cause.MET, phases) if given else (None, [*phases, Phase.REFUSAL])
            found.append(_case(f"{person}/x", n, phases, end))
    return found


def _case(cluster: str, n: int, phases: list[Phase], end: Cause) -> Case:
    held = sum(phase is not Phase.REFUSAL for phase in phases)
    return Case(
        id=f"{cluster}/{n}", cluster=cluster, persona=cluster, scenario="x", condition="plain", target="t",
        repetition=n + 1, parent=None, arm="", repeat=1, wording="", exchanges=held, late=False, first_refusal=1,
        persistence=None, persistence_censored=False, after=None, after_at=None, end=end, flags=(),
        phases=(Phase.START, *phases, Phase.END), strategies=(Strategy.ASK,) * held, stances=(Stance.REFUSE,) * held,
    )  # fmt: skip


def truth(patience: float, of: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> float:
    """Over all persons there could be."""
    return float(of(levels(np.random.default_rng(SEED), patience, 0.2, 1_000_000)).mean())


def met(leaves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance that somebody is given it before leaving."""
    stays = 1 - leaves
    return stays * GIVEN / (1 - stays * (1 - GIVEN))


def exchanges(leaves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of all exchanges: the first, and those gone on."""
    stays = 1 - leaves
    return 1 + stays / (1 - stays * (1 - GIVEN))


def chains(size: int, draws: int) -> list[Covered]:
    """Coverage of the chance of an end, of the length, and of a difference between two groups."""
    chance = np.random.default_rng((SEED, size))
    truths = truth(0.4, met), truth(0.4, exchanges), truth(0.2, met) - truth(0.4, met)
    found = [_chain(chance, size) for _ in range(draws)]
    rows = []
    for at, what in enumerate(("an end", "exchanges", "difference of ends")):
        known = [(one[at].low, one[at].high) for one in found]
        there = [(low, high) for low, high in known if low is not None and high is not None]
        held = sum(low <= truths[at] <= high for low, high in there) / len(there)
        rows.append(Covered(what, size, nan, held, 1 - len(there) / draws, nan))
    return rows


def _chain(chance: Chance, size: int) -> tuple[Number, Number, Number]:
    a, b = (phase_flow(people(chance, patience, size)) for patience in (0.4, 0.2))
    seed = int(chance.integers(2**31))
    gap = {one.step: one.difference for one in ends_apart(a, b, seed=seed)}["start", "need_met"]
    end = {(one.state, one.end): one.probability for one in endings(a, seed=seed)}["start", "need_met"]
    return end, lengths(a, seed=seed)["start"], gap


def rows(draws: int) -> list[Covered]:
    """Everything; three quarters of the draws for chains, which are slower."""
    found = [shares(share, icc, size, draws) for share in SHARES for icc in ICCS for size in CLUSTERS]
    return [*found, *(row for size in CLUSTERS for row in chains(size, max(20, draws * 3 // 4)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = rows(asked.draws)
    print(f"{'what':22} clusters  wilson  drawn  no interval  wider")
    for row in found:
        numbers = f"{row.wilson:6.3f}  {row.drawn:.3f}  {row.none:11.3f}  {row.wider:5.2f}"
        print(f"{row.what:22} {row.clusters:8}  {numbers}".replace("nan", "  –"))
    if asked.json:
        data: list[dict[str, Any]] = [row._asdict() for row in found]
        told = [{k: None if isinstance(v, float) and v != v else v for k, v in one.items()} for one in data]
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
