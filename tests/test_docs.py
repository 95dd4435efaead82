"""The pages: links lead somewhere, examples run, and nothing speaks of the machine it was written on."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import pastno
from simulator.transcript import schema

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
SHIPPED = ("analysis", "benchmarks", "docs", "documents", "examples", "pastno", "personas", "scenarios", "simulator")
KINDS = {".ipynb", ".json", ".md", ".py", ".yaml"}
ELSEWHERE = {"inspect.md", "observer.md"}
"""Pages whose examples another test runs."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record") / "RUN"
    pastno.run(pastno.plan("first-look", ["reference:blunt", "reference:filtered"], limit=12), folder)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_into_the_repository_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [p for p in PAGES if p.name not in ELSEWHERE], ids=lambda page: page.name)
def test_every_example_in_python_gives_what_the_page_says(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


def test_no_shipped_file_names_a_folder_of_somebodys_machine() -> None:
    files = [p for name in SHIPPED for p in (ROOT / name).rglob("*") if p.suffix in KINDS]
    files += [*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    named = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp)/\w")
    assert (len(files) > 100, [p.name for p in files if named.search(p.read_text(encoding="utf-8"))]) == (True, [])


def test_the_published_schema_is_current() -> None:
    published = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema())), "write it again: pastno schema > docs/record.schema.json"


def test_every_line_of_a_run_fits_the_published_schema(run: Path) -> None:
    checker = jsonschema.Draft202012Validator(schema())
    lines = [json.loads(line) for file in run.glob("events-*.jsonl") for line in file.read_text().splitlines()]
    assert {line["type"] for line in lines} == {"started", "exchange", "met", "ended"}
    assert [problem.message for line in lines for problem in checker.iter_errors(line)] == []


def test_a_line_that_is_none_does_not_fit_the_schema() -> None:
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors({"type": "dream", "v": 1, "id": "a"}))


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_every_jq_example_says_something_about_a_run(run: Path) -> None:
    examples = re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs" / "record.md").read_text(encoding="utf-8"), re.M | re.S)
    said = [
        subprocess.run(["sh", "-ec", example], cwd=run.parent, capture_output=True, text=True, check=True).stdout
        for example in examples
    ]
    assert ["text" in said[0] and "filter" in said[0], "left_without_support" in said[1]] == [True, True]
    assert (said[2].startswith("person: "), "\ntarget: " in said[2], len(said)) == (True, True, 3)


def test_the_example_of_an_import_prints_what_the_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "imported.md").read_text(encoding="utf-8")
    example = re.search(r"^```sh\n(.*?)^```\n\n```\n(.*?)^```", page, re.M | re.S)
    assert example is not None
    command = f'pastno() {{ "{sys.executable}" -m pastno "$@"; }}\n{example[1]}'
    known = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    done = subprocess.run(["sh", "-ec", command], cwd=tmp_path, env=known, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(example[2])
    assert "I'm sorry, but I can't help with that." in done.stdout
