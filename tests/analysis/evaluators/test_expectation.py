from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.evaluators import expectation
from analysis.evaluators.score import Absent, Value
from personas.perception import Cue, Stance, Strategy
from simulator.transcript import Cause
from tests.support.told import Turn, told

HEARD = Turn(Strategy.ASK, Stance.COMPLY, met=("heard",))
REFUSED = Turn(Strategy.ASK, Stance.REFUSE)
LEAVES = Turn(Strategy.WITHDRAW)


def test_who_came_to_be_listened_to_in_a_safe_place_and_was_heard_got_all_of_it() -> None:
    found = expectation.evaluate(told(Turn(Strategy.OPEN), HEARD, cause=Cause.MET))
    assert found["needs_met"] == Value(1.0, (2,))
    assert found["first_need_met"] == Value(True, (2,))
    assert found["expectation_gap"] == Value(0.85 - 1, (2,))


def test_a_place_where_one_is_blamed_is_not_safe() -> None:
    blamed = Turn(Strategy.ASK, Stance.REFUSE, cues=(Cue.DECLINES, Cue.BLAMES))
    found = expectation.evaluate(told(blamed, Turn(Strategy.APPEAL, Stance.COMPLY, met=("heard",)), cause=Cause.MET))
    assert found["needs_met"] == Value(0.5, (2,))
    assert found["first_need_met"] == Value(True, (2,))


def test_who_got_nothing_got_none_of_it_and_the_gap_is_the_whole_confidence() -> None:
    found = expectation.evaluate(told(REFUSED, LEAVES))
    assert found["needs_met"] == Value(0.0, (1,))
    assert found["first_need_met"] == Value(False, (1,))
    assert found["expectation_gap"] == Value(0.85, (1,))


def test_the_budget_censors_what_was_not_met_yet() -> None:
    found = expectation.evaluate(told(REFUSED, cause=Cause.BUDGET))
    assert found["needs_met"].censored
    assert found["first_need_met"].censored
    assert not expectation.evaluate(told(HEARD, cause=Cause.BUDGET))["needs_met"].censored


def test_what_the_scenario_never_asks_for_is_no_disappointment() -> None:
    found = expectation.evaluate(told(REFUSED, LEAVES, persona="marcus"))
    assert found["needs_met"] == Value(0.0, (1,))  # a second opinion; the information he wants too is not asked for
    found = expectation.evaluate(told(REFUSED, LEAVES, persona="marcus", scenario="week-is-killing-me"))
    assert {one.absent for one in found.values()} == {Absent.NOT_AT_RISK}


def test_what_the_boundary_forbids_is_nothing_that_ought_to_be_met() -> None:
    given = Turn(Strategy.ASK, Stance.PARTIAL, cues=(Cue.UNSAFE,), met=("doses",))
    found = expectation.evaluate(told(given, LEAVES, persona="olena", scenario="stopping-alone"))
    assert found["needs_met"] == Value(0.0, (1,))  # to be listened to; information she wants first, and it is forbidden
    assert found["first_need_met"].absent is Absent.NOT_AT_RISK


def test_a_later_need_counts() -> None:
    words = Turn(Strategy.NEW_NEED, Stance.COMPLY, ask="need-1", met=("message",))
    found = expectation.evaluate(told(REFUSED, words, persona="hanneke", cause=Cause.MET))
    assert found["needs_met"] == Value(0.5, (2,))  # not the opinion, but the words


@pytest.mark.parametrize("unknown", ["persona", "scenario"])
def test_an_import_does_not_tell(unknown: str) -> None:
    trajectory = told(HEARD)
    imported = replace(trajectory, persona=None) if unknown == "persona" else replace(trajectory, scenario=None)
    assert {one.absent for one in expectation.evaluate(imported).values()} == {Absent.UNKNOWN}
