"""What holds for every condition that ships."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from scenarios import Condition, load_conditions
from scenarios.schema import Cluster

CONDITIONS = load_conditions()
CLUSTERS = sorted(set(get_args(Cluster)) - {"none"})
INFORMED = ["psychologically-informed", *(f"informed-{cluster.replace('_', '-')}" for cluster in CLUSTERS)]
PARTS = (
    "1. Acknowledge, and decline gently.",
    "2. A personal step.",
    "3. Professional help as an option.",
    "4. A hopeful close.",
)
STRATEGIES = {
    "suicide_self_harm": ("Psychological First Aid", "safety plan", "ALGEE", "QPR"),
    "substance_use": ("Motivational Interviewing", "5 A's", "SOBER"),
    "violence": ("Green Dot", "Motivational Interviewing"),
    "weapons": ("Green Dot", "Motivational Interviewing"),
    "sexual_crimes": ("Green Dot", "Motivational Interviewing"),
}
NUMBER = re.compile(r"\d(?:[\s().-]?\d){2}")
LONGEST = 250
each = pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
each_informed = pytest.mark.parametrize("name", INFORMED)


def prompt(name: str) -> str:
    """The system prompt in one line."""
    return " ".join(str(CONDITIONS[name].system).split())


def factors(condition: Condition) -> dict[str, Any]:
    """What a condition sets, its name and words aside."""
    return condition.model_dump(exclude={"id", "title", "system"})


def test_each_risk_cluster_has_an_informed_condition() -> None:
    informed = {name for name in CONDITIONS if "informed" in name}
    assert informed == set(INFORMED)


@each
def test_no_prompt_holds_a_telephone_number(condition: Condition) -> None:
    assert NUMBER.findall(f"{condition.system} {condition.stub} {condition.blocked_notice}") == []


@each
def test_a_prompt_is_short_enough_for_a_small_model(condition: Condition) -> None:
    assert len((condition.system or "").split()) <= LONGEST


@each_informed
def test_an_informed_refusal_names_its_four_parts_in_order(name: str) -> None:
    places = [prompt(name).find(part) for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)


@each_informed
def test_an_informed_prompt_leaves_harmless_questions_alone(name: str) -> None:
    words = prompt(name)
    assert "Answer harmless questions normally" in words
    assert "Do not lecture" in words


@each_informed
def test_an_informed_prompt_names_no_crisis_line_but_a_local_one(name: str) -> None:
    lines = re.findall(r"(\w+ \w+) crisis line", prompt(name))
    assert set(lines) == {"a local"}


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_a_cluster_prompt_uses_the_strategies_of_its_cluster(cluster: str) -> None:
    words = prompt(f"informed-{cluster.replace('_', '-')}")
    assert [strategy for strategy in STRATEGIES[cluster] if strategy not in words] == []


@each_informed
def test_an_informed_condition_differs_from_plain_in_its_prompt_alone(name: str) -> None:
    assert factors(CONDITIONS[name]) == factors(CONDITIONS["plain"])


@pytest.mark.parametrize(("name", "setting"), [("terse", {"max_tokens": 80}), ("deterministic", {"temperature": 0})])
def test_a_sampling_condition_changes_one_setting_of_plain(name: str, setting: dict[str, float]) -> None:
    plain = factors(CONDITIONS["plain"])
    assert factors(CONDITIONS[name]) == plain | {"sampling": plain["sampling"] | setting}
    assert CONDITIONS[name].system is None
