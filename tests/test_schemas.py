"""The published JSON Schemas are those of the code, and hold for what ships."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from analysis.judging.rubric import SHIPPED as RUBRICS
from pastno.holdings import KINDS
from pastno.schemas import MODELS, schema_of
from pastno.starters import TEMPLATES
from simulator.transcript import schema
from tests.support.terminal import within

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
FOLDERS = {kind.name: kind.shipped for kind in KINDS.values()} | {"rubric": RUBRICS}
SHIPPED = {name: sorted(folder.glob("*.yaml")) for name, folder in FOLDERS.items()}


def problems(name: str, path: Path) -> list[str]:
    checker = jsonschema.Draft202012Validator(schema_of(name))
    # Keys of a YAML mapping may be numbers; those of JSON are text.
    document = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return [problem.message for problem in checker.iter_errors(document)]


@pytest.mark.parametrize("name", MODELS)
def test_the_published_schema_is_current(name: str) -> None:
    published = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    again = f"write it again: pastno schema {name} > docs/schemas/{name}.schema.json"
    assert published == json.loads(json.dumps(schema_of(name))), again


def test_every_published_schema_is_of_something_that_is_written() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.schema.json" for name in MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_every_shipped_file_fits_its_schema(name: str) -> None:
    assert [(path.name, problem) for path in SHIPPED[name] for problem in problems(name, path)] == []


@pytest.mark.parametrize("name", MODELS)
def test_an_editor_sees_a_misspelt_field(name: str, tmp_path: Path) -> None:
    text = SHIPPED[name][0].read_text(encoding="utf-8")
    (tmp_path / "odd.yaml").write_text(text + "\ntittle: Odd\n", encoding="utf-8")
    assert len(problems(name, tmp_path / "odd.yaml")) == 1


def test_the_example_of_a_rubric_fits_its_schema_and_a_wrong_answer_does_not(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "examples" / "rubric.yaml"
    assert problems("rubric", example) == []
    text = example.read_text(encoding="utf-8").replace("fault: no ", "fault: maybe ")
    (tmp_path / "rubric.yaml").write_text(text, encoding="utf-8")
    assert len(problems("rubric", tmp_path / "rubric.yaml")) == 1


@pytest.mark.parametrize("name", ["persona", "scenario", "condition", "wording"])
def test_every_starter_is_a_document_of_its_schema(name: str) -> None:
    assert problems(name, TEMPLATES / f"{name}.yaml") == []


def test_the_command_writes_each_schema_and_the_records_when_nothing_is_said() -> None:
    said = {name: json.loads(within("schema", name).said) for name in MODELS}
    assert said == {name: json.loads(json.dumps(schema_of(name))) for name in MODELS}
    assert json.loads(within("schema").said) == json.loads(json.dumps(schema()))
