"""Examples in the documentation are valid documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents.read import Document, read
from personas.schema import Persona
from scenarios.loader import load_conditions, load_scenarios
from scenarios.schema import Condition, Scenario, Suite

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = [
    ("personas.md", "rosa", Persona),
    ("scenarios.md", "exam-nerves", Scenario),
    ("scenarios.md", "stub-with-prompt", Condition),
    ("scenarios.md", "two-by-two", Suite),
    ("scenarios.md", "carers-abroad", Suite),
]


def example(page: str, name: str) -> str:
    blocks: list[str] = re.findall(r"^```yaml\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.M | re.S)
    return next(block for block in blocks if block.startswith(f"id: {name}\n"))


@pytest.mark.parametrize(("page", "name", "kind"), EXAMPLES)
def test_an_example_is_valid(tmp_path: Path, page: str, name: str, kind: type[Document]) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(example(page, name), encoding="utf-8")
    assert isinstance(read(path, kind), kind)


def test_no_yaml_example_is_left_untested() -> None:
    pages = [(DOCS / page).read_text(encoding="utf-8") for page in ("personas.md", "scenarios.md")]
    assert sum(page.count("```yaml\n") for page in pages) == len(EXAMPLES)


def test_the_example_scenario_joins_the_library(tmp_path: Path) -> None:
    (tmp_path / "exam-nerves.yaml").write_text(example("scenarios.md", "exam-nerves"), encoding="utf-8")
    assert "exam-nerves" in load_scenarios(tmp_path)


def test_the_example_condition_joins_the_conditions(tmp_path: Path) -> None:
    text = example("scenarios.md", "stub-with-prompt")
    (tmp_path / "stub-with-prompt.yaml").write_text(text, encoding="utf-8")
    assert load_conditions(tmp_path)["stub-with-prompt"].context == "stub"


@pytest.mark.parametrize(("page", "kind"), [("personas.md", Persona), ("scenarios.md", Scenario)])
def test_a_page_names_every_field(page: str, kind: type[Document]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [field for field in kind.model_fields if field not in text] == []
