"""Shares and their intervals: published examples, bounds, and what clusters do."""

from __future__ import annotations

from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.proportion import Pooled, Told, effective, interval, proportion, wilson


def alone(true: int, of: int) -> list[Told]:
    return [Told(str(n), float(n < true)) for n in range(of)]


def several(*clusters: list[int]) -> list[Told]:
    return [Told(str(n), float(value)) for n, values in enumerate(clusters) for value in values]


@pytest.mark.parametrize(
    ("true", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_score_interval_is_the_published_one(true: int, of: int, low: float, high: float) -> None:
    """Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I,
    method 3 (Wilson, without continuity correction)."""
    assert tuple(round(end, 4) for end in wilson(true / of, of)) == (low, high)


def test_a_share_of_single_ones_has_the_plain_interval() -> None:
    found = proportion(alone(81, 263), "Refused")
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (0.2553, 0.3662)
    assert (found.n, found.clusters, found.missing, found.warnings) == (263, 263, 0, ())
    assert found.how == "Refused; Wilson (1927)"


def test_two_of_each_that_say_the_same_count_for_half_as_many() -> None:
    """Students's t of 39 degrees is 2.0227: the ends are the score's of 39 independent ones at that reach."""
    twice = proportion(several(*[[1, 1]] * 20, *[[0, 0]] * 20), "")
    low, high = wilson(0.5, 39, 2.0227)
    assert isclose(twice.low or 0, low, abs_tol=1e-4)
    assert isclose(twice.high or 0, high, abs_tol=1e-4)
    assert "effective size" in twice.how


def test_clusters_that_are_balanced_within_never_count_for_more_than_there_are() -> None:
    within = Pooled(np.array([1.0] * 9 + [2.0]), np.array([2.0] * 10))
    assert effective(within) == 20


def test_where_nothing_varies_every_cluster_counts_once() -> None:
    found = proportion(several(*[[0, 0, 0]] * 10), "")
    low, high = wilson(0.0, 10, 2.2622)
    assert (found.value, found.low) == (0.0, low)
    assert isclose(found.high or 0, high, abs_tol=1e-4)


def test_missing_is_in_no_denominator_and_is_counted() -> None:
    found = proportion([*alone(6, 12), Told("a", None), Told("b", None)], "")
    assert (found.value, found.n, found.missing) == (0.5, 12, 2)
    assert "2 have no value, beside 12 that have" in found.warnings


def test_nothing_is_no_zero() -> None:
    found = proportion([Told("a", None)], "")
    assert (found.value, found.n, found.low, found.missing) == (None, 0, None, 1)
    assert found.warnings == ("nothing to count",)


def test_fewer_than_five_clusters_have_no_interval_and_fewer_than_twelve_are_said_to_be_few() -> None:
    none, few, enough = (proportion(several(*[[0, 1]] * size), "") for size in (4, 11, 12))
    assert (none.low, none.warnings[0]) == (None, "no interval: 4 clusters, and at least 5 are needed")
    assert (few.low is not None, few.warnings) == (True, ("small sample: 11 clusters",))
    assert (enough.low is not None, enough.warnings) == (True, ())


def test_clusters_of_very_unlike_size_are_said_to_be() -> None:
    found = proportion(several([0, 1] * 20, *[[0], [1]] * 8), "")
    assert found.warnings == ("unbalanced: clusters hold 1 to 40",)


@given(
    st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=5), min_size=5, max_size=30),
)
def test_the_interval_holds_the_share_and_stays_within_bounds(values: list[list[float]]) -> None:
    found = proportion([Told(str(n), one) for n, some in enumerate(values) for one in some], "")
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high > found.low


@given(st.integers(2, 30), st.integers(1, 6), st.data())
def test_clusters_never_make_an_interval_narrower_than_single_ones(size: int, each: int, data: st.DataObject) -> None:
    totals = np.array(data.draw(st.lists(st.integers(0, each), min_size=size, max_size=size)), dtype=np.float64)
    counts = np.full(size, float(each))
    low, high = interval(Pooled(totals, counts))
    plain = wilson(float(totals.sum() / counts.sum()), float(counts.sum()))
    assert high - low >= (plain[1] - plain[0]) * (1 - 1e-9)
