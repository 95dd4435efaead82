"""How many it takes: published answers, and simulation."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from analysis.comparison.student import two_sided
from analysis.errors import AnalysisError
from analysis.stats.power import design_effect, icc_of, paired, unpaired
from analysis.stats.proportion import Told

DRAWS = 1500


def test_independent_ones_as_r_has_them() -> None:
    """The examples of `power.prop.test` (R, package stats): 76.7 for 90 % power, and .740 for fifty on each side."""
    assert round(unpaired(0.50, 0.75, power=0.90).alone, 1) == 76.7
    assert round(unpaired(0.50, 0.75, power=0.740).alone, 0) == 50


def test_a_ten_point_difference_takes_about_four_hundred_on_each_side() -> None:
    needed = unpaired(0.5, 0.6)
    assert (round(needed.alone, 1), needed.conversations, needed.effect) == (387.3, 389, 1)


def test_pairs_by_hand() -> None:
    """Connor (1987): of 30 % that differ, 20 points more one way: ((1.960 sqrt .3 + .8416 sqrt .26) / .2)^2 = 56.4."""
    assert round(paired(0.4, 0.6, discordant=0.3).alone, 1) == 56.4


def test_pairs_that_agree_take_fewer() -> None:
    found = [paired(0.3, 0.4, discordant=share).conversations for share in (0.12, 0.2, None)]
    assert found == sorted(found)
    assert found[-1] < 2 * unpaired(0.3, 0.4).conversations


def test_the_design_effect_multiplies() -> None:
    clustered = unpaired(0.3, 0.4, size=5, icc=0.2)
    assert (design_effect(5, 0.2), clustered.effect, clustered.clusters * 5) == (1.8, 1.8, clustered.conversations)
    assert 1.8 * 356 < clustered.conversations < 1.8 * 370


def test_the_intraclass_correlation_of_shrout_and_fleiss() -> None:
    """Shrout and Fleiss, "Intraclass correlations", Psychological Bulletin 86, 1979, table 2: ICC(1,1) = .17."""
    rows = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
    found = icc_of(Told(str(n), float(value)) for n, row in enumerate(rows) for value in row)
    assert found is not None
    assert round(found, 2) == 0.17


def test_the_intraclass_correlation_that_was_put_in_comes_out() -> None:
    chance = np.random.default_rng(3)
    level = chance.beta(0.3 * 4, 0.7 * 4, size=4000)  # icc = 1 / (1 + 4)
    found = icc_of(Told(str(n), float(value)) for n, p in enumerate(level) for value in chance.random(3) < p)
    assert found == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize("told", [[], [Told("a", 1.0), Told("b", 0.0)], [Told("a", 1.0)] * 3 + [Told("b", 1.0)] * 3])
def test_where_there_is_no_correlation_to_know_there_is_none(told: list[Told]) -> None:
    assert icc_of(told) is None


def _power(first: np.ndarray, second: np.ndarray) -> float:
    """Share of draws in which Student's t over cluster means finds a difference; draws by clusters."""
    size = first.shape[1]
    error = np.sqrt((first.var(axis=1, ddof=1) + second.var(axis=1, ddof=1)) / size)
    t = (second.mean(axis=1) - first.mean(axis=1)) / error
    return float(np.mean([two_sided(float(one), 2 * size - 2) < 0.05 for one in t]))


@pytest.mark.parametrize(("p1", "p2", "size", "icc"), [(0.3, 0.5, 1, 0.0), (0.3, 0.5, 4, 0.2), (0.2, 0.5, 6, 0.3)])
def test_the_number_of_clusters_has_the_power_it_was_asked_for(p1: float, p2: float, size: int, icc: float) -> None:
    needed, chance = unpaired(p1, p2, size=size, icc=icc), np.random.default_rng(5)
    shape = (DRAWS, needed.clusters)
    sides = [
        chance.binomial(
            size, chance.beta(p * (1 - icc) / icc, (1 - p) * (1 - icc) / icc, size=shape) if icc else p, shape
        )
        for p in (p1, p2)
    ]
    assert 0.76 < _power(sides[0] / size, sides[1] / size) < 0.86


def test_the_number_of_pairs_has_the_power_it_was_asked_for() -> None:
    needed, chance = paired(0.4, 0.6, discordant=0.3), np.random.default_rng(6)
    gaps = chance.choice([-1.0, 0.0, 1.0], p=[0.05, 0.7, 0.25], size=(DRAWS, needed.clusters))
    t = gaps.mean(axis=1) / (gaps.std(axis=1, ddof=1) / sqrt(needed.clusters))
    found = np.mean([two_sided(float(one), needed.clusters - 1) < 0.05 for one in t])
    assert 0.76 < found < 0.86


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"p1": 0.3, "p2": 0.3}, "expected a difference to look for"),
        ({"p1": 0.0, "p2": 0.3}, "found p1 0, expected a share between 0 and 1"),
        ({"p1": 0.1, "p2": 0.3, "icc": 1.5}, "found size 1 and icc 1.5"),
        ({"p1": 0.1, "p2": 0.3, "discordant": 0.1}, r"found discordant 0.1, expected 0.2 \(the difference\) to 0.4"),
    ],
)
def test_what_cannot_be_asked_is_said(asked: dict[str, float], said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        paired(**asked)  # type: ignore[arg-type]
