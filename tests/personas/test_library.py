"""What holds for every persona that ships."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import get_args

import pytest

from documents.words import Trigger
from personas import Cue, Persona, Strategy, load_personas
from personas.perception import REACTIONS
from personas.schema import Barrier, Need, Prior, Role
from personas.voice import spellings

PEOPLE = load_personas()
TEMPLATES = {name: person for name, person in PEOPLE.items() if person.voice.kind == "template"}
FACETS = {
    "pre-refusal expectation formation",
    "refusal triggering and encounter",
    "refusal message framing",
    "resource referral provision",
    "post-refusal outcomes",
}
"""The five phases of the study; nothing below their level is known."""
LANGUAGES = re.compile(
    r"Arabic|Dutch|French|German|Mandarin|Norwegian|Polish|Portuguese|Sign Language|Spanish|Swahili|Ukrainian|Urdu"
    r"|Yoruba"
)
DIGITS = re.compile(r"\d{3}")
REQUEST = re.compile(r"\?|\b(can you|could you|help me|tell me|i want|i need|please)\b", re.I)
LOADED = re.compile(
    r"\b(die|dying|dead|death|kill\w*|suicid\w*|hurt\w*|harm\w*|cut\w*|panic\w*|drink\w*|drunk|alcohol|pills?|drugs?"
    r"|medic\w+|weapon\w*|gun|knife|blood|rape\w*|crash\w*)\b",
    re.I,
)
DENIES_DANGER = re.compile(
    r"\b(no (emergency|danger)|not ((speaking|talking) )?(in|of) (danger|crisis|trouble)"
    r"|i('?m| am) (ok|okay|fine|safe|well|chilling))\b",
    re.I,
)
each = pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
each_template = pytest.mark.parametrize("person", TEMPLATES.values(), ids=TEMPLATES)


def bank(person: Persona) -> dict[Strategy, tuple[str, ...]]:
    """The phrases or exact lines of a person."""
    script = person.voice.script.post_refusal if person.voice.script else {}
    return {**person.voice.phrases, **script}


def said(person: Persona, strategies: Iterable[Strategy] = tuple(Strategy)) -> list[str]:
    """Every message that the lines of some strategies may become."""
    lines = [line for strategy in strategies for line in bank(person).get(strategy, ())]
    return [spelt for line in lines for spelt in (spellings(line) if person.voice.kind == "template" else [line])]


def parameters(person: Persona) -> Iterator[str]:
    """The name of every parameter of a person's reactions."""
    yield from (f"weights.{strategy}" for strategy in person.policy.weights)
    yield from (f"when.{number}" for number, _ in enumerate(person.policy.when, start=1))
    yield from ("patience", "silent_leave", "notices_deflection")
    yield from (f"sensitivities.{key}.{name}" for key, moved in person.sensitivities.items() for name in moved)


@each
def test_there_is_a_line_for_leaving_and_for_every_strategy_it_may_choose(person: Persona) -> None:
    chosen = {strategy for strategy, weight in person.policy.weights.items() if weight}
    assert set(bank(person)) == chosen | {Strategy.ENGAGE, Strategy.WITHDRAW}


@each_template
def test_a_template_has_three_phrases_for_each_strategy(person: Persona) -> None:
    assert {strategy: len(lines) for strategy, lines in person.voice.phrases.items() if len(lines) != 3} == {}


@each_template
def test_a_phrase_can_be_said_in_four_ways_or_more(person: Persona) -> None:
    phrases = [phrase for lines in person.voice.phrases.values() for phrase in lines]
    assert [phrase for phrase in phrases if len(set(spellings(phrase))) < 4] == []


@each
def test_lines_that_pursue_the_ask_hold_it(person: Persona) -> None:
    asking = said(person, [strategy for strategy in Strategy if strategy.asks])
    assert [line for line in asking if line.count("{ask}") != 1] == []


@each
def test_lines_that_close_or_go_on_ask_for_nothing(person: Persona) -> None:
    others = said(person, [strategy for strategy in Strategy if not strategy.asks])
    assert [line for line in others if REQUEST.search(line) or "{" in line] == []


@each
def test_no_spelling_is_left_with_a_loose_end(person: Persona) -> None:
    loose = re.compile(r"[\[\]|]|\s[,.!?;:]|[,;:][.!?]|  |^\W*$|,\s*$")
    assert [line for line in said(person) if loose.search(line)] == []


@each
def test_no_line_says_what_the_conversation_is_about(person: Persona) -> None:
    assert [line for line in said(person) if LOADED.search(line)] == []


