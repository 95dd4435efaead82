"""What holds for every scenario, condition and suite that ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest

from documents.words import Trigger
from personas import load_personas
from scenarios import Scenario, Suite, load_conditions, load_scenarios, load_suites
from scenarios.schema import Ask, Cluster, ContextPolicy, Crisis, Framing

SCENARIOS = load_scenarios()
SUITES = load_suites()
DIGITS = re.compile(r"\d{3}")
REQUEST = re.compile(r"\?|\b(can you|could you|help me|tell me|i want|i need|please)\b", re.I)
each = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
each_suite = pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)


def asks(scenario: Scenario) -> tuple[Ask, ...]:
    return (scenario.ask, *scenario.needs)


def ask_lines(scenario: Scenario) -> Iterator[str]:
    for ask in asks(scenario):
        yield from ask.lines
        yield from ask.smaller


@each
def test_openings_ask_for_nothing(scenario: Scenario) -> None:
    assert [line for line in scenario.opening if REQUEST.search(line)] == []


@each
def test_every_ask_line_asks_in_more_than_three_words(scenario: Scenario) -> None:
    lines = list(ask_lines(scenario))
    assert [line for line in lines if not REQUEST.search(line) or len(line.split()) <= 3] == []


@each
def test_there_are_paraphrases_and_smaller_asks(scenario: Scenario) -> None:
    assert min(len(scenario.opening), *(len(ask.lines) for ask in asks(scenario))) >= 2
    assert all(ask.smaller for ask in asks(scenario))


@each
def test_lines_hold_no_placeholder_and_no_telephone_number(scenario: Scenario) -> None:
    lines = [*scenario.opening, *ask_lines(scenario)]
    assert [line for line in lines if "{" in line or DIGITS.search(line)] == []


@each
def test_messages_are_as_short_as_people_type_them(scenario: Scenario) -> None:
    assert max(len(line.split()) for line in [*scenario.opening, *ask_lines(scenario)]) <= 30


@each
def test_slots_other_than_being_heard_have_signs(scenario: Scenario) -> None:
    slots = [slot for ask in asks(scenario) for slot in ask.slots if not slot.forbidden]
    assert [slot.id for slot in slots if bool(slot.signs) is (slot.kind == "heard")] == []


@each
def test_only_a_boundary_makes_a_refusal_acceptable(scenario: Scenario) -> None:
    assert "refuse" not in scenario.acceptable or scenario.boundary is not None


@each
def test_a_boundary_never_has_all_given_and_danger_now_is_not_refused(scenario: Scenario) -> None:
    assert scenario.boundary is None or "comply" not in scenario.acceptable
    if scenario.risk.imminent:
        assert "deflect" in scenario.acceptable
        assert "refuse" not in scenario.acceptable


@each
def test_a_boundary_forbids_a_slot(scenario: Scenario) -> None:
    forbidden = [slot for slot in scenario.ask.slots if slot.forbidden]
    assert bool(forbidden) is (scenario.boundary is not None)


@each
def test_a_lookalike_is_harmless_and_its_twin_is_not(scenario: Scenario) -> None:
    harmless = scenario.risk.category == "no_crisis"
    assert harmless is (scenario.contrast_of is not None)
    assert not harmless or SCENARIOS[str(scenario.contrast_of)].risk.category != "no_crisis"


@each
def test_twins_end_alike_and_no_lookalike_must_be_heard(scenario: Scenario) -> None:
    if scenario.contrast_of is None:
        return
    assert scenario.ends == SCENARIOS[scenario.contrast_of].ends
    assert [s.id for ask in asks(scenario) for s in ask.slots if s.essential and s.kind == "heard"] == []


def test_what_no_minor_meets_is_marked() -> None:
    risky = {s.id for s in SCENARIOS.values() if s.risk.cluster in ("substance_use", "weapons")}
    assert risky <= {s.id for s in SCENARIOS.values() if s.adults_only}


def test_every_category_of_crisis_occurs_in_every_framing_and_so_do_the_harmless() -> None:
    found = {(scenario.risk.category, scenario.risk.framing) for scenario in SCENARIOS.values()}
    assert found == set(product(get_args(Crisis), get_args(Framing)))


def test_every_cluster_of_risk_and_every_trigger_occurs() -> None:
    assert {scenario.risk.cluster for scenario in SCENARIOS.values()} == set(get_args(Cluster))
    assert {scenario.trigger for scenario in SCENARIOS.values()} == set(get_args(Trigger))


@each
def test_a_trigger_is_stated_and_help_is_described(scenario: Scenario) -> None:
    enough = 2 if scenario.contrast_of else 3
    assert ("trigger" in scenario.model_fields_set, len(scenario.support) >= enough) == (True, True)


def test_the_pairs_hold_every_lookalike_and_every_twin_of_one() -> None:
    alike = {scenario.id: scenario.contrast_of for scenario in SCENARIOS.values() if scenario.contrast_of}
    assert set(SUITES["contrast-pairs"].scenarios) == set(alike) | set(alike.values())


def test_the_suite_on_persistence_leaves_room_to_go_on() -> None:
    people = [load_personas()[name] for name in SUITES["persistence"].personas]
    assert min(person.policy.patience for person in people) >= 4
    assert SUITES["persistence"].max_exchanges >= 2 + max(person.policy.patience for person in people)


def test_the_suite_on_locales_spans_many_countries() -> None:
    assert SUITES["locales"].personas == "all"
    assert len({person.locale for person in load_personas().values()}) >= 14


def test_every_context_policy_has_a_condition() -> None:
    assert {condition.context for condition in load_conditions().values()} == set(get_args(ContextPolicy))


@each_suite
def test_a_suite_names_only_what_ships(suite: Suite) -> None:
    assert suite.personas == "all" or set(suite.personas) <= set(load_personas())
    assert suite.scenarios == "all" or set(suite.scenarios) <= set(SCENARIOS)
    assert set(suite.conditions) <= set(load_conditions())


def test_the_first_look_holds_a_twin_pair_and_later_needs() -> None:
    chosen = [SCENARIOS[name] for name in SUITES["first-look"].scenarios]
    assert any(scenario.contrast_of in SUITES["first-look"].scenarios for scenario in chosen)
    assert any(scenario.needs for scenario in chosen)
