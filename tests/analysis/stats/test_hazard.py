from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import t as student
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.families.links import CLogLog, Logit
from statsmodels.genmod.generalized_linear_model import GLM

from analysis.errors import AnalysisError
from analysis.stats.binary import Link, _sandwich
from analysis.stats.edges import reach
from analysis.stats.exchanges import baseline, expand
from analysis.stats.hazard import Hazards, hazard
from analysis.stats.spells import spells

Numbers = NDArray[np.float64]


def lives(n: int = 400, effect: float = 0.7, seed: int = 1) -> tuple[Numbers, NDArray[np.bool_], Numbers]:
    chance = np.random.default_rng(seed)
    trait = chance.integers(0, 2, n).astype(float)
    times = chance.geometric(1 / (1 + np.exp(1.5 - effect * trait))) - 1.0
    return np.minimum(times, 8), times < 8, trait


def fitted(traits: dict[str, Numbers], ended: NDArray[np.bool_], times: Numbers, clusters: int = 40) -> Hazards:
    return hazard(spells(times, ended, None, (np.arange(len(times)) % clusters).tolist()), traits)


def test_in_a_single_exchange_the_ratio_is_that_of_the_table_and_so_is_its_error() -> None:
    # 30 of 40 end with the trait, 20 of 50 without: odds 3 and 2/3. With a cluster each: the sandwich of a saturated
    # model is 1/30 + 1/10 + 1/20 + 1/30, times 90/89 and 89/88 for few clusters.
    trait, ended = np.repeat([1.0, 0.0], [40, 50]), np.repeat([True, False, True, False], [30, 10, 20, 30])
    (one,) = hazard(spells(np.zeros(90), ended, None, range(90)), {"trait": trait}).effects
    error = np.sqrt((1 / 30 + 1 / 10 + 1 / 20 + 1 / 30) * 90 / 89 * 89 / 88)
    assert one.ratio.value == pytest.approx(4.5)
    assert np.log(one.ratio.high or 0) - np.log(4.5) == pytest.approx(student.ppf(0.975, 89) * error, rel=1e-3)
    assert one.p == pytest.approx(2 * student.sf(np.log(4.5) / error, 89), rel=1e-2)


def test_the_other_link_gives_the_ratio_of_hazards() -> None:
    trait, ended = np.repeat([1.0, 0.0], [40, 50]), np.repeat([True, False, True, False], [30, 10, 20, 30])
    (one,) = hazard(spells(np.zeros(90), ended, None, range(90)), {"trait": trait}, link="cloglog").effects
    assert one.ratio.value == pytest.approx(np.log(1 - 30 / 40) / np.log(1 - 20 / 50), rel=1e-5)
    assert "hazard ratio" in one.ratio.how


@pytest.mark.parametrize(("link", "theirs"), [("logit", Logit), ("cloglog", CLogLog)])
def test_rows_that_are_alike_are_fitted_together_and_give_what_single_rows_give(link: Link, theirs: type[Any]) -> None:
    times, ended, trait = lives(300)
    other, cluster = np.random.default_rng(3).integers(0, 2, 300).astype(float), np.arange(300) % 40
    found = hazard(spells(times, ended, None, cluster.tolist()), {"trait": trait, "other": other}, link=link)
    rows = [(who, at) for who in range(300) for at in range(int(times[who]) + 1)]
    assert found.bands == (*map(str, range(7)), "7-8")
    design = np.array([[*np.eye(8)[min(at, 7)], trait[who], other[who]] for who, at in rows])
    stopped = np.array([float(ended[who] and at == times[who]) for who, at in rows])
    groups = np.array([cluster[who] for who, _ in rows])
    model = GLM(stopped, design, family=Binomial(link=theirs()))
    whole = model.fit(cov_type="cluster", cov_kwds={"groups": groups})
    for effect, value, error in zip(found.effects, whole.params[-2:], whole.bse[-2:], strict=True):
        assert np.log(effect.ratio.value or 0) == pytest.approx(value, rel=1e-9)
        width = np.log((effect.ratio.high or 0) / (effect.ratio.value or 1)) / student.ppf(0.975, 39)
        assert width == pytest.approx(error, rel=1e-9)


