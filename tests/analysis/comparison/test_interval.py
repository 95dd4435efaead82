"""Tests and intervals against what was published or another library computes, and against known truth."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from analysis.comparison.column import Floats
from analysis.comparison.interval import Estimate, estimates, levels, spread
from analysis.comparison.student import reach, two_sided
from benchmarks.coverage import covered

SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
"""Student, "The probable error of a mean", Biometrika 6, 1908: hours of sleep that ten patients gained more by the
second drug than by the first. Mean 1.58; t = 4.0621 with 9 degrees of freedom, p = 0.002833."""


def estimate(gaps: Floats, clusters: NDArray[np.int64] | None = None, seed: int = 0) -> Estimate:
    (found,) = estimates(gaps[:, None], np.arange(len(gaps)) if clusters is None else clusters, seed)
    return found


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 9, 10, 59, 240])
def test_students_distribution_is_that_of_scipy(freedom: int) -> None:
    for t in (0.0, 0.3, 1.7, 4.0621, -2.0, 30.0):
        assert two_sided(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom), abs=1e-12)
    assert reach(0.95, freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


def test_students_sleep_data_give_students_t() -> None:
    found = estimate(SLEEP)
    assert SLEEP.mean() == pytest.approx(1.58)
    assert (found.clusters, found.freedom) == (10, 9)
    assert found.t == pytest.approx(4.0621, abs=5e-5)
    assert found.p_t == pytest.approx(0.002833, abs=5e-7)


def test_flipping_signs_all_ways_is_the_paired_permutation_test_of_scipy() -> None:
    theirs = stats.permutation_test((SLEEP, np.zeros(10)), lambda a, b: np.mean(a - b), permutation_type="samples")
    assert theirs.pvalue == pytest.approx(4 / 1024)
    assert estimate(SLEEP).p == pytest.approx(theirs.pvalue)


def test_flipping_at_random_comes_near_to_all_ways() -> None:
    gaps = np.random.default_rng(5).normal(0.5, 1, 15)
    theirs = stats.permutation_test(
        (gaps, np.zeros(15)), lambda a, b: np.mean(a - b), permutation_type="samples", n_resamples=np.inf
    )
    assert estimate(gaps).p == pytest.approx(theirs.pvalue, abs=0.01)


def test_the_error_of_unequal_clusters_is_the_sandwich_of_an_intercept_alone() -> None:
    chance = np.random.default_rng(2)
    clusters = np.repeat(np.arange(7), [1, 5, 2, 9, 3, 4, 6])
    gaps = chance.normal(size=len(clusters)) + chance.normal(size=7)[clusters]
    bread = 1 / len(gaps)
    meat = sum(np.sum((gaps - gaps.mean())[clusters == one]) ** 2 for one in range(7))
    assert estimate(gaps, clusters).t == pytest.approx(gaps.mean() / np.sqrt(7 / 6 * bread * meat * bread))


def test_with_many_clusters_the_interval_is_students() -> None:
    gaps = np.random.default_rng(1).normal(1, 2, 200)
    found, theirs = estimate(gaps), stats.ttest_1samp(gaps, 0).confidence_interval()
    assert found.low == pytest.approx(theirs.low, abs=0.08)
    assert found.high == pytest.approx(theirs.high, abs=0.08)


def test_the_ends_are_moved_out_by_hesterbergs_factor() -> None:
    below, above = levels(10)
    assert below == pytest.approx(stats.norm.cdf(-np.sqrt(10 / 9) * stats.t.ppf(0.975, 9)))
    assert below + above == pytest.approx(1)
    assert levels(10_000)[0] == pytest.approx(0.025, abs=1e-4)


def test_pairs_of_one_cluster_are_drawn_together() -> None:
    alone, same = np.random.default_rng(4).normal(1, 1, 30), np.arange(30)
    many = estimate(np.repeat(alone, 4), np.repeat(same, 4))
    few = estimate(alone, same)
    assert few.low is not None
    assert [many.low, many.high, many.t] == pytest.approx([few.low, few.high, few.t])
    assert many.p == few.p


def test_fewer_than_five_clusters_have_no_interval_and_say_why() -> None:
    found = estimate(np.arange(8.0), np.arange(8) // 2)
    assert (found.clusters, found.low, found.p, found.why) == (
        4, None, None, "no interval: 4 clusters, and at least 5 are needed",
    )  # fmt: skip


def test_clusters_that_all_differ_alike_have_no_interval_but_a_test() -> None:
    found = estimate(np.ones(6))
    assert (found.low, found.t, found.p) == (None, None, 2 / 2**6)
    assert "would feign certainty" in found.why


def test_where_nothing_differs_nothing_is_found() -> None:
    found = estimate(np.zeros(6))
    assert (found.low, found.t, found.p, found.why) == (None, None, 1, "no interval: nothing differs")


def test_pairs_without_a_value_count_in_no_cluster() -> None:
    gaps = np.array([1.0, np.nan, 2.0, np.nan, 3.0, 1.0, 2.0, np.nan])
    with_gaps = estimate(gaps, np.arange(8))
    assert with_gaps.clusters == 5
    assert with_gaps.t == pytest.approx(estimate(gaps[~np.isnan(gaps)]).t)


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    gaps = np.random.default_rng(8).normal(1, 1, 20)
    assert estimate(gaps, seed=3) == estimate(gaps, seed=3)
    assert estimate(gaps, seed=3).low != estimate(gaps, seed=4).low


def test_a_spread_needs_two() -> None:
    assert spread([1.0]) is None
    assert spread([1.0, 3.0]) == pytest.approx(2**0.5)


@pytest.mark.slow
def test_the_interval_holds_the_truth_more_often_than_the_plain_one_and_the_test_keeps_its_level() -> None:
    found = [covered("normal", clusters, draws=1000) for clusters in (8, 24)]
    assert [0.92 < one.expanded < 0.97 for one in found] == [True, True], found
    assert found[0].plain < 0.91, found
    assert [one.false < 0.07 for one in found] == [True, True], found
