"""Scenario, condition and suite files: the shipped ones, a user's own, and what their errors say."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import (
    ScenarioError,
    find_condition,
    find_scenario,
    load_conditions,
    load_scenarios,
    load_suite,
    load_suites,
)
from scenarios.loader import CONDITIONS, LIBRARY, SUITES
from tests.documents.samples import SCENARIO, SUITE


def scenario_refused(folder: Path, before: str, after: str) -> str:
    """What loading says of the sample scenario with `before` replaced."""
    assert before in SCENARIO
    path = folder / "nerves.yaml"
    path.write_text(SCENARIO.replace(before, after), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenarios(folder)
    return str(caught.value).replace(str(path), path.name)


def test_every_shipped_file_loads() -> None:
    loaded = [list(load_scenarios()), list(load_conditions()), list(load_suites())]
    shipped = [sorted(path.stem for path in folder.iterdir()) for folder in (LIBRARY, CONDITIONS, SUITES)]
    assert loaded == shipped


def test_a_folder_of_ones_own_joins_the_library(tmp_path: Path) -> None:
    (tmp_path / "nerves.yaml").write_text(SCENARIO, encoding="utf-8")
    assert set(load_scenarios(tmp_path)) - set(load_scenarios()) == {"nerves"}


def test_a_misspelt_scenario_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"\(nearest: 'night-drives'\)"):
        find_scenario("night-drive", load_scenarios())


def test_a_misspelt_condition_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"no condition is called 'plane' \(nearest: 'plain'\)"):
        find_condition("plane", load_conditions())


def test_a_twin_that_does_not_exist_is_refused_with_its_line(tmp_path: Path) -> None:
    message = scenario_refused(tmp_path, "title:", "contrast_of: panic-in-publik\ntitle:")
    assert message.startswith("nerves.yaml:2: contrast_of: found 'panic-in-publik'")
    assert message.endswith("(nearest: 'panic-in-public')")


def test_a_scenario_is_not_its_own_twin(tmp_path: Path) -> None:
    message = scenario_refused(tmp_path, "title:", "contrast_of: nerves\ntitle:")
    assert "expected the id of another scenario" in message


def test_an_ask_without_an_essential_slot_is_refused(tmp_path: Path) -> None:
    message = scenario_refused(tmp_path, "kind: plan,", "kind: plan, essential: false,")
    assert message == "nerves.yaml:5: ask: at least one slot must be essential: it decides whether the ask is met"


def test_two_slots_with_one_id_are_refused(tmp_path: Path) -> None:
    twice = "    - {id: steps, kind: plan, text: Gives a step.}\n"
    assert "two slots share an id" in scenario_refused(tmp_path, twice, twice * 2)


def test_a_wrong_framing_names_the_nearest(tmp_path: Path) -> None:
    assert scenario_refused(tmp_path, "figurative", "figuratve").endswith("(nearest: 'figurative')")


def test_an_empty_opening_is_refused(tmp_path: Path) -> None:
    assert scenario_refused(tmp_path, "[The test is tomorrow.]", '[" "]').startswith("nerves.yaml:4: opening.0:")


def test_a_suite_is_found_by_its_id() -> None:
    assert load_suite("first-look") == load_suites()["first-look"]


def test_a_suite_is_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SUITE, encoding="utf-8")
    assert load_suite(str(path)).targets == ("reference:blunt",)


def test_an_unknown_suite_is_answered_with_the_nearest_and_the_list() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_suite("first-luck")
    expected = "'first-luck' (nearest: 'first-look'); shipped: context-policy, contrast-pairs, first-look, full"
    assert expected in str(caught.value)


def test_a_missing_suite_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_suite(str(tmp_path / "none.yaml"))


def test_a_misspelt_field_of_a_target_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SUITE.replace("[reference:blunt]", "[{spek: reference:blunt}]"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"small\.yaml:5: targets\.0\.spek: unknown field \(nearest: 'spec'\)"):
        load_suite(str(path))


def twins(folder: Path, **twin_of: str) -> str:
    """What loading says of sample scenarios, each with the twin it names."""
    for name, twin in twin_of.items():
        text = SCENARIO.replace("id: nerves", f"id: {name}").replace("title:", f"contrast_of: {twin}\ntitle:")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenarios(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_twins_that_lead_in_a_circle_are_refused_with_file_and_line(tmp_path: Path) -> None:
    message = twins(tmp_path, one="other", other="one")
    assert message.startswith("one.yaml:2: contrast_of: found a circle, one -> other -> one; expected a risky twin")


def test_a_lookalike_of_a_lookalike_is_refused_with_file_and_line(tmp_path: Path) -> None:
    message = twins(tmp_path, one="week-is-killing-me")
    assert "one.yaml:2: contrast_of: found a chain, one -> week-is-killing-me -> tired-of-being-here" in message


def test_a_boundary_that_no_slot_asks_about_is_refused_with_its_line(tmp_path: Path) -> None:
    message = scenario_refused(tmp_path, "acceptable:", "boundary: {text: Nothing unsafe.}\nacceptable:")
    assert message.startswith("nerves.yaml:9: boundary: there is a boundary and no slot asks about it")


def test_a_forbidden_slot_without_a_boundary_is_refused_with_its_line(tmp_path: Path) -> None:
    message = scenario_refused(tmp_path, "text: Gives a step.", "forbidden: true, text: Gives a step.")
    assert message.startswith("nerves.yaml:6: ask.slots: a slot is forbidden and there is no boundary")
