"""The person's side: held conversations of template voices, and refused persuaders."""

from __future__ import annotations

import pytest

from benchmarks.declared import planned
from benchmarks.human_reference import Said
from benchmarks.person import of_runs
from benchmarks.person_runs import Spoken, spoken
from benchmarks.persuaders import measured, turns
from personas.loader import load_personas
from personas.perception import Strategy

NO = Said(False, "I cannot give anything.", ("disagree-donation",))
YES = Said(False, "Fine, one dollar.", ("agree-donation",))
AGAIN = Said(True, "Could you give a dollar after all?", ("proposition-of-donation",))
THANKS = Said(True, "Thank you for listening to me today.", ("thank",))


@pytest.fixture(scope="module")
def said() -> list[Spoken]:
    return spoken(planned(260))


def test_only_template_voices_are_read(said: list[Spoken]) -> None:
    people = load_personas()
    assert {people[name].voice.kind for name in {one.persona for one in said}} == {"template"}


def test_what_template_voices_say_in_conversations_reads_as_the_strategy_it_was_for(said: list[Spoken]) -> None:
    composed = [one for one in said if one.composed]
    wrong = [(one.meant.value, one.read.value, one.said) for one in composed if one.meant is not one.read]
    assert len(composed) > 500
    assert len(wrong) <= 0.02 * len(composed), wrong[:5]
    assert {one.meant.pursuing for one in composed} == {True, False}


def test_openings_and_authored_asks_are_told_apart_from_what_the_voice_composed(said: list[Spoken]) -> None:
    assert {one.meant for one in said if not one.composed} <= {Strategy.OPEN, Strategy.ASK, Strategy.NEW_NEED}


def test_agreement_is_counted_over_composed_messages_with_the_people_as_clusters() -> None:
    people = [f"p{n}" for n in range(6)]
    right = [Spoken(who, "x", Strategy.INSIST, Strategy.INSIST) for who in people]
    wrong = [Spoken(who, "x", Strategy.APPEAL, Strategy.ENGAGE) for who in people]
    authored = [Spoken(who, "x", Strategy.OPEN, Strategy.OPEN) for who in people]
    found = of_runs([*right, *wrong, *authored])
    assert (found["runs_accuracy"].value, found["runs_accuracy"].n, found["runs_accuracy"].occasions) == (0.5, 12, 6)
    assert (found["runs_pursuing"].value, found["baseline_runs_pursuing"].value) == (0.5, 1.0)


def test_a_persuader_is_read_after_the_refusal_until_the_other_agrees() -> None:
    found = turns({"a": [AGAIN, NO, AGAIN, NO, THANKS, YES, AGAIN], "b": [AGAIN, YES]})
    assert [(t.dialogue, t.seen, t.pursues) for t in found] == [("a", "asks_again", True), ("a", "stops", False)]


def test_the_same_request_again_is_read_beside_what_the_persuader_said_before() -> None:
    assert [turn.read for turn in turns({"a": [AGAIN, NO, AGAIN]})] == [Strategy.INSIST]
    assert [turn.read for turn in turns({"a": [NO, AGAIN]})] == [Strategy.REPHRASE]


def test_always_pursuing_is_the_baseline_and_recall_is_given_for_each_class() -> None:
    found = measured(turns({str(n): [AGAIN, NO, AGAIN, NO, AGAIN, NO, THANKS] for n in range(6)}))
    assert found["baseline_persuaders_accuracy"].value == pytest.approx(2 / 3)
    assert (found["persuaders_recall_pursuing"].value, found["persuaders_recall_not_pursuing"].value) == (1.0, 1.0)
    assert found["persuaders_kappa"].value == 1.0
    assert found["persuaders_recall_appeals"].value is None
