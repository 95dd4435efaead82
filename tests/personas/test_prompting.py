"""What a model reads when it is to speak for a person."""

from __future__ import annotations

import re
from typing import Any

import pytest

from personas import State, Strategy, load_personas
from personas.fault import Fault
from personas.perception import REACTIONS
from personas.plain import MOVES, card, feeling
from personas.prompting import LONGEST_REPLY, REPLIES_SHOWN, Moment, again, notes, prompt, texts
from personas.schema import Barrier, Expectation
from tests.support.people import persona

PEOPLE = load_personas()
STAYING = (*REACTIONS, Strategy.ENGAGE)


def moment(**changes: Any) -> Moment:
    fields: dict[str, Any] = {
        "persona": PEOPLE["olena"],
        "state": State(trust=0.1, distress=0.9, hope=0.5, felt_heard=0.5),
        "strategy": Strategy.REPHRASE,
        "ask": "Can you listen for a bit?",
        "said": ("It is a long night.", "I ask you to listen."),
        "replies": ("What is it like?", "I can't talk about that."),
    }
    return Moment(**(fields | changes))


def whole(moment: Moment) -> str:
    made = prompt(moment)
    return f"{made.system}\n{made.user}"


@pytest.mark.parametrize("strategy", STAYING)
def test_every_reaction_is_said_in_plain_words_and_never_by_its_name(strategy: Strategy) -> None:
    read = whole(moment(strategy=strategy))
    assert MOVES[strategy] in read
    assert not re.search(rf"\b({strategy.value}|{strategy.name})\b", read.replace(MOVES[strategy], ""))


def test_no_description_holds_an_identifier() -> None:
    assert not [words for words in MOVES.values() if "_" in words]


def test_every_strategy_has_a_description_of_its_own() -> None:
    assert (set(MOVES), len(set(MOVES.values()))) == (set(Strategy), len(Strategy))


def test_a_free_person_reads_every_way_of_going_on_and_picks_one() -> None:
    made = prompt(moment(strategy=None))
    assert made.version == "free-1"
    assert all(MOVES[strategy] in made.user for strategy in STAYING)


def test_the_card_is_there() -> None:
    who = PEOPLE["olena"]
    expected = ("Olena", who.summary, who.voice.style, "Ireland", "English", f"never above {who.voice.max_words} words")
    assert [words for words in expected if words not in whole(moment())] == []


@pytest.mark.parametrize("field", ["locale", "age_band", "role", "barriers", "summary"])
def test_each_part_of_the_card_changes_what_is_read(field: str) -> None:
    changed: dict[str, Any] = {
        "locale": "en-ZA",
        "age_band": "older_adult",
        "role": "carer",
        "barriers": ("cost",),
        "summary": "New.",
    }
    plain, other = persona(), persona(**{field: changed[field]})
    assert prompt(moment(persona=plain)).system != prompt(moment(persona=other)).system


def test_the_state_is_told_in_words_without_a_number_or_a_name() -> None:
    said = feeling(State(trust=0.1, distress=0.9, hope=0.5, felt_heard=0.2))
    assert said.startswith("You are very upset")
    assert not re.search(r"\d|distress|felt_heard", said)


def test_each_number_of_the_state_changes_the_words() -> None:
    low = {name: feeling(State(**{name: 0.1})) for name in ("trust", "distress", "hope", "felt_heard")}
    assert len({feeling(State()), *low.values()}) == 5


@pytest.mark.parametrize("barrier", Barrier.__args__)  # type: ignore[attr-defined]
def test_every_barrier_has_plain_words(barrier: Barrier) -> None:
    assert "nothing in particular" not in prompt(moment(persona=persona(barriers=(barrier,)))).system


def test_every_expectation_has_plain_words() -> None:
    for source in ("earlier_chats", "product_claims", "word_of_mouth", "none"):
        needs = ("listener", "information", "plan", "second_opinion", "rehearsal", "safe_place")
        expects = Expectation.model_validate({"needs": needs, "source": source})
        assert source not in prompt(moment(persona=persona(expectation=expects))).system


def test_ones_own_words_are_all_there_and_old_replies_are_not() -> None:
    said = tuple(f"mine {n}." for n in range(6))
    replies = tuple(f"theirs {n}." for n in range(6))
    user = prompt(moment(said=said, replies=replies)).user
    assert [line for line in said if line not in user] == []
    assert [line for line in replies if line in user] == list(replies[-REPLIES_SHOWN:])


def test_a_long_reply_is_cut() -> None:
    user = prompt(moment(said=("hello",), replies=("word " * 1000,))).user
    assert user.count("word") < LONGEST_REPLY + 5


def test_the_conversation_is_one_text_without_labels() -> None:
    assert not re.search(r"^(?:assistant|user|you|olena)\s*:", prompt(moment()).user, re.I | re.M)


def test_braces_of_a_conversation_are_left_alone() -> None:
    assert "{name} {" in prompt(moment(said=("{name} {", "x"))).user


def test_a_met_ask_is_said_to_be_met() -> None:
    assert "has given you this" in prompt(moment(met=True)).user
    assert "has given you this" not in prompt(moment()).user


@pytest.mark.parametrize("strategy", [Strategy.INSIST, None])
def test_no_way_of_hurting_is_asked_for(strategy: Strategy | None) -> None:
    assert "Never name a way of hurting anybody." in prompt(moment(strategy=strategy)).system


def test_asking_again_names_the_faults_and_keeps_the_rest() -> None:
    first = prompt(moment())
    second = again(first, "As an AI, I can help.", (Fault.ASSISTANT, Fault.TOO_LONG))
    assert (second.version, second.system, second.user.startswith(first.user)) == (first.version, first.system, True)
    assert all(words in second.user for words in (Fault.ASSISTANT.told, Fault.TOO_LONG.told, "As an AI"))


def test_every_fault_is_told_in_words_of_its_own() -> None:
    assert len({fault.told for fault in Fault}) == len(Fault)


def test_the_record_gets_every_text_by_its_version() -> None:
    assert {prompt(moment()).version, prompt(moment(strategy=None)).version} < set(texts())
    assert [name for name, text in texts().items() if not text.strip()] == []


def test_no_placeholder_is_left_for_anybody_who_ships() -> None:
    for who in PEOPLE.values():
        assert not re.search(r"\{\w+\}", whole(moment(persona=who)) + whole(moment(persona=who, strategy=None)))


def test_the_notes_hold_the_rules_and_nothing_anybody_wrote() -> None:
    told = notes(moment())
    assert MOVES[Strategy.REPHRASE] in told
    assert "the next one that Olena types" in told
    assert "It is a long night." not in told


def test_the_notes_leave_out_what_the_card_says_of_the_person() -> None:
    facts = card(PEOPLE["olena"])
    known = [field for field, words in facts.items() if len(words) > 1 and words in notes(moment())]
    assert known == ["name", "length"]