def test_rows_are_exchanges_in_which_one_could_end_and_bands_hold_ends_and_others() -> None:
    found = hazard(spells([0, 2, 2, 3, 3], [True, True, False, False, True], None, range(5)), {})
    # 1 + 3 + 3 + 4 + 4 rows; nobody ends at 1, so it shares a band with 2.
    assert (found.rows, found.events, found.bands) == (15, 3, ("0", "1-2", "3"))


def test_who_enters_late_has_no_rows_before() -> None:
    some = spells([2, 3, 3], [True, False, True], [-np.inf, 1, 0], range(3))
    assert hazard(some, {}).rows == 3 + 2 + 3


def test_a_known_odds_ratio_is_found() -> None:
    times, ended, trait = lives(n=20_000)
    (one,) = fitted({"trait": trait}, ended, times, clusters=2000).effects
    assert (one.ratio.low or 9) < np.exp(0.7) < (one.ratio.high or 0)
    assert one.ratio.value == pytest.approx(np.exp(0.7), rel=0.08)


def test_subjects_seen_four_times_do_not_narrow_the_interval() -> None:
    times, ended, trait = lives(n=100)
    once = hazard(spells(times, ended, None, range(100)), {"trait": trait}).effects[0].ratio
    names = np.repeat(range(100), 4).tolist()
    four = hazard(spells(np.repeat(times, 4), np.repeat(ended, 4), None, names), {"trait": np.repeat(trait, 4)})
    assert four.effects[0].ratio.value == pytest.approx(once.value)
    assert four.effects[0].ratio.low == pytest.approx(once.low, rel=0.02)


def test_a_trait_with_which_nobody_ends_has_no_number_and_the_others_keep_theirs() -> None:
    times, ended, trait = lives()
    other = np.random.default_rng(8).normal(size=len(times))
    found = fitted({"never": trait, "other": other}, ended & (trait == 0), times)
    alone = fitted({"other": other[trait == 0]}, ended[trait == 0], times[trait == 0])
    never, kept = found.effects
    assert (never.ratio.value, never.ratio.low, never.p) == (None, None, None)
    assert "separation" in never.ratio.warnings[0]
    assert kept.ratio.value == pytest.approx(alone.effects[0].ratio.value, rel=1e-6)
    assert any("separation" in warning for warning in found.warnings)


def test_where_nobody_of_the_group_that_others_stand_beside_ends_none_has_a_number() -> None:
    times, ended, _ = lives()
    group = np.arange(len(times)) % 3
    traits = {name: (group == at).astype(float) for at, name in ((1, "one"), (2, "two"))}
    assert [e.ratio.value for e in fitted(traits, ended & (group > 0), times).effects] == [None, None]


def test_a_number_that_tells_the_ends_apart_without_a_gap_is_separation_too() -> None:
    times, trait = np.zeros(60), np.linspace(-1, 1, 60)
    found = hazard(spells(times, trait > 0, None, range(60)), {"trait": trait})
    assert (found.effects[0].ratio.value, found.effects[0].p) == (None, None)


@pytest.mark.parametrize("ended", [True, False])
def test_where_all_end_at_once_or_nobody_does_nothing_is_estimated(ended: bool) -> None:
    found = hazard(spells(np.zeros(30), [ended] * 30, None, range(30)), {"trait": np.arange(30) % 2})
    assert (found.effects[0].ratio.value, found.converged) == (None, False)
    assert "nothing can be estimated" in found.warnings[0]


def test_nobody_at_risk_gives_no_number() -> None:
    found = hazard(spells([], [], None, []), {"trait": []})
    assert (found.n, found.effects[0].ratio.value, found.effects[0].ratio.n) == (0, None, 0)


