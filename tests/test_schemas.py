"""The published JSON Schemas are those of the code, and hold for what ships."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from pastno.holdings import KINDS
from pastno.schemas import WRITTEN, schema_of
from pastno.starters import TEMPLATES
from simulator.transcript import schema
from tests.support.terminal import within

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
SHIPPED = {kind.name: sorted(kind.shipped.glob("*.yaml")) for kind in KINDS.values()}


def problems(name: str, path: Path) -> list[str]:
    checker = jsonschema.Draft202012Validator(schema_of(name))
    return [problem.message for problem in checker.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_published_schema_is_current(name: str) -> None:
    published = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    again = f"write it again: pastno schema {name} > docs/schemas/{name}.schema.json"
    assert published == json.loads(json.dumps(schema_of(name))), again


def test_every_published_schema_is_of_something_that_is_written() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.schema.json" for name in WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_shipped_file_fits_its_schema(name: str) -> None:
    assert [(path.name, problem) for path in SHIPPED[name] for problem in problems(name, path)] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_an_editor_sees_a_misspelt_field(name: str, tmp_path: Path) -> None:
    text = SHIPPED[name][0].read_text(encoding="utf-8")
    (tmp_path / "odd.yaml").write_text(text + "\ntittle: Odd\n", encoding="utf-8")
    assert len(problems(name, tmp_path / "odd.yaml")) == 1


@pytest.mark.parametrize("name", ["persona", "scenario", "condition"])
def test_every_starter_is_a_document_of_its_schema(name: str) -> None:
    assert problems(name, TEMPLATES / f"{name}.yaml") == []


def test_the_command_writes_each_schema_and_the_records_when_nothing_is_said() -> None:
    said = {name: json.loads(within("schema", name).said) for name in WRITTEN}
    assert said == {name: json.loads(json.dumps(schema_of(name))) for name in WRITTEN}
    assert json.loads(within("schema").said) == json.loads(json.dumps(schema()))
