"""How often the intervals and tests of `analysis.stats` are right where the truth is known, and on people's data.

Times are drawn with a known chance to end in each exchange; in clustered worlds that chance is a cluster's own. An
interval should hold the truth in 95 % of the draws; where groups do not differ p below .05 should come up in 5 %. The
known answers (lung cancer, persuaders) are read from files that are not part of the project, and left out without them.

    python -m benchmarks.survival [--draws N] [--json FILE] [--lung FILE] [--persuasion FOLDER]
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import kstest

from analysis.persistence import pursued
from analysis.stats.curves import Curve, curve, kaplan_meier
from analysis.stats.hazard import hazard
from analysis.stats.number import Number
from analysis.stats.ranks import logrank, ranked
from analysis.stats.risks import incidences
from analysis.stats.spells import Ints, Spells
from benchmarks import human_reference
from benchmarks.lifetimes import SHARE, WORLDS, World, draw, surviving
from benchmarks.tables import console, table, write

SEED, DRAWS = 11, 1000
AT, UNTIL = 2, 4


class Held(NamedTuple):
    """Whether one interval holds the truth; None where there is no interval."""

    what: str
    holds: bool | None


def holds(what: str, number: Number, truth: float) -> Held:
    low, high = number.low, number.high
    if low is None and high is None:
        return Held(what, None)
    return Held(what, (low is None or low <= truth + 1e-9) and (high is None or truth - 1e-9 <= high))


def looked(world: World, some: Spells, half: Ints) -> Iterator[Held]:
    """All intervals of one draw."""
    found = curve(some, float(min(UNTIL, some.times.max())))
    yield holds("share at 2", found.at(AT), surviving(world, AT))
    mean = sum(surviving(world, k) for k in range(UNTIL))
    yield holds("mean to 4", found.restricted, mean) if found.until == UNTIL else Held("mean to 4", None)
    middle = next(k for k in range(99) if surviving(world, k) <= 0.5)
    yield holds("median", found.median, middle)
    risks = incidences(some, ("first", "second"))
    yield holds("incidence at 2", risks.at("first", AT), SHARE * (1 - surviving(world, AT)))
    if not world.late:
        effect = hazard(some, {"half": half}).effects[0]
        yield holds("odds ratio", effect.ratio, world.odds)


def covered(world: World, draws: int) -> dict[str, tuple[float, float]]:
    """By what is estimated: the share of intervals that hold the truth, and the share of draws without one."""
    found: dict[str, list[bool | None]] = {}
    for number in range(draws):
        chance = np.random.default_rng((SEED, world.subjects, world.clusters, int(world.late), number))
        for held in looked(world, *draw(world, chance)):
            found.setdefault(held.what, []).append(held.holds)
    return {what: _share(some) for what, some in found.items()}


def _share(some: Sequence[bool | None]) -> tuple[float, float]:
    known = [one for one in some if one is not None]
    return float(np.mean(known)) if known else float("nan"), 1 - len(known) / len(some)


def null(world: World, draws: int, between: bool) -> tuple[float, float]:
    """Of log-rank tests where nothing differs: the share of p below .05, and p of a test that p is uniform."""
    found = []
    for number in range(draws):
        chance = np.random.default_rng((SEED, 1, world.subjects, world.clusters, int(world.late), number))
        some, half = draw(world._replace(odds=1.0), chance)
        group = (np.asarray(some.clusters) % 2).astype(np.int64) if between and some.clusters is not None else half
        p = ranked(some, group, ("one", "other")).p
        if p is not None:
            found.append(p)
    return float(np.mean(np.array(found) < 0.05)), float(kstest(found, "uniform").pvalue)


def pursuits(subjects: int, budget: int, draws: int) -> list[tuple[float, float, float]]:
    """Persistence as it is counted, where the budget cuts off: by exchange the truth, the mean estimate, and coverage.

    A person pursues with .8 in each message, independently; a stop is two messages in a row that do not.
    """
    truths = [1.0, 1.0]
    while len(truths) < budget + 2:
        truths.append(0.8 * truths[-1] + 0.2 * 0.8 * truths[-2])
    truths = truths[2:]
    found: list[list[tuple[float, bool]]] = [[] for _ in range(budget)]
    for number in range(draws):
        said = np.random.default_rng((SEED, 2, number)).random((subjects, budget)) < 0.8
        spans = [pursued(row.tolist(), stopped=False) for row in said]
        one = kaplan_meier([s.length for s in spans], [not s.censored for s in spans])
        for k in range(budget):
            at = one.at(k)
            if at.value is not None and at.low is not None:
                found[k].append((at.value, bool(holds("", at, truths[k]).holds)))
    return [(real, *np.mean(some, axis=0).tolist()) for real, some in zip(truths, found, strict=True) if some]


def lung(file: Path) -> dict[str, float]:
    """Known answers: median 310 (270 and 426 by sex), log-rank 10.33."""
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    times, ended = [float(row["time"]) for row in rows], [row["status"] == "1" for row in rows]
    test = logrank(times, ended, [row["sex"] for row in rows])
    sexes = {sex: [at for at, row in enumerate(rows) if row["sex"] == sex] for sex in "12"}
    medians = {
        f"lung_median_{sex}": kaplan_meier([times[at] for at in some], [ended[at] for at in some]).median.value or 0.0
        for sex, some in sexes.items()
    }
    return medians | {
        "lung_median": kaplan_meier(times, ended).median.value or 0.0,
        "lung_log_rank": test.chi_square or 0.0,
    }


def persuaders(folder: Path) -> Curve:
    """From the first refusal to yielding, in turns of the persuader (Persuasion for Good); not yielding is cut off."""
    known = [
        human_reference.after(turns) for turns in human_reference.read(folder / human_reference.DIALOGUES).values()
    ]
    refused = [one for one in known if one is not None]
    return kaplan_meier([len(turns) for turns, _ in refused], [agreed for _, agreed in refused])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--lung", type=Path, metavar="FILE", help="lifelines_lung.csv")
    parser.add_argument("--persuasion", type=Path, metavar="FOLDER", help=f"holds {human_reference.DIALOGUES}")
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    for show in (_coverage, _nulls, _pursuits):
        figures |= show(asked.draws)
    if asked.lung:
        figures |= lung(asked.lung)
        console.print(f"lung: median {figures['lung_median']:g}, log-rank {figures['lung_log_rank']:.2f}")
    else:
        console.print("lung: left out, --lung names no file")
    if asked.persuasion:
        figures |= _persuaders(persuaders(asked.persuasion))
    else:
        console.print("persuaders: left out, --persuasion names no folder")
    write(asked.json, figures)


def _coverage(draws: int) -> dict[str, float]:
    figures, rows = {}, []
    for world in WORLDS:
        found = covered(world, draws)
        size = (str(world.subjects), str(world.clusters or "–"))
        for what, (held, none) in found.items():
            rows.append((f"{world.name}, {what}", *size, f"{held:.3f}", f"{none:.3f}"))
            figures[_key("coverage", world, what)] = round(held, 4)
    table("Intervals that hold the truth", ("world, estimate", "subjects", "clusters", "held", "no interval"), rows)
    return figures


def _nulls(draws: int) -> dict[str, float]:
    figures, rows = {}, []
    for world in WORLDS:
        for between in (False, True) if world.clusters and world.known else (False,):
            false, uniform = null(world, draws, between)
            kind = "clusters in one group" if between else "clusters in both" if world.clusters else "halves"
            rows.append((f"{world.name}, {kind}", str(world.subjects), f"{false:.3f}", f"{uniform:.3f}"))
            figures[_key("false", world, kind)] = round(false, 4)
    table("Log-rank where nothing differs", ("world, groups", "subjects", "p < .05", "p of uniform"), rows)
    return figures


def _pursuits(draws: int) -> dict[str, float]:
    found = pursuits(100, 10, draws)
    rows = [(str(k), *(f"{value:.3f}" for value in row)) for k, row in enumerate(found)]
    table("Persistence, a budget of 10 messages after the refusal", ("beyond", "truth", "mean", "held"), rows)
    return {f"pursuit_held_{k}": round(row[2], 4) for k, row in enumerate(found)}


def _persuaders(found: Curve) -> dict[str, float]:
    rows = [(f"{p.time:g}", str(p.at_risk), str(p.events), str(p.censored), f"{p.survival:.3f}",
             f"{_shown(p.low)} to {_shown(p.high)}") for p in found.points]  # fmt: skip
    table("From refusal to yielding", ("turns", "at risk", "yielded", "cut off", "not yet", "95 %"), rows)
    middle = found.median
    console.print(f"{found.n} refusals, {found.events} yield; median {middle.value} ({middle.low} to {middle.high})")
    return {"refusals": found.n, "yield": found.events, "median_turns": middle.value or float("nan")}


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _key(kind: str, world: World, what: str) -> str:
    told = "" if world.known else "_untold"
    return f"{kind}_{world.name.split(',')[0]}{told}_{world.subjects}_{what}".replace(" ", "_").replace("_of_four", "")


if __name__ == "__main__":
    main()
