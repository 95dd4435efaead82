from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.realism.figure import FEWEST, Figure, Part, contrast, exact, quantile, ratio, share, variation


def test_what_is_missing_is_counted_and_is_no_zero() -> None:
    assert ratio([Part("a", 1.0), Part("b", None), Part("c", 0.0)]) == Figure(value=0.5, n=2, missing=1, occasions=2)


def test_nothing_to_count_has_no_value() -> None:
    assert ratio([]) == Figure(value=None, n=0, occasions=0)
    assert quantile([], 0.5).value is None


def test_bottoms_weigh_the_units() -> None:
    assert ratio([Part("a", 1.0, 10.0), Part("b", 3.0, 30.0)]).value == pytest.approx(0.1)


def test_few_occasions_have_no_interval_however_many_messages_they_hold() -> None:
    parts = [Part(str(i % (FEWEST - 1)), float(i % 2)) for i in range(100)]
    assert ratio(parts, seed=1).low is None


def test_one_seed_gives_one_interval_around_the_value() -> None:
    parts = [Part(str(i), float(i % 3 == 0)) for i in range(30)]
    found = ratio(parts, seed=3)
    assert found == ratio(parts, seed=3)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1 / 3 < found.high


def test_messages_of_one_occasion_widen_the_interval() -> None:
    alone = ratio([Part(str(i), float(i % 2)) for i in range(100)], seed=1)
    together = ratio([Part(str(i % 10), float(i % 2)) for i in range(100)], seed=1)
    assert _width(together) > _width(alone)


def test_lengths_of_one_occasion_count_as_one_draw() -> None:
    few = [(str(i % (FEWEST - 1)), float(i)) for i in range(100)]
    assert (quantile(few, 0.5, seed=1).low, variation(few, seed=1).low) == (None, None)


def test_messages_of_one_occasion_widen_the_interval_of_a_median_and_of_a_variation() -> None:
    alone = [(str(i), float(i // 10)) for i in range(100)]
    together = [(str(i // 10), float(i // 10)) for i in range(100)]
    assert _width(quantile(together, 0.5, seed=1)) > _width(quantile(alone, 0.5, seed=1))
    assert _width(variation(together, seed=1)) > _width(variation(alone, seed=1))


def test_a_missing_length_is_counted_and_is_no_zero() -> None:
    found = quantile([("a", 4.0), ("b", None)], 0.5)
    assert (found.value, found.n, found.missing) == (4.0, 1, 1)
    assert variation([("a", 1.0), ("b", 3.0), ("b", None)]).missing == 1


def _width(figure: Figure) -> float:
    assert figure.low is not None
    assert figure.high is not None
    return figure.high - figure.low


@pytest.mark.parametrize(("value", "low", "high"), [(0.0, 0.0, 0.3085), (1.0, 0.6915, 1.0)])
def test_a_share_of_none_or_all_is_not_certain(value: float, low: float, high: float) -> None:
    # Clopper and Pearson for 0 of 10: upper end 1 - 0.025 ** (1 / 10) = 0.3085.
    found = share([Part(str(i), value) for i in range(10)], seed=1)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


@pytest.mark.parametrize(("hits", "low", "high"), [(13, 0.5010, 0.9319), (0, 0.0, 0.1951)])
def test_the_exact_interval_is_that_of_clopper_and_pearson(hits: int, low: float, high: float) -> None:
    # R: binom.test(13, 17) and binom.test(0, 17).
    assert exact(hits, 17) == pytest.approx((low, high), abs=1e-4)


def test_variation_is_the_standard_deviation_by_the_mean() -> None:
    assert variation([("a", 1.0), ("b", 3.0)]).value == pytest.approx(sqrt(2) / 2)
    assert variation([("a", 1.0)]).value is None


def test_a_contrast_holds_occasions_that_have_both_sides() -> None:
    found = contrast([Part("a", 2.0), Part("b", 9.0)], [Part("a", 5.0)])
    assert (found.value, found.n, found.missing) == (-3.0, 1, 1)


@given(st.lists(st.floats(0, 100), min_size=1))
def test_the_quartiles_lie_in_order(values: list[float]) -> None:
    low, middle, high = (quantile([("a", v) for v in values], at).value or 0.0 for at in (0.25, 0.5, 0.75))
    assert low <= middle <= high
