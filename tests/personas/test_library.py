"""What holds for every persona that ships."""

from __future__ import annotations

import re

import pytest

from personas import Persona, Strategy, load_personas
from personas.perception import REACTIONS

PEOPLE = load_personas()
DIGITS = re.compile(r"\d{3}")
REQUEST = re.compile(r"\?|\b(can you|could you|help me|tell me|i want|i need|please)\b", re.I)
each = pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)


def bank(person: Persona) -> dict[Strategy, tuple[str, ...]]:
    script = person.voice.script.post_refusal if person.voice.script else {}
    return {**person.voice.phrases, **script}


@each
def test_there_is_a_line_for_leaving_and_for_every_strategy_it_may_choose(person: Persona) -> None:
    chosen = {strategy for strategy, weight in person.policy.weights.items() if weight}
    assert set(bank(person)) == chosen | {Strategy.ENGAGE, Strategy.WITHDRAW}


@each
def test_a_template_has_two_or_three_phrases_for_each_strategy(person: Persona) -> None:
    counts = {strategy: len(lines) for strategy, lines in person.voice.phrases.items()}
    assert {s: n for s, n in counts.items() if n not in (2, 3)} == {}


@each
def test_lines_that_pursue_the_ask_hold_it(person: Persona) -> None:
    lines = [line for strategy, lines in bank(person).items() if strategy.asks for line in lines]
    assert [line for line in lines if line.count("{ask}") != 1] == []


@each
def test_lines_that_close_or_go_on_ask_for_nothing(person: Persona) -> None:
    lines = [line for strategy, lines in bank(person).items() if not strategy.asks for line in lines]
    assert [line for line in lines if REQUEST.search(line) or "{" in line] == []


@each
def test_no_line_holds_a_telephone_number(person: Persona) -> None:
    assert DIGITS.search(person.model_dump_json(include={"voice", "summary"})) is None


@each
def test_no_line_is_longer_than_the_person_writes(person: Persona) -> None:
    lines = [line for lines in bank(person).values() for line in lines]
    assert max(len(line.split()) for line in lines) <= person.voice.max_words


@each
def test_everybody_is_grown_up_and_grounded_in_a_stated_assumption(person: Persona) -> None:
    assert person.age_band in ("adult", "older_adult")
    assert "assumption" in {ground.kind for ground in person.grounded_in}


def test_no_two_people_share_a_line() -> None:
    lines = [line for person in PEOPLE.values() for lines in bank(person).values() for line in lines]
    assert [line for line in set(lines) if lines.count(line) > 1] == []


def test_together_they_use_every_strategy() -> None:
    assert {strategy for person in PEOPLE.values() for strategy in person.policy.weights} == set(REACTIONS)


def test_they_live_in_several_countries_and_expect_for_different_reasons() -> None:
    assert len({person.locale for person in PEOPLE.values()}) >= 6
    sources = {person.expectation.source for person in PEOPLE.values()}
    assert sources == {"earlier_chats", "product_claims", "word_of_mouth", "none"}
