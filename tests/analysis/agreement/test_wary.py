"""Readers are warned where agreement lies below chance, one label rules, or conversations are few; and nowhere else."""

from __future__ import annotations

from analysis.agreement import Caution, Ratings, Scale, agreement
from tests.analysis.agreement.published import GWET, crossed, rated, ratings

OPPOSED = [(1, 2, 5, 5), (2, 1, 5, 4), (1, 3, 4, 5), (5, 4, 2, 1), (4, 5, 1, 1), (2, 2, 4, 3)] * 5
"""Four raters, of whom two read the scale the other way round."""


def cautions(of: Ratings) -> list[Caution]:
    return [one.caution for one in agreement(of, scale=Scale.INTERVAL, seed=0, resamples=50).warned]


def test_agreement_below_chance_is_shown_as_it_is_and_warned_about() -> None:
    found = agreement(rated(OPPOSED, (1, 2, 3, 4, 5)), scale=Scale.INTERVAL, seed=0)
    assert (found.alpha.value or 0) < -0.2
    assert (found.alpha.high or 0) < 0
    (warned,) = found.warned
    assert warned.caution is Caution.NEGATIVE
    assert f"alpha {found.alpha.value:.2f}" in warned.text


def test_one_label_that_takes_nearly_all_is_warned_about() -> None:
    # 118 of 125 agree: the share is .944, and kappa lies below 0.
    table = crossed([[118, 5], [2, 0]])
    found = agreement(table, seed=0)
    assert (found.percent.value, (found.cohen.value or 0) < 0, (found.ac1.value or 0) > 0.9) == (0.944, True, True)
    assert [one.caution for one in found.warned] == [Caution.NEGATIVE, Caution.PREVALENCE]
    assert "97% of the labels are 0" in found.warned[1].text


def test_intervals_over_few_conversations_are_warned_about() -> None:
    assert cautions(ratings(GWET)) == [Caution.FEW]


def test_where_there_is_nothing_to_fear_nobody_is_warned() -> None:
    assert cautions(crossed([[20, 5], [10, 15]])) == []


def test_without_intervals_few_conversations_need_no_warning() -> None:
    assert cautions(crossed([[2, 0], [0, 2]])) == []