def test_few_clusters_have_no_interval_and_say_so() -> None:
    times, ended, trait = lives()
    (one,) = fitted({"trait": trait}, ended, times, clusters=4).effects
    assert one.ratio.value is not None
    assert (one.ratio.low, one.p, "4 clusters" in one.ratio.warnings[0]) == (None, None, True)


def test_clusters_that_are_all_alike_feign_no_certainty() -> None:
    times, ended = np.tile([0.0, 1, 2, 3], 50), np.tile([True, True, False, True], 50)
    some = spells(np.tile(times, 2), np.tile(ended, 2), None, np.tile(np.arange(200) // 4, 2).tolist())
    (one,) = hazard(some, {"trait": np.repeat([0, 1], 200)}).effects
    assert (round(one.ratio.value or 0, 6), one.ratio.low, one.p) == (1.0, None, None)
    assert "feign" in one.ratio.warnings[0]


def test_traits_that_tell_the_same_are_refused() -> None:
    times, ended, trait = lives()
    with pytest.raises(AnalysisError, match="tell the same"):
        fitted({"one": trait, "other": 1 - trait}, ended, times)


def test_who_was_cut_off_before_anybody_can_end_has_no_row() -> None:
    assert hazard(spells([0, 2, 1], [False, True, True], None, range(3)), {}, start=1).rows == 3


def test_times_that_are_no_counts_are_refused() -> None:
    with pytest.raises(AnalysisError, match="whole number from 0"):
        hazard(spells([1.5], [True], None, ["a"]), {})


def test_what_is_left_after_certain_ends_may_tell_nothing_of_a_trait_and_is_no_crash() -> None:
    # Group a ends only at 2 and never at 1; b and c end at 1 always. In the rows that are left only a is there.
    times = [2] * 12 + [3] * 4 + [1] * 20
    ended = np.array([True] * 12 + [False] * 4 + [True] * 20)
    b, c = (np.array([0.0] * 16 + [one] * 10 + [1 - one] * 10) for one in (1.0, 0.0))
    found = hazard(spells(times, ended, None, range(36)), {"b": b, "c": c}, 1)
    assert [(one.ratio.value, one.ratio.low) for one in found.effects] == [(None, None)] * 2
    assert any("separation" in text for one in found.effects for text in one.ratio.warnings)


@pytest.mark.parametrize("seed", [9, 11])
def test_errors_by_persons_and_situations_are_those_of_statsmodels(seed: int) -> None:
    """Cameron, Gelbach and Miller (2011), as `cov_cluster_2groups` has it; never less than by either alone."""
    chance = np.random.default_rng(seed)
    person, situation = np.repeat(np.arange(15), 48), np.tile(np.repeat(np.arange(12), 4), 15)
    trait = (person % 2 + situation % 3 > 1).astype(float)
    leaning = chance.normal(size=15)[person] + chance.normal(size=12)[situation]
    times = chance.geometric(1 / (1 + np.exp(1.5 - leaning))) - 1.0
    times, ended = np.minimum(times, 8), times < 8
    names = [f"p{p} × s{s}" for p, s in zip(person, situation, strict=True)]
    (one,) = hazard(spells(times, ended, None, names), {"trait": trait}).effects
    rows = expand(spells(times, ended), 0)
    bands = baseline(rows)
    design = np.column_stack([np.eye(len(bands.names))[bands.band], trait[rows.subject]])
    theirs = [
        GLM(rows.ended.astype(float), design, family=Binomial())
        .fit(cov_type="cluster", cov_kwds={"groups": groups[rows.subject]})
        .bse[-1]
        for groups in (np.column_stack([person, situation]), person, situation)
    ]
    assert one.ratio.clusters == 12
    assert one.ratio.low is not None
    error = (np.log(one.ratio.value or 0) - np.log(one.ratio.low)) / reach(12)
    assert error == pytest.approx(max(theirs), rel=1e-6)


def test_errors_are_infinite_where_nothing_bends_the_likelihood() -> None:
    assert np.isinf(_sandwich(np.ones((6, 2)), np.zeros((2, 2)), 12, None)).all()
