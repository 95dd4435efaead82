"""The worlds that coverage is measured in have the truth that they claim."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from analysis.stats.curves import curve
from benchmarks.lifetimes import SHARE, WORLDS, World, draw, surviving
from benchmarks.survival import covered, null, pursuits


@pytest.mark.parametrize("world", [WORLDS[0], WORLDS[3], WORLDS[5]], ids=lambda world: world.name)
def test_a_large_draw_has_the_share_that_is_called_true(world: World) -> None:
    large = world._replace(subjects=40_000, clusters=10_000 if world.clusters else 0)
    some, half = draw(large, np.random.default_rng(5))
    assert curve(some).at(2).value == pytest.approx(surviving(large, 2), abs=0.015)
    assert (some.causes == 1).sum() / (some.causes > 0).sum() == pytest.approx(SHARE, abs=0.015)
    assert (some.n, half.mean()) == (40_000, pytest.approx(0.5, abs=0.01))


def test_intervals_hold_the_truth_more_often_where_the_clusters_are_told() -> None:
    told, untold = (covered(World("w", 96, 24, known=known), 60)["mean to 4"][0] for known in (True, False))
    assert told > untold


def test_a_p_of_halves_that_do_not_differ_is_rarely_small() -> None:
    false, uniform = null(World("w", 60, 0), 200, between=False)
    assert (false < 0.12, uniform > 0.001) == (True, True)


def test_persistence_is_estimated_without_bias_until_the_last_exchanges_before_the_cut() -> None:
    rows = pursuits(100, 10, 60)
    assert [mean for _, mean, _ in rows[:9]] == pytest.approx([truth for truth, _, _ in rows[:9]], abs=0.02)
    assert all(earlier[0] > later[0] for earlier, later in pairwise(rows))
