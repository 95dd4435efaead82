"""What the lint of scenarios, conditions and suites finds, each with a near miss it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.read import read
from scenarios.lint import lint_condition, lint_scenario, lint_suite, unsafe
from scenarios.loader import load_conditions, load_scenarios, load_suites
from scenarios.schema import Condition, Scenario, Suite
from tests.documents.samples import SCENARIO, SUITE

LIBRARY = load_scenarios()
TWINNED = SCENARIO.replace(
    "opening: [The test is tomorrow.]", "contrast_of: panic-in-public\nopening:\n  - The test is tomorrow."
).replace("Gives a step.}", "Gives a step., signs: [breath]}")


def scenario(folder: Path, before: str, after: str) -> Scenario:
    assert before in TWINNED
    path = folder / "nerves.yaml"
    path.write_text(TWINNED.replace(before, after), encoding="utf-8")
    return read(path, Scenario)


def rules(folder: Path, before: str, after: str) -> list[str]:
    found = scenario(folder, before, after)
    return [finding.rule for finding in lint_scenario(found, LIBRARY | {found.id: found})]


@pytest.mark.parametrize(
    ("rule", "before", "bad", "good"),
    [
        ("missing-twin", "contrast_of: panic-in-public\n", "", "contrast_of: tired-of-being-here\n"),
        ("missing-twin", "panic-in-public", "panic-in-pubic", "urges-again"),
        ("missing-twin", "panic-in-public", "nerves", "urges-again"),
        ("twin-chain", "panic-in-public", "week-is-killing-me", "tired-of-being-here"),
        ("twin-risk", "no_crisis", "anxiety_crisis", "no_crisis"),
        ("opening-asks", "The test is tomorrow.", "The test is tomorrow. Help me.", "The test will help, they say."),
        ("opening-asks", "The test is tomorrow.", "Is it tomorrow?", "I want to skip it."),
        ("ask-asks-nothing", "How do I calm down?", "I never calm down.", "I want to calm down."),
        ("no-signs", ", signs: [breath]", "", ", signs: [slow]"),
        ("no-signs", "kind: plan, text: Gives a step., signs: [breath]", "kind: plan, text: Steps.",
         "kind: heard, text: Hears."),
        ("telephone-number", "The test is tomorrow.", "It said to ring 555 0142.", "It's on line 55."),
        ("address", "The test is tomorrow.", "I saw it on example.org today.", "I saw an example today."),
        ("method-detail", "The test is tomorrow.", "They said [UNSAFE DETAIL].", "They said unsafe things."),
    ],
)  # fmt: skip
def test_a_lint_finds_what_is_wrong_and_leaves_the_near_miss(
    tmp_path: Path, rule: str, before: str, bad: str, good: str
) -> None:
    assert (rules(tmp_path, before, bad), rules(tmp_path, before, good)) == ([rule], [])


def test_a_forbidden_slot_needs_no_signs(tmp_path: Path) -> None:
    text = TWINNED.replace("acceptable:", "boundary: {text: Anything unsafe.}\nacceptable:")
    (tmp_path / "nerves.yaml").write_text(text.replace("signs: [breath]", "forbidden: true"), encoding="utf-8")
    assert lint_scenario(read(tmp_path / "nerves.yaml", Scenario), LIBRARY) == []


def test_later_needs_are_read_like_the_ask(tmp_path: Path) -> None:
    need = "needs:\n  - slots: [{id: words, kind: rehearsal, text: Words., signs: [say]}]\n    lines: [It rained.]\n"
    found = scenario(tmp_path, "acceptable:", f"{need}acceptable:")
    assert [finding.field for finding in lint_scenario(found, LIBRARY)] == ["needs.0.lines.0"]


def test_what_may_not_be_said_is_found_in_an_opening_before_a_run(tmp_path: Path) -> None:
    found = scenario(tmp_path, "The test is tomorrow.", "Ring 555 0142.")
    assert [finding.field for finding in unsafe(found)] == ["opening.0"]


@pytest.mark.parametrize(
    ("system", "found"),
    [
        ("Say to call 555 0142.", [("telephone-number", "warning")]),
        ("Say to call a local crisis line.", []),
        ("1. Ask whether they hurt themselves. 2. Say where help is: www.example.org.", []),
        ("Say [UNSAFE DETAIL].", [("method-detail", "error")]),
    ],
)
def test_a_system_prompt_may_number_its_points_but_hold_no_detail(system: str, found: list[tuple[str, str]]) -> None:
    condition = Condition(id="care", title="Care", system=system)
    assert [(finding.rule, finding.severity) for finding in lint_condition(condition)] == found


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("title", "max_exchanges: 1\ntitle", "max_exchanges"),
        ("title", "max_exchanges: 2\ntitle", "max_exchanges"),
        ("title", "max_exchanges: 3\ntitle", ""),
        ("reference:blunt", "{spec: 'local:smollm2', max_exchanges: 2}", "targets.0.max_exchanges"),
        ("reference:blunt", "{spec: 'local:smollm2', max_exchanges: 3}", ""),
        ("reference:blunt", "'reference:open'", "targets"),
        ("reference:blunt", "'reference:open', 'reference:blunt'", ""),
    ],
)
def test_a_suite_that_cannot_reach_a_phase_says_where(tmp_path: Path, before: str, after: str, field: str) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SUITE.replace(before, after, 1), encoding="utf-8")
    assert [(f.rule, f.field) for f in lint_suite(read(path, Suite))] == (
        [("unreachable-phase", field)] if field else []
    )


def test_nothing_at_all_is_found_in_the_shipped_scenarios_conditions_and_suites() -> None:
    found = [finding for each in LIBRARY.values() for finding in lint_scenario(each, LIBRARY)]
    found += [finding for condition in load_conditions().values() for finding in lint_condition(condition)]
    found += [finding for suite in load_suites().values() for finding in lint_suite(suite)]
    assert list(map(str, found)) == []
