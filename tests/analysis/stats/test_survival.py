from __future__ import annotations

import pytest
from msgspec.structs import replace

from analysis.cases import After, Case
from analysis.errors import AnalysisError
from analysis.stats.groups import SELECTED, UNBALANCED
from analysis.stats.spells import spells
from analysis.stats.survival import WITHHELD, endings, first_refusal, horizon, persistence
from analysis.stats.traits import hazards
from personas.perception import Strategy
from simulator.transcript import Cause
from tests.analysis.stats.held import held, late

PEOPLE = [f"person-{n}" for n in range(8)]
BLUNT, WARM = "reference:blunt", "reference:warm"


def both(**of: dict[str, object]) -> list[Case]:
    """Everybody with each target; what is said of a target is what happened there."""
    return [held(who, target, **of.get(target.partition(":")[2], {})) for who in PEOPLE for target in (BLUNT, WARM)]  # type: ignore[arg-type]


def test_never_refused_is_cut_off_for_the_time_to_a_refusal() -> None:
    found = first_refusal([held("a", refused=2), held("b", refused=2), held("c"), held("d", refused=5)]).whole
    assert [(p.time, p.at_risk, p.events, p.censored) for p in found.curve.points] == [
        (2, 4, 2, 0),
        (5, 2, 1, 0),
        (6, 1, 0, 1),
    ]
    assert (found.held, found.outside, found.curve.median.value, found.curve.median.censored) == (4, 0, 2, 1)


def test_who_ended_before_any_refusal_is_told() -> None:
    warned = first_refusal([held("a", refused=2), held("b", after=After.MET), held("c")]).warnings
    assert any("1 ended of their own accord" in one for one in warned)


def test_never_refused_is_no_persistence_of_zero_but_outside() -> None:
    found = persistence([held("a", refused=2, persistence=3), held("b"), held("c", refused=1, persistence=0)]).whole
    assert (found.held, found.outside, found.curve.n) == (3, 1, 2)
    assert [p.time for p in found.curve.points] == [0, 3]


def test_what_was_cut_off_is_censored_and_told() -> None:
    found = persistence([held("a", refused=1, persistence=2, cut=True), held("b", refused=1, persistence=1)])
    assert (found.whole.curve.censored, found.whole.curve.points[-1].survival) == (1, 0.5)
    assert any("1 were cut off" in one and "too high" in one for one in found.warnings)


@pytest.mark.parametrize("count", [first_refusal, persistence])
def test_what_begins_late_is_left_out_and_counted_as_missing(count: object) -> None:
    found = count([held("a", refused=1), late("b", refused=2), late("c")])  # type: ignore[operator]
    curve = found.whole.curve
    assert (curve.n, curve.missing, curve.median.missing, curve.restricted.missing, curve.at(1).missing) == (
        1,
        2,
        2,
        2,
        2,
    )
    assert any("2 conversations begin late" in one for one in found.warnings)
    assert found.whole.outside == 0


def test_who_is_known_to_have_gone_on_before_enters_late() -> None:
    strategies = (Strategy.REPHRASE, Strategy.REPHRASE, Strategy.WITHDRAW)
    there = replace(late("b", strategies=strategies), end=Cause.LEFT)
    found = persistence([held("a", refused=1, persistence=1), there], entered={there.id: 3}).whole
    # The second is first seen 3 exchanges after the refusal, and goes on for 2 more: at risk from 3, ends at 5.
    assert [(p.time, p.at_risk, p.events) for p in found.curve.points] == [(1, 1, 1), (5, 1, 1)]
    assert (found.curve.late, found.curve.missing) == (1, 0)


def test_who_begins_at_the_beginning_cannot_enter_late() -> None:
    with pytest.raises(AnalysisError, match="name conversations that begin late"):
        persistence([held("a", refused=1)], entered={"a": 2})


def test_targets_that_refused_others_are_not_compared_without_a_warning() -> None:
    cases = both(blunt={"refused": 2}, warm={"refused": 2})
    assert SELECTED not in persistence(cases, ["target"]).warnings
    cases[1] = held(PEOPLE[0], WARM)
    assert (SELECTED in persistence(cases, ["target"]).warnings, "--inject" in SELECTED) == (True, True)
    assert SELECTED in endings(cases, ["target"]).warnings
    assert SELECTED not in first_refusal(cases, ["target"]).warnings
    assert SELECTED not in persistence(cases).warnings


def test_the_same_number_of_refusals_of_others_is_selection_too() -> None:
    cases = [held("a", BLUNT, refused=1), held("b", BLUNT), held("a", WARM), held("b", WARM, refused=1)]
    assert SELECTED in persistence(cases, ["target"]).warnings


def test_groups_of_others_are_unbalanced() -> None:
    cases = both(blunt={"refused": 2}, warm={"refused": 2})
    assert UNBALANCED not in persistence(cases, ["target"]).warnings
    assert UNBALANCED in persistence(cases[:-1], ["target"]).warnings
    assert UNBALANCED not in persistence(cases, ["persona"]).warnings


