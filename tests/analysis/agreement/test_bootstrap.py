"""Intervals hold what they should, resample conversations and not units, and are not given where they would lie."""

from __future__ import annotations

from time import process_time_ns

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.agreement import Agreement, Ratings, Scale, agreement
from tests.analysis.agreement.published import crossed, rated

NAMES = ("percent", "cohen", "alpha", "ac1")
TRUTH = {"percent": 0.7855, "cohen": 0.5711, "alpha": 0.5711, "ac1": 0.5711}
"""Of the people below: the values over 1.6 million units, which `test_the_truth_is_that_of_many` draws again."""

Codes = NDArray[np.int64]


def told(of: Ratings, seed: int = 0, resamples: int = 400) -> Agreement:
    return agreement(of, scale=Scale.ORDINAL, seed=seed, resamples=resamples)


def people(chance: np.random.Generator, conversations: int, units: int = 4) -> Codes:
    """Two raters of yes and no. How often it is yes, and how often they err, differs between conversations."""
    yes, errs = chance.beta(1, 1, (conversations, 1)), chance.beta(1, 6, (conversations, 1))
    truth = chance.random((conversations, units)) < yes
    said = [truth ^ (chance.random(truth.shape) < errs) for _ in range(2)]
    return np.stack([one.ravel() for one in said], axis=1).astype(np.int64)


def of(codes: Codes, each: int = 4) -> Ratings:
    return rated(codes.tolist(), (0, 1), each=each)


def covered(conversations: int, times: int = 300) -> dict[str, float]:
    """How often the interval holds the truth, of the times there is one."""
    chance = np.random.default_rng(conversations)
    found = [told(of(people(chance, conversations)), seed, 1000).figures for seed in range(times)]
    shares = {}
    for name in NAMES:
        ends = [(one[name].low, one[name].high) for one in found]
        held = [low <= TRUTH[name] <= high for low, high in ends if low is not None and high is not None]
        shares[name] = sum(held) / len(held)
    return shares


def test_the_truth_is_that_of_many() -> None:
    found = told(of(people(np.random.default_rng(7), 20_000)), resamples=1)
    assert {name: found.figures[name].value for name in NAMES} == pytest.approx(TRUTH, abs=0.01)


@pytest.mark.slow
def test_intervals_over_eighty_conversations_hold_the_truth_about_as_often_as_they_say() -> None:
    # .95, within three standard errors of 300 draws
    assert all(abs(share - 0.95) < 0.038 for share in covered(80).values())


@pytest.mark.slow
def test_intervals_over_ten_conversations_hold_it_too_seldom_which_is_why_they_are_warned_about() -> None:
    assert all(0.85 < share < 0.925 for share in covered(10).values())


def test_units_of_one_conversation_do_not_count_as_many() -> None:
    # Every conversation is one unit, said four times over: four times the units, and nothing more known.
    once = people(np.random.default_rng(1), 40, units=1)
    alone, copied = told(of(once, each=1)).cohen, told(of(np.repeat(once, 4, axis=0))).cohen
    assert (copied.n, copied.occasions) == (4 * alone.n, alone.occasions)
    assert (copied.value, copied.low, copied.high) == pytest.approx((alone.value, alone.low, alone.high))


def test_one_seed_gives_one_interval_and_another_another() -> None:
    table = of(people(np.random.default_rng(2), 30))
    assert told(table, 1) == told(table, 1)
    assert told(table, 1).cohen.low != told(table, 2).cohen.low


def test_many_conversations_are_drawn_in_parts_and_all_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    table = of(people(np.random.default_rng(3), 30))
    whole = told(table)
    monkeypatch.setattr("analysis.agreement.bootstrap._CELLS", 70)
    assert told(table) == whole


def test_below_five_conversations_there_is_no_interval() -> None:
    found = told(of(people(np.random.default_rng(4), 4))).percent
    assert (found.low, found.why) == (None, "no interval: found 4 conversations, needs 5")


def test_where_all_agree_kappa_has_no_interval_and_the_share_an_exact_bound() -> None:
    found = told(crossed([[6, 0], [0, 4]]))
    assert (found.cohen.value, found.cohen.low) == (1, None)
    assert found.cohen.why == "no interval: every resample is the same, which would feign certainty"
    # Clopper and Pearson, 10 of 10: the lower end is .025 ** (1 / 10).
    assert (found.percent.low, found.percent.high) == pytest.approx((0.025**0.1, 1))


def test_where_chance_always_agrees_kappa_and_alpha_have_no_value_and_say_why() -> None:
    found = told(rated([(0, 0)] * 10, (0, 1)))
    assert {found.figures[name].value for name in ("cohen", "linear", "quadratic", "fleiss", "alpha")} == {None}
    assert found.alpha.why == "every rating that counts is the same label: chance alone always agrees"
    assert (found.percent.value, found.ac1.value) == (1, 1)


def test_where_a_label_is_so_rare_that_resamples_lose_it_there_is_no_interval() -> None:
    found = told(rated([(0, 0)] * 29 + [(0, 1)], (0, 1)))
    assert (found.cohen.value, found.cohen.low) == (0, None)
    assert "resamples have no value" in (found.cohen.why or "")
    assert found.ac1.low is not None


def test_with_more_raters_cohens_kappa_asks_for_two() -> None:
    found = told(rated([(0, 0, 1)] * 6, (0, 1)))
    assert (found.cohen.value, found.cohen.n) == (None, 0)
    assert found.cohen.why == "Cohen's kappa is of two raters, found 3; take two at a time"


@pytest.mark.parametrize("rows", [[], [(None, None)] * 6, [(0, None), (None, 1)] * 3])
@pytest.mark.parametrize("scale", Scale)
def test_where_no_unit_has_two_labels_nothing_has_a_value(rows: list[tuple[int | None, ...]], scale: Scale) -> None:
    found = agreement(rated(rows), scale=scale, seed=0)
    assert {(one.value, one.low, one.n) for one in found.figures.values()} == {(None, None, 0)}
    assert all(one.why for one in found.figures.values())


def test_the_interval_of_many_units_costs_little_more_than_the_value() -> None:
    # Sums are taken once: a thousand resamples of 2,000 units must not mean two million units.
    chance = np.random.default_rng(5)
    table = of(people(chance, 500))

    def measured(resamples: int) -> int:
        start = process_time_ns()
        agreement(table, scale=Scale.ORDINAL, seed=0, resamples=resamples)
        return process_time_ns() - start

    one, thousand = (min(measured(times) for _ in range(3)) for times in (1, 1000))
    assert thousand < 100 * one
