from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import CensoredData
from scipy.stats import logrank as scipys
from statsmodels.duration.survfunc import survdiff

from analysis.errors import AnalysisError
from analysis.stats.ranks import logrank
from analysis.stats.spells import Ints
from tests.analysis.stats.remission import PLACEBO, SIX_MP, read


def lives(seed: int, groups: int, n: int = 120) -> tuple[Ints, NDArray[np.bool_], Ints]:
    chance = np.random.default_rng(seed)
    group = chance.integers(0, groups, n)
    life = chance.geometric(0.15 + 0.05 * group)
    return np.minimum(life, 8), life <= 8, group


def test_the_six_mp_trial_has_the_textbooks_chi_square() -> None:
    # Kleinbaum and Klein: 16.79 on one degree of freedom; expected ends 19.25 and 10.75.
    (one, ended), (other, other_ended) = read(SIX_MP), read(PLACEBO)
    found = logrank(one + other, ended + other_ended, ["6-MP"] * 21 + ["placebo"] * 21)
    assert (round(found.chi_square or 0, 2), found.df) == (16.79, 1)
    assert found.p == pytest.approx(4.17e-5, rel=0.01)
    assert [(r.group, r.observed, round(r.expected, 2)) for r in found.groups] == [
        ("6-MP", 9, 19.25),
        ("placebo", 21, 10.75),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_two_groups_have_scipys_p(seed: int) -> None:
    times, ended, group = lives(seed, 2)
    sides = [CensoredData(uncensored=times[ended & (group == g)], right=times[~ended & (group == g)]) for g in (0, 1)]
    assert logrank(times, ended, group.tolist()).p == pytest.approx(float(scipys(*sides).pvalue))


@pytest.mark.parametrize("late", [False, True])
def test_three_groups_have_the_chi_square_of_statsmodels_late_or_not(late: bool) -> None:
    times, ended, group = lives(9, 3)
    entry = np.random.default_rng(1).integers(0, 3, len(times)) if late else np.zeros(len(times), dtype=int)
    seen = times > entry
    times, ended, group, entry = times[seen], ended[seen], group[seen], entry[seen]
    chi_square, p = survdiff(times, ended.astype(int), group, entry=entry if late else None)
    found = logrank(times, ended, group.tolist(), entry=entry)
    assert [found.chi_square, found.p, found.df] == pytest.approx([chi_square, p, 2])


def test_a_subject_seen_four_times_counts_as_one() -> None:
    times, ended, group = lives(3, 2)
    once = logrank(times, ended, group.tolist(), cluster=range(len(times)))
    names = np.repeat(range(len(times)), 4).tolist()
    four = logrank(np.repeat(times, 4), np.repeat(ended, 4), np.repeat(group, 4).tolist(), cluster=names)
    untold = logrank(np.repeat(times, 4), np.repeat(ended, 4), np.repeat(group, 4).tolist())
    assert [four.chi_square, four.p] == pytest.approx([once.chi_square, once.p])
    assert untold.p < (once.p or 0) / 2  # type: ignore[operator]


def test_the_robust_score_of_independent_subjects_is_near_the_plain_one() -> None:
    times, ended, group = lives(5, 2, n=3000)
    plain, told = logrank(times, ended, group.tolist()), logrank(times, ended, group.tolist(), cluster=range(3000))
    assert told.chi_square == pytest.approx(plain.chi_square, rel=0.15)
    assert [r.expected for r in told.groups] == [r.expected for r in plain.groups]


def test_groups_that_are_never_at_risk_together_cannot_be_compared() -> None:
    found = logrank([1, 1, 6, 6], [True] * 4, ["a", "a", "b", "b"], entry=[0, 0, 3, 3])
    assert (found.chi_square, found.df, found.p) == (None, 0, None)
    assert "no p" in found.warnings[0]


def test_few_clusters_have_no_p_and_say_so() -> None:
    times, ended, group = lives(3, 2, n=40)
    found = logrank(times, ended, group.tolist(), cluster=(np.arange(40) // 10).tolist())
    assert (found.p, found.clusters) == (None, 4)
    assert any("4 clusters" in warning for warning in found.warnings)


def test_one_group_is_refused() -> None:
    with pytest.raises(AnalysisError, match="needs two groups"):
        logrank([1, 2], [True, True], ["a", "a"])