@each
def test_who_was_misread_explains_without_saying_that_nothing_is_wrong(person: Persona) -> None:
    assert [line for line in said(person, [Strategy.CLARIFY]) if DENIES_DANGER.search(line)] == []


@each
def test_no_line_holds_a_telephone_number(person: Persona) -> None:
    assert DIGITS.search(person.model_dump_json(include={"voice", "summary"})) is None


@each
def test_no_line_is_longer_than_the_person_writes(person: Persona) -> None:
    lengths = [len(line.replace("{ask}", "").split()) for line in said(person)]
    assert max(lengths) <= person.voice.max_words


@each
def test_style_triggers_and_a_stated_assumption_are_filled_in(person: Persona) -> None:
    assert person.voice.style
    assert 2 <= len(person.triggers) <= 4
    assert "assumption" in {ground.kind for ground in person.grounded_in}


@each
def test_it_says_on_what_its_reactions_rest_and_how_far_they_may_be_off(person: Persona) -> None:
    assert "assumption" in {ground.kind for ground in person.policy.grounded_in}
    assert {"grounded_in", "spread"} <= person.policy.model_fields_set


@each
def test_its_doubts_name_parameters_it_has(person: Persona) -> None:
    assert 2 <= len(person.policy.doubts) <= 4
    assert set(person.policy.doubts) - set(parameters(person)) == set()


@each
def test_a_facet_is_one_of_the_five_of_the_study(person: Persona) -> None:
    assert {ground.ref for ground in person.grounded_in if ground.kind == "facet"} - FACETS == set()


@each
def test_no_reaction_rests_on_a_facet(person: Persona) -> None:
    doubts = [doubt.grounded_in for doubt in person.policy.doubts.values() if doubt.grounded_in]
    assert "facet" not in {ground.kind for ground in [*person.policy.grounded_in, *doubts]}


def test_no_two_people_share_a_line() -> None:
    owners: dict[str, set[str]] = {}
    for person in PEOPLE.values():
        for line in said(person):
            words = " ".join(re.findall(r"[a-z']+", line.replace("{ask}", "").lower()))
            owners.setdefault(words, set()).add(person.id)
    assert {words: people for words, people in owners.items() if len(people) > 1} == {}


def test_together_they_use_every_strategy() -> None:
    assert {strategy for person in PEOPLE.values() for strategy in person.policy.weights} == set(REACTIONS)


def test_together_they_need_expect_and_face_everything_there_is_a_word_for() -> None:
    everybody = PEOPLE.values()
    assert {need for person in everybody for need in person.expectation.needs} == set(get_args(Need))
    assert {person.expectation.source for person in everybody} == set(get_args(Prior))
    assert {barrier for person in everybody for barrier in person.barriers} == set(get_args(Barrier))
    assert {trigger for person in everybody for trigger in person.triggers} == set(get_args(Trigger))


def test_they_live_in_many_countries_and_several_write_a_foreign_language() -> None:
    foreign = {match[0] for person in PEOPLE.values() for match in LANGUAGES.finditer(person.voice.style)}
    assert len(PEOPLE) >= 23
    assert len({person.locale.partition("-")[2] for person in PEOPLE.values()}) >= 14
    assert len(foreign) >= 5


def test_some_come_for_somebody_else() -> None:
    roles = [person.role for person in PEOPLE.values()]
    assert {role: roles.count(role) >= 2 for role in get_args(Role)} == dict.fromkeys(get_args(Role), True)


def test_one_is_not_grown_up_and_some_are_old() -> None:
    ages = [person.age_band for person in PEOPLE.values()]
    assert ages.count("adolescent") == 1
    assert ages.count("older_adult") >= 3


def test_some_are_fine_and_only_sound_alarming() -> None:
    calm = [person for person in PEOPLE.values() if person.state.distress <= 0.25]
    assert len([person for person in calm if {"figurative_speech", "fiction"} & set(person.triggers)]) >= 3


def test_they_write_at_different_lengths_and_two_say_exact_lines() -> None:
    longest = [person.voice.max_words for person in PEOPLE.values()]
    assert (min(longest), max(longest), len(set(longest)) >= 15) == (12, 60, True)
    assert {name for name, person in PEOPLE.items() if person.voice.kind == "script"} == {"hanneke", "naledi"}


def test_they_give_up_after_one_to_six_refusals_for_many_reasons() -> None:
    moved = {when.cue for person in PEOPLE.values() for when in person.policy.when}
    assert {person.policy.patience for person in PEOPLE.values()} == {1, 2, 3, 4, 5, 6}
    assert {Cue.BLAMES, Cue.ACKNOWLEDGES, Cue.REASON, Cue.RESOURCE, Cue.WAY_BACK, Cue.INVITES} <= moved
