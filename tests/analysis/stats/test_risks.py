from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from analysis.stats.curves import kaplan_meier
from analysis.stats.risks import aalen_johansen

LIVES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 3), st.sampled_from([-np.inf, 0, 0.5])), min_size=1, max_size=40
)


@given(LIVES)
def test_the_ends_and_those_who_go_on_sum_to_one(lives: list[tuple[int, int, float]]) -> None:
    times, causes, entry = zip(*lives, strict=True)
    found = aalen_johansen(times, causes, ("a", "b", "c"), entry)
    sums = [going + sum(c.points[at].share for c in found.causes) for at, going in enumerate(found.going_on)]
    assert sums == pytest.approx([1.0] * len(sums))


def test_the_incidence_by_hand() -> None:
    # Five: a at 1, b at 2, cut off at 2, a at 3, cut off at 4. F_a = 1/5, then + 3/5 * 1/2; F_b = 4/5 * 1/4.
    found = aalen_johansen([1, 2, 2, 3, 4], [1, 2, 0, 1, 0], ("a", "b"))
    assert [p.share for p in found.causes[0].points] == pytest.approx([0.2, 0.2, 0.5, 0.5])
    assert [p.share for p in found.causes[1].points] == pytest.approx([0.0, 0.2, 0.2, 0.2])
    assert found.going_on == pytest.approx((0.8, 0.6, 0.3, 0.3))


def test_late_entry_by_hand() -> None:
    # As before, and a sixth who enters after 1 and ends of b at 3: at 2 five are at risk, at 3 three.
    found = aalen_johansen([1, 2, 2, 3, 4, 3], [1, 2, 0, 1, 0, 2], ("a", "b"), entry=[-np.inf] * 5 + [1])
    assert found.at_risk == (5, 5, 3, 1)
    assert [p.share for p in found.causes[0].points] == pytest.approx([0.2, 0.2, 0.2 + 0.64 / 3, 0.2 + 0.64 / 3])
    assert [p.share for p in found.causes[1].points] == pytest.approx([0, 0.16, 0.16 + 0.64 / 3, 0.16 + 0.64 / 3])


def test_many_with_ties_have_the_incidences_of_statsmodels() -> None:
    chance = np.random.default_rng(2)
    times, causes = chance.integers(1, 12, 200), chance.integers(0, 4, 200)
    theirs, ours = CumIncidenceRight(times, causes), aalen_johansen(times, causes, ("a", "b", "c"))
    for at, name in enumerate(("a", "b", "c")):
        assert [ours.at(name, t).value for t in theirs.times] == pytest.approx(list(theirs.cinc[at]))


def test_without_cutting_off_the_error_is_that_of_a_share() -> None:
    times, causes = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5] * 3, [1, 2, 1, 1, 2, 2, 1, 2, 1, 2] * 3
    found = aalen_johansen(times, causes, ("a", "b")).at("a", 3)
    error = np.sqrt(0.3 * 0.7 / 30)
    move = 1.959964 * error / abs(0.7 * np.log(0.7))
    assert found.value == pytest.approx(0.3)
    assert (found.low, found.high) == pytest.approx((1 - 0.7 ** np.exp(-move), 1 - 0.7 ** np.exp(move)))


def test_with_one_end_it_is_one_less_kaplan_meier_interval_included() -> None:
    chance = np.random.default_rng(6)
    times, ended, names = chance.integers(0, 9, 80), chance.random(80) < 0.7, (np.arange(80) // 4).tolist()
    for cluster in (None, names):
        share = kaplan_meier(times, ended, cluster=cluster).at(4)
        reached = aalen_johansen(times, ended, ("end",), cluster=cluster).at("end", 4)
        assert reached.value == pytest.approx(1 - (share.value or 0))
        assert (reached.low, reached.high) == pytest.approx((1 - (share.high or 0), 1 - (share.low or 0)))


def test_an_end_that_never_came_has_a_share_of_zero_and_no_interval() -> None:
    found = aalen_johansen([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 0, 1], ("a", "b")).at("b", 4)
    assert (found.value, found.low, found.high) == (0, None, None)
    assert "no interval" in found.warnings[0]


def test_nobody_at_risk_is_none_and_no_zero() -> None:
    found = aalen_johansen([], [], ("a",)).at("a", 1)
    assert (found.value, found.warnings) == (None, ("nobody was at risk",))
