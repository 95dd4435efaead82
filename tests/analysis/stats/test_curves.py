from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.errors import AnalysisError
from analysis.stats.curves import kaplan_meier
from tests.analysis.stats.remission import PLACEBO, SIX_MP, read

LIVES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def test_the_curve_of_the_six_mp_trial_is_the_textbooks() -> None:
    curve = kaplan_meier(*read(SIX_MP))
    # Kleinbaum and Klein, table of Kaplan-Meier estimates of group 1.
    printed = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    ended = [point for point in curve.points if point.events]
    assert {p.time: round(p.survival, 4) for p in ended} == printed
    assert [p.at_risk for p in ended] == [21, 17, 15, 12, 11, 7, 6]
    assert (curve.points[0].events, curve.points[0].censored, curve.events, curve.censored) == (3, 1, 9, 12)


@pytest.mark.parametrize(("weeks", "median", "low", "high"), [(SIX_MP, 23, 13, None), (PLACEBO, 8, 4, 11)])
def test_medians_and_their_intervals_are_those_of_lifelines(
    weeks: str, median: float, low: float, high: float | None
) -> None:
    # lifelines 0.30.3, median_survival_times of the confidence interval.
    found = kaplan_meier(*read(weeks)).median
    assert (found.value, found.low, found.high) == (median, low, high)
    assert any("no upper end" in warning for warning in found.warnings) == (high is None)


def test_intervals_of_the_share_are_those_of_lifelines() -> None:
    # lifelines 0.30.3, KaplanMeierFitter.confidence_interval_ at 6, 10 and 23 weeks.
    printed = {6: (0.619718, 0.951552), 10: (0.503200, 0.889362), 23: (0.188052, 0.680143)}
    curve = kaplan_meier(*read(SIX_MP))
    for week, (low, high) in printed.items():
        assert (curve.at(week).low, curve.at(week).high) == pytest.approx((low, high), abs=1e-6)


@given(LIVES)
def test_without_late_entry_curve_and_interval_are_scipys(lives: list[tuple[int, bool]]) -> None:
    times, ended = np.array([t for t, _ in lives], dtype=float), np.array([e for _, e in lives])
    theirs = ecdf(CensoredData(uncensored=times[ended], right=times[~ended])).sf
    ours = {p.time: p for p in kaplan_meier(times, ended).points}
    assert [ours[q].survival for q in theirs.quantiles] == pytest.approx(list(theirs.probabilities))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # They say that there is no interval of 0 and of 1.
        band = theirs.confidence_interval(method="log-log") if ended.any() else None
    for at, q in enumerate(theirs.quantiles):
        if band is not None and ours[q].low is not None:
            assert (ours[q].low, ours[q].high) == pytest.approx(
                (band.low.probabilities[at], band.high.probabilities[at])
            )


def test_with_late_entry_the_curve_is_that_of_statsmodels() -> None:
    chance = np.random.default_rng(4)
    entry, life = chance.integers(0, 4, 300), chance.integers(0, 12, 300)
    seen = life > entry
    entry, times, ended = entry[seen], np.minimum(life, 9)[seen], (life <= 9)[seen]
    theirs = SurvfuncRight(times, ended, entry=entry)
    ours = kaplan_meier(times, ended, entry=entry)
    assert [ours.at(t).value for t in theirs.surv_times] == pytest.approx(list(theirs.surv_prob))
    assert ours.late == len(times)


def test_who_enters_late_is_not_at_risk_before_by_hand() -> None:
    # Of three, one enters at 1. At 1 two are at risk and one ends, at 2 two and one: 1/2, then 1/4.
    curve = kaplan_meier([1, 2, 3], [True, True, False], entry=[-np.inf, 1, -np.inf])
    assert [(p.at_risk, p.survival) for p in curve.points] == [(2, 0.5), (2, 0.25), (1, 0.25)]


def test_a_risk_set_that_empties_early_is_told() -> None:
    curve = kaplan_meier([1, 5, 6], [True, True, False], entry=[0, 2, 2])
    assert curve.points[-1].survival == 0
    assert any("entered later" in warning for warning in curve.warnings)


def test_the_restricted_mean_of_an_uncensored_group_is_its_mean_with_the_error_of_a_mean() -> None:
    weeks, ended = read(PLACEBO)
    found = kaplan_meier(weeks, ended).restricted
    error = np.std(weeks) / np.sqrt(len(weeks))
    assert found.value == pytest.approx(np.mean(weeks))
    assert (found.low, found.high) == pytest.approx(
        (np.mean(weeks) - 1.959964 * error, np.mean(weeks) + 1.959964 * error)
    )


def test_a_restricted_mean_stops_where_it_is_told_to() -> None:
    weeks, ended = read(PLACEBO)
    assert kaplan_meier(weeks, ended, until=10).restricted.value == pytest.approx(np.minimum(weeks, 10).mean())


def test_a_subject_seen_four_times_counts_as_one() -> None:
    weeks, ended = read(PLACEBO)
    once = kaplan_meier(weeks, ended, cluster=range(21))
    four = kaplan_meier(np.repeat(weeks, 4), np.repeat(ended, 4), cluster=np.repeat(range(21), 4).tolist())
    untold = kaplan_meier(np.repeat(weeks, 4), np.repeat(ended, 4))
    assert (four.at(8).low, four.at(8).high) == pytest.approx((once.at(8).low, once.at(8).high))
    assert [four.restricted.low, four.clusters] == pytest.approx([once.restricted.low, 21])
    assert untold.at(8).low > once.at(8).low  # type: ignore[operator]


def test_a_cluster_of_each_subject_alone_has_greenwoods_error_but_for_the_few_clusters() -> None:
    times, ended = read(SIX_MP)
    plain, told = (kaplan_meier(times, ended, cluster=c).at(13) for c in (None, range(21)))
    reach = {name: np.log(np.log(n.low) / np.log(n.value)) for name, n in (("plain", plain), ("told", told))}  # type: ignore[arg-type]
    assert reach["told"] / reach["plain"] == pytest.approx(2.085963 / 1.959964 * np.sqrt(21 / 20), rel=1e-6)


@pytest.mark.parametrize(
    ("times", "ended", "why"),
    [
        ([], [], "nobody was at risk"),
        ([3, 4, 4, 5, 6], [False] * 5, "nobody ended"),
        ([2], [True], "1 subjects"),
    ],
)
def test_what_cannot_be_said_is_none_with_the_reason(times: list[int], ended: list[bool], why: str) -> None:
    curve = kaplan_meier(times, ended)
    assert (curve.median.low, curve.median.high, curve.restricted.low) == (None, None, None)
    assert any(why in warning for warning in curve.median.warnings)
    assert curve.median.value is None or ended == [True]


def test_nothing_is_said_beyond_the_last_time_while_somebody_goes_on() -> None:
    curve = kaplan_meier(*read(SIX_MP))
    assert (curve.at(36).value, curve.at(36).warnings) == (None, ("nobody was seen as long as 36",))
    with pytest.raises(AnalysisError, match="from 0 to 35"):
        kaplan_meier(*read(SIX_MP), until=50)


@pytest.mark.parametrize(
    ("times", "ended", "entry", "said"),
    [
        ([1, 2], [True], None, "2 times and 1 ends"),
        ([-1], [True], None, "no number from 0"),
        ([float("nan")], [True], None, "no number from 0"),
        ([2, 3], [True, True], [2, 0], "1 subjects enter"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    times: list[float], ended: list[bool], entry: list[float] | None, said: str
) -> None:
    with pytest.raises(AnalysisError, match=said):
        kaplan_meier(times, ended, entry)
