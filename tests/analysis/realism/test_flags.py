from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.realism.flags import Name
from analysis.realism.measure import excluding
from analysis.realism.voicing import ROLE
from personas.fault import Fault
from personas.perception import Cue, Stance
from simulator.transcript import AnyEvent, Cause, Exchange
from tests.analysis.realism.records import by_model, known, lost, talk
from tests.support.builders import answer, observation
from tests.support.people import scenario

ASK = scenario().ask.lines[0]
LONG = "word " * 61


def names(events: tuple[AnyEvent, ...]) -> set[str]:
    [one] = known(events)
    return {found.flag for found in excluding(one)}


@pytest.mark.parametrize(
    ("events", "flag"),
    [
        (talk("I said so before.", voiced=[by_model("restarts")]), "restart"),
        (talk("Please listen to me.", "No, wait.", "please LISTEN to me"), "copies_itself"),
        (talk("I really want you to listen now", "I really want you to listen now please"), "one_note"),
        (talk(LONG, "Not " + LONG), "too_long"),
        (lost(("declines",)), "persona_failed"),
        (lost(("assistant",), ("leaks",)), "persona_failed"),
    ],
)
def test_each_failure_has_its_flag(events: tuple[AnyEvent, ...], flag: str) -> None:
    assert flag in names(events)


def test_somebody_who_speaks_like_a_person_has_no_flag() -> None:
    assert names(talk("Why not?", "I only wanted to talk for a minute.", "Right. Never mind then.")) == set()


def test_a_fault_that_was_caught_and_mended_is_no_flag() -> None:
    assert names(talk("Why not?", voiced=[by_model(rejected=[("assistant",)])])) == set()


def test_every_fault_that_breaks_the_role_ends_the_conversation_so_it_needs_no_flag_of_its_own() -> None:
    assert names(lost(("assistant",), ("narrates", "leaks"))) == {"persona_failed"}
    assert {name for name in ROLE if not Fault(name).fatal} == set()


def test_the_page_lists_every_flag_and_no_other() -> None:
    page = Path(__file__).parents[3] / "docs" / "realism.md"
    table = page.read_text(encoding="utf-8").split("| flag | the rule |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(get_args(Name))
    assert set(get_args(Name)).isdisjoint({"role_break", "leak"})


def test_messages_that_share_most_of_their_words_are_no_one_note_up_to_four_in_five() -> None:
    # Three words of four shared, then four of five: neither is more than 0.8.
    assert names(talk("stay with me now", "stay with me please")) == set()
    assert names(talk("stay with me right now", "stay with me right")) == set()


def test_the_authored_ask_does_not_make_a_message_too_long() -> None:
    own = "word " * 58
    assert names(talk(f"{own}{ASK}", f"Not {own}{ASK}")) - {"one_note"} == set()


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
