"""What shows only where personas meet scenarios: each finding with a near miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.lint import Finding
from documents.read import read
from pastno.crossing import crossed
from pastno.holdings import Held, Holdings
from personas.schema import Persona
from scenarios.schema import Scenario
from tests.documents.samples import PERSONA, SCENARIO

CLEAR = PERSONA.replace('"Again. {ask}"', '"That\'s not what I mean. {ask}"').replace("I see.", "Yeah, maybe.")
RARE = "triggers: [professional_curiosity]\n"
MINOR = f"{CLEAR}{RARE}age_band: adolescent\n"
CURIOUS = f"{SCENARIO}trigger: professional_curiosity\n"
BOUNDED = CURIOUS.replace("Gives a step.}", "Gives a step., forbidden: true}") + "boundary: {text: Anything unsafe.}\n"
SEXUAL = CURIOUS.replace("framing:", "cluster: sexual_crimes, framing:")


def meet(folder: Path, persona: str, scenario: str) -> list[Finding]:
    """What is found where one persona and one scenario are all there is."""
    (folder / "rosa.yaml").write_text(persona, encoding="utf-8")
    (folder / "nerves.yaml").write_text(scenario, encoding="utf-8")
    people = Held("personas", folder / "rosa.yaml", read(folder / "rosa.yaml", Persona), True)
    situations = Held("scenarios", folder / "nerves.yaml", read(folder / "nerves.yaml", Scenario), True)
    return list(crossed(Holdings(held={people.name: people, situations.name: situations}, broken=())))


@pytest.mark.parametrize(
    ("persona", "scenario", "rules"),
    [
        (CLEAR, SCENARIO, []),
        (CLEAR + RARE, CURIOUS, []),
        (CLEAR + RARE, SCENARIO, ["idle-persona", "unmet-scenario"]),
        (CLEAR, CURIOUS, []),
        (CLEAR + RARE, BOUNDED, []),
        (MINOR, CURIOUS, []),
        (MINOR, BOUNDED, ["never-paired", "never-paired"]),
        (MINOR, SEXUAL, ["never-paired", "never-paired"]),
    ],
)
def test_who_can_meet_whom(tmp_path: Path, persona: str, scenario: str, rules: list[str]) -> None:
    found = meet(tmp_path, persona, scenario)
    assert ([finding.rule for finding in found], {finding.severity for finding in found} - {"warning"}) == (
        rules,
        set(),
    )


@pytest.mark.parametrize("line", ["Just answer what I asked.", '"[Just answer|Answer] what I asked[ you|]."'])
def test_a_line_that_reads_as_another_strategy_is_found(tmp_path: Path, line: str) -> None:
    (found,) = meet(tmp_path, CLEAR.replace("Never mind.", line), SCENARIO)
    assert (found.rule, found.field) == ("reads-as", "voice.phrases.withdraw.0")
    assert "of 'withdraw' that reads as 'insist'" in found.found


def test_one_odd_spelling_among_several_is_no_finding(tmp_path: Path) -> None:
    phrase = '"[Never mind|Forget it|Okay, bye]."'
    assert meet(tmp_path, CLEAR.replace("Never mind.", phrase), SCENARIO) == []


def test_lines_before_a_refusal_are_not_read_as_a_reaction(tmp_path: Path) -> None:
    opened = CLEAR.replace("    engage:", "    open: [Just answer what I asked.]\n    engage:")
    assert meet(tmp_path, opened, SCENARIO) == []
