"""The same fork under several reaction policies: a range, and no single number."""

from __future__ import annotations

from pathlib import Path

import pytest

import pastno
from analysis.comparison.policies import Policies, Range
from analysis.errors import AnalysisError
from tests.support.arms import ARMS, PEOPLE, STRATEGY, branch, chase, held, plan, planted
from tests.support.builders import helped


def fork(folder: Path, policy: str, warm: int) -> Path:
    return held(folder / policy, planted({"a-a": 0, "sham": 0, "warm": warm}), plan(policy=policy))


def of(found: Policies, name: str = "persistence.persistence", arm: str = "warm") -> Range:
    return next(one for one in found.ranges if (one.arm, one.name) == (arm, name))


def test_a_difference_that_changes_its_sign_rests_on_the_policy(tmp_path: Path) -> None:
    forks = [fork(tmp_path, "own", 2), fork(tmp_path, "wording-blind", 0), fork(tmp_path, "reversed", -1)]
    found = of(pastno.compare_policies(forks))
    assert found.differences == {"own": 2.0, "wording-blind": 0.0, "reversed": -1.0}
    assert (found.low, found.high, found.rests_on_policy, found.pairs) == (
        -1.0, 2.0, True, {"own": 12, "wording-blind": 12, "reversed": 12},
    )  # fmt: skip


def test_one_that_keeps_its_sign_does_not(tmp_path: Path) -> None:
    found = pastno.compare_policies([fork(tmp_path, "own", 2), fork(tmp_path, "reversed", 1)])
    assert (of(found).low, of(found).high, of(found).rests_on_policy) == (1.0, 2.0, False)
    assert found.warnings == ()


def test_where_nothing_ever_differs_nothing_rests_on_the_policy(tmp_path: Path) -> None:
    found = pastno.compare_policies([fork(tmp_path, "own", 2), fork(tmp_path, "reversed", 1)])
    assert (of(found, arm="a-a").low, of(found, arm="a-a").high, of(found, arm="a-a").rests_on_policy) == (0, 0, False)
    assert found.ranges[0].check is True


def test_a_word_that_is_said_under_one_policy_alone_is_no_gap_in_the_other(tmp_path: Path) -> None:
    talks = [branch(chase(1), "control", one) for one in PEOPLE]
    left = [*talks, *(branch(chase(1), "warm", one) for one in PEOPLE)]
    met = [*talks, *(branch(helped() if one == "ada" else chase(1), "warm", one) for one in PEOPLE)]
    forks = [held(tmp_path / "own", left, plan()), held(tmp_path / "reversed", met, plan(policy="reversed"))]
    found = of(pastno.compare_policies(forks), "outcome.cause=need_met")
    assert found.differences == {"own": 0.0, "reversed": pytest.approx(1 / 6)}
    assert found.rests_on_policy


def test_what_no_pair_has_a_value_for_has_no_range(tmp_path: Path) -> None:
    found = of(pastno.compare_policies([fork(tmp_path, "own", 1), fork(tmp_path, "reversed", 1)]), "referral.specific")
    assert (found.low, found.high, found.rests_on_policy) == (None, None, False)


def test_what_was_given_is_withheld_here_too(tmp_path: Path) -> None:
    arms = (*ARMS[:2], STRATEGY)
    talks = planted({"a-a": 0, "split": 1})
    forks = [held(tmp_path / name, talks, plan(arms, policy=name)) for name in ("own", "reversed")]
    found = pastno.compare_policies(forks)
    assert (len(found.withheld), [one.name for one in found.ranges if one.name in found.withheld]) == (15, [])


def test_different_seeds_are_warned_of_and_different_personas_are_not(tmp_path: Path) -> None:
    other = plan(policy="reversed")
    other = other.model_copy(update={"suite": other.suite.model_copy(update={"seed": 99})})
    forks = [fork(tmp_path, "own", 1), held(tmp_path / "other", planted({"a-a": 0, "sham": 0, "warm": 1}), other)]
    assert list(pastno.compare_policies(forks).warnings) == [
        "the seeds differ: 11 and 99, so common random numbers do not hold"
    ]


def test_what_is_not_the_same_fork_under_other_policies_is_refused(tmp_path: Path) -> None:
    one, again = fork(tmp_path, "own", 1), fork(tmp_path / "again", "own", 1)
    other = held(tmp_path / "other", planted({"warm": 1}), plan(policy="reversed", at="refusal:2"))
    run = held(tmp_path / "run", planted({}), plan(policy="reversed").model_copy(update={"forked": None}))
    for forks, said in (
        ([one], "needs two forks or more"),
        ([one, again], "two forks are of one policy: own, own"),
        ([one, other], "other is not the same fork as own"),
        ([one, run], "run is no fork"),
    ):
        with pytest.raises(AnalysisError, match=said):
            pastno.compare_policies(forks)