def test_groups_are_tested_over_clusters_and_stop_their_means_together() -> None:
    cases = both(blunt={"refused": 1, "persistence": 2}, warm={"refused": 1, "persistence": 4})
    cases[0] = held(PEOPLE[0], BLUNT, refused=1, persistence=3)
    found = persistence(cases, ["target"])
    # All have stopped with both, so the means go to the last of all.
    assert [(g.group, g.curve.until) for g in found.groups] == [(f"target={BLUNT}", 4), (f"target={WARM}", 4)]
    assert found.test is not None
    assert (found.test.clusters, (found.test.p or 1) < 0.01) == (8, True)
    assert persistence(cases).test is None


def test_ends_compete_and_who_was_cut_off_met_none() -> None:
    ends = [After.LEFT, After.LEFT, After.ELSEWHERE, After.MET, After.ERODED, None]
    cases = [held(f"p{n}", refused=1, persistence=2, after=end, cut=end is None) for n, end in enumerate(ends)]
    found = endings([*cases, held("never"), late("l", refused=1)]).whole
    assert found is not None
    shares = {one.cause: round(one.points[-1].share, 4) for one in found.risks.causes}
    assert shares == {
        "left_without_support": 0.3333,
        "took_up_help": 0.1667,
        "need_met_or_relented": 0.1667,
        "eroded": 0.1667,
    }
    assert (found.held, found.outside, found.risks.n, found.risks.missing, found.risks.censored) == (8, 1, 6, 1, 1)


@pytest.mark.parametrize("change", [{"arm": "strategy-insist"}, {"condition": "plain--strategy-insist"}])
def test_ends_are_withheld_where_an_arm_changes_the_strategy(change: dict[str, str]) -> None:
    cases = [held("a", refused=1, after=After.ERODED), replace(held("b", refused=1, after=After.LEFT), **change)]
    found = endings(cases, ["target"])
    assert (found.groups, found.whole, found.warnings) == ((), None, (WITHHELD,))


@pytest.mark.parametrize("field", ["strategies", "flags", "phases", "tagret"])
def test_nothing_is_grouped_by_what_a_person_did(field: str) -> None:
    with pytest.raises(AnalysisError, match=f"nothing is grouped by '{field}'"):
        endings([held("a", refused=1)], [field])


def test_nobody_refused_gives_no_number_and_no_zero() -> None:
    found = persistence([held("a"), held("b", WARM)], ["target"])
    assert [(g.curve.n, g.curve.median.value, g.curve.restricted.value) for g in found.groups] == [(0, None, None)] * 2
    assert (found.test, first_refusal([]).whole.held) == (None, 0)


def test_a_regression_sets_each_value_beside_another_and_clusters_by_person_and_situation() -> None:
    cases = both(blunt={"refused": 1, "persistence": 1}, warm={"refused": 1, "persistence": 4})
    cases[0], cases[1] = (
        held(PEOPLE[0], BLUNT, refused=1, persistence=4),
        held(PEOPLE[0], WARM, refused=1, persistence=1),
    )
    found = hazards(cases, ["target"])
    (one,) = found.effects
    assert (one.trait, found.clusters, found.n) == (f"target={WARM} against {BLUNT}", 8, 16)
    assert (one.ratio.value or 9) < 0.5
    (turned,) = hazards(cases, ["target"], against={"target": WARM}).effects
    assert turned.ratio.value == pytest.approx(1 / (one.ratio.value or 1))


def test_a_regression_on_what_all_share_or_nobody_has_is_refused() -> None:
    cases = [held("a", refused=1), held("b", refused=2)]
    with pytest.raises(AnalysisError, match="all 2 at risk are alike in target"):
        hazards(cases, ["target"])
    with pytest.raises(AnalysisError, match="no conversation at risk has persona z; choose among a, b"):
        hazards(cases, ["persona"], against={"persona": "z"})


def test_a_regression_warns_of_selection_and_counts_what_begins_late() -> None:
    cases = [*both(blunt={"refused": 1}, warm={"refused": 1, "persistence": 2}), late("x", refused=1)]
    cases[0] = held(PEOPLE[0], BLUNT)
    found = hazards(cases, ["target"])
    assert (SELECTED in found.warnings, found.effects[0].ratio.missing) == (True, 1)


def test_means_stop_where_somebody_who_went_on_was_last_seen() -> None:
    gone, cut = spells([1, 2, 2], [True, True, True]), spells([3, 5, 5], [True, False, True])
    longer = spells([1, 9], [False, True])
    assert [horizon(some) for some in ([gone, cut], [gone, longer], [cut, longer], [gone], [])] == [5, 9, 5, 2, None]
    assert horizon([gone, spells([1.0], [False])]) == 1


def test_a_group_in_which_all_stopped_at_once_hides_nothing_of_the_others() -> None:
    cases = [held(one, BLUNT, refused=1, persistence=0) for one in PEOPLE]
    cases += [held(one, WARM, refused=1, persistence=at % 3 + 1) for at, one in enumerate(PEOPLE)]
    means = [one.curve.restricted.value for one in persistence(cases, ["target"]).groups]
    assert means == pytest.approx([0, sum(at % 3 + 1 for at in range(len(PEOPLE))) / len(PEOPLE)])
