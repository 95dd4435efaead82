from __future__ import annotations

from analysis.realism.voicing import faults, voicing
from simulator.transcript import Cause
from tests.analysis.realism.records import by_model, known, lost, name, talk

TWICE = by_model("too_long", rejected=[("assistant", "too_long")])


def test_a_draft_turned_down_counts_as_asked_again_and_as_a_broken_role() -> None:
    found = voicing(known(talk("Why?", "But why?", voiced=[TWICE, by_model()])))
    assert (found["asked_again"].value, found["role_breaks"].value, found["restarts"].value) == (0.5, 0.5, 0)


def test_an_authored_voice_was_never_asked_so_nothing_is_zero() -> None:
    found = voicing(known(talk("Why?")))
    assert (found["asked_again"].value, found["asked_again"].n) == (None, 0)


def test_a_lost_conversation_counts_with_the_fault_that_ended_it() -> None:
    one = known(lost(("leaks",), ("declines",)), talk("Why?", id=name(repetition=2)))
    assert voicing(one)["persona_failed"].value == 0.5
    assert faults(one)["declines"] == {"turned_down": 1, "ended": 1}


def test_a_conversation_that_has_not_ended_did_not_yet_stay_in_role() -> None:
    begun = known(
        talk("Why?")[:-1], talk("Why?", cause=Cause.FAILED, id=name(repetition=2)), lost(id=name(persona="ben"))
    )
    found = voicing(begun)["persona_failed"]
    assert (found.value, found.n, found.missing) == (1, 1, 2)


def test_faults_said_and_faults_turned_down_are_told_apart() -> None:
    assert faults(known(talk("Why?", voiced=[TWICE])))["too_long"] == {"turned_down": 1, "said": 1}
