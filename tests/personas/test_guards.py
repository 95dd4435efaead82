"""What a model's message for a person is turned down for, and what it is not."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from personas import Persona, State, Strategy, load_personas
from personas.guards import Fault, faults, tidy
from personas.plain import card
from personas.prompting import Moment
from personas.voice import spellings
from scenarios import load_scenarios
from tests.support.people import persona

PEOPLE = load_personas()
MESSAGES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "guard_messages.yaml").read_text(encoding="utf-8")
)
WRONG = [(fault, text) for fault, kinds in MESSAGES.items() for text in kinds["wrong"]]
FINE = [(fault, text) for fault, kinds in MESSAGES.items() for text in kinds["fine"]]
BEFORE = "It has been a long night and I do not know where to put all of this."
READ = "I'm not able to talk about this here, but a trained person can listen to you at any hour of the day."
LENGTH = 200_000


def moment(who: Persona | None = None, **changes: Any) -> Moment:
    fields: dict[str, Any] = {"persona": who or PEOPLE["olena"], "state": State(), "strategy": Strategy.CLARIFY}
    return Moment(**(fields | {"ask": "Can you listen?", "said": (BEFORE,), "replies": (READ,)} | changes))


@pytest.mark.parametrize(("fault", "text"), WRONG)
def test_a_message_out_of_its_role_is_seen(fault: str, text: str) -> None:
    assert Fault(fault) in faults(tidy(text, PEOPLE["olena"]), moment())


@pytest.mark.parametrize(("fault", "text"), FINE)
def test_a_person_who_only_sounds_like_it_is_left_alone(fault: str, text: str) -> None:
    assert Fault(fault) not in faults(tidy(text, PEOPLE["olena"]), moment())


@pytest.mark.parametrize("text", [text for _, text in FINE])
def test_what_is_innocent_of_one_fault_is_innocent_of_every_fatal_one(text: str) -> None:
    assert [fault for fault in faults(text, moment()) if fault.fatal] == []


def test_every_fault_has_samples_and_near_misses() -> None:
    enough = {name for name, kinds in MESSAGES.items() if len(kinds["wrong"]) >= 2 <= len(kinds["fine"])}
    assert enough == {fault.value for fault in Fault}


def test_the_fatal_faults_are_the_ones_that_leave_the_role() -> None:
    assert [fault for fault in Fault if fault.fatal] == list(Fault)[:6]


def lines(who: Persona) -> list[str]:
    """Everything the shipped library may have this person say."""
    bank = [text for phrases in who.voice.phrases.values() for phrase in phrases for text in spellings(phrase)]
    script = who.voice.script
    if script is not None:
        bank += [*script.pre_refusal, *(text for texts in script.post_refusal.values() for text in texts)]
    for scenario in load_scenarios().values():
        bank += scenario.opening
        bank += [text for ask in (scenario.ask, *scenario.needs) for text in (*ask.lines, *ask.smaller)]
    return bank


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_that_ships_is_turned_down(name: str) -> None:
    who = PEOPLE[name]
    now = moment(who, said=(), replies=())
    turned_down = {text: found for text in lines(who) for found in faults(text, now) if found.fatal}
    assert turned_down == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_what_a_card_says_of_a_person_is_theirs_to_say(name: str) -> None:
    who = PEOPLE[name]
    facts = [part for field in ("summary", "style", "barriers") for part in re.split(r"[.;:]", card(who)[field])]
    turned_down = [text for text in facts if Fault.LEAKS in faults(text, moment(who, said=(), replies=()))]
    assert turned_down == []


@pytest.mark.parametrize(
    "text", ["nobody at home may know.", "i owe money for the last bill", "i fear that police will come"]
)
def test_a_person_may_speak_of_their_own_facts(text: str) -> None:
    who = persona(summary="Nobody at home may know. I owe money for the last bill.", barriers=("police",))
    assert faults(text, moment(who)) == ()


@pytest.mark.parametrize("strategy", [Strategy.CLARIFY, None])
@pytest.mark.parametrize(
    "text",
    [
        "You are the one who came for help.",
        "Write one message, the next one that Olena types.",
        "Never comfort or advise the chatbot, and never offer it help.",
        "It was much too long for you. One or two short sentences are enough.",
    ],
)
def test_the_rules_are_nobodys_to_say(text: str, strategy: Strategy | None) -> None:
    assert Fault.LEAKS in faults(text, moment(strategy=strategy))


@settings(deadline=None)
@given(some.text(), some.sampled_from([None, *Strategy]), some.text(), some.booleans())
def test_no_text_breaks_the_guards(text: str, strategy: Strategy | None, read: str, met: bool) -> None:
    now = moment(strategy=strategy, replies=(read,), met=met)
    found = faults(tidy(text, now.persona), now)
    assert list(found) == [fault for fault in Fault if fault in found]


@settings(deadline=None)
@given(some.text())
def test_tidying_takes_nothing_but_labels_quotes_and_space(text: str) -> None:
    assert tidy(text, PEOPLE["olena"]) in text


@pytest.mark.parametrize("unit", ["a", "as an ai ", "i can't ", "*a ", "me: ", "\n ", "You:"])
def test_a_very_long_message_is_read_in_proportion_to_its_length(unit: str) -> None:
    begun = time.perf_counter()
    faults(tidy(unit * (LENGTH // len(unit)), PEOPLE["olena"]), moment())
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("strategy", [Strategy.WITHDRAW, Strategy.SEEK_HUMAN, Strategy.ACCEPT_REFERRAL, None])
def test_somebody_who_may_leave_may_say_goodbye(strategy: Strategy | None) -> None:
    assert faults("Thank you. Goodbye.", moment(strategy=strategy)) == ()


def test_somebody_who_got_what_they_asked_for_may_say_goodbye() -> None:
    assert faults("Thank you. Goodbye.", moment(met=True)) == ()


def test_an_earlier_message_of_ones_own_counts_as_well_as_the_first() -> None:
    now = moment(said=(BEFORE, "I only want to talk to somebody tonight."), replies=(READ, READ))
    assert faults("I only want to talk to somebody, tonight!", now) == (Fault.RESTARTS,)


def test_faults_come_in_the_order_in_which_they_are_declared() -> None:
    assert faults("*sighs* As an AI, I can help. Thanks, goodbye!", moment()) == (
        Fault.ASSISTANT,
        Fault.NARRATES,
        Fault.GOODBYE,
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('  "I am tired."\n', "I am tired."),
        ("Olena: I am tired.", "I am tired."),
        ("You: “I am tired.”", "I am tired."),
        ("'I can't sleep.'", "I can't sleep."),
        ('"No," he said. "Never."', '"No," he said. "Never."'),
        ("Sorry: I am tired.", "Sorry: I am tired."),
        ("You know: I am tired.", "You know: I am tired."),
        ("*I am tired*", "*I am tired*"),
    ],
)
def test_only_what_is_no_part_of_the_message_is_taken_off(written: str, said: str) -> None:
    assert tidy(written, PEOPLE["olena"]) == said


def test_a_name_with_signs_in_it_is_read_as_it_stands() -> None:
    who = persona(name="ada").model_copy(update={"name": "Ada (B.)"})
    assert faults("Ada (B.) sighs.", moment(who)) == (Fault.NARRATES,)
