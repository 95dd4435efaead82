from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.realism.measure import excluding
from personas.perception import Cue, Stance
from simulator.transcript import AnyEvent, Cause, Exchange
from tests.analysis.realism.records import by_model, known, lost, talk
from tests.support.builders import answer, observation

LONG = "word " * 61


def names(events: tuple[AnyEvent, ...]) -> set[str]:
    [one] = known(events)
    return {found.flag for found in excluding(one)}


@pytest.mark.parametrize(
    ("events", "flag"),
    [
        (talk("How can I help you?", voiced=[by_model("assistant")]), "role_break"),
        (talk("As my card says.", voiced=[by_model("leaks")]), "leak"),
        (talk("I said so before.", voiced=[by_model("restarts")]), "restart"),
        (talk("Please listen to me.", "No, wait.", "please LISTEN to me"), "copies_itself"),
        (talk("I really want you to listen now", "I really want you to listen now please"), "one_note"),
        (talk(LONG, "Not " + LONG), "too_long"),
        (lost(("declines",)), "persona_failed"),
    ],
)
def test_each_failure_has_its_flag(events: tuple[AnyEvent, ...], flag: str) -> None:
    assert flag in names(events)


def test_somebody_who_speaks_like_a_person_has_no_flag() -> None:
    assert names(talk("Why not?", "I only wanted to talk for a minute.", "Right. Never mind then.")) == set()


def test_a_fault_that_was_caught_and_mended_is_no_flag() -> None:
    assert names(talk("Why not?", voiced=[by_model(rejected=[("assistant",)])])) == set()


def test_copying_the_reply_or_an_early_goodbye_is_no_flag() -> None:
    assert names(talk("I hear you.", voiced=[by_model("copies", "goodbye")])) == set()


def test_one_long_message_among_short_ones_passes() -> None:
    assert names(talk("No.", LONG, "Well.")) == set()


replies = st.tuples(
    st.text(max_size=40) | st.just("Please listen to me."),
    st.sampled_from([Stance.REFUSE, Stance.DEFLECT, Stance.PARTIAL, Stance.BLOCKED]),
    st.sets(st.sampled_from(list(Cue))),
)
words = st.lists(st.sampled_from(["Please listen.", "I said: please listen.", LONG, "No.", "Why?"]), max_size=5)


@given(words, st.lists(replies, min_size=6, max_size=6), st.sampled_from([Cause.LEFT, Cause.MET, Cause.BUDGET]))
def test_the_flags_stay_whatever_the_target_says_and_however_it_ends(
    lines: list[str], other: list[tuple[str, Stance, set[Cue]]], cause: Cause
) -> None:
    before = talk(*lines)
    [one], [two] = known(before), known((*_answered(before[:-1], other), *talk(*lines, cause=cause)[-1:]))
    assert excluding(one) == excluding(two)


def _answered(events: tuple[AnyEvent, ...], other: list[tuple[str, Stance, set[Cue]]]) -> tuple[AnyEvent, ...]:
    found: list[AnyEvent] = []
    for event in events:
        if isinstance(event, Exchange):
            text, stance, cues = other[event.n - 1]
            seen = observation(stance, text, tuple(sorted(cues)))
            found.append(msgspec.structs.replace(event, reply=answer(text), observed=seen))
        else:
            found.append(event)
    return tuple(found)
