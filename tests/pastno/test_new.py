"""`pastno new`: a starter passes the check as it is, runs, and never overwrites anything."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import yaml

from pastno.holdings import KINDS
from pastno.schemas import WRITTEN
from simulator.store import read
from tests.support.terminal import Done, within

FOLDERS = {about.name: folder for folder, about in KINDS.items()}


def new(kind: str, name: str, folder: Path) -> Done:
    return within("new", kind, name, "--in", folder)


def commands(done: Done) -> list[list[str]]:
    """The commands it says to run next, in words."""
    lines = [line.removeprefix("next: pastno ") for line in done.said.splitlines() if line.startswith("next: ")]
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_starter_passes_the_check_as_it_is(tmp_path: Path, kind: str) -> None:
    done = new(kind, "night-shift", tmp_path)
    checked = within("check", tmp_path, "--strict")
    assert (done.code, checked.code, checked.said) == (0, 0, f"checked 1 {kind}: no errors, no warnings\n")


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_next_commands_it_names_work(tmp_path: Path, kind: str) -> None:
    done = new(kind, "night-shift", tmp_path)
    codes = [within(*words, *(["--dry-run"] if words[0] == "run" else [])).code for words in commands(done)]
    assert codes == [0, 0]


def test_a_persona_and_a_scenario_of_ones_own_are_held_by_a_suite_of_ones_own(tmp_path: Path) -> None:
    home = tmp_path / "my library"
    for kind in ("persona", "scenario", "condition"):
        assert new(kind, "my-own", home).code == 0
    check, run = commands(new("suite", "mine", home))
    assert within(*check, "--strict").code == 0
    assert within(*run, "--out", tmp_path / "run").code == 0
    held = {name.split("/")[0] + "/" + name.split("/")[2] for name in read(tmp_path / "run").conversations}
    assert held == {"my-own/plain", "my-own/my-own"}


@pytest.mark.parametrize("kind", WRITTEN)
def test_nothing_is_overwritten(tmp_path: Path, kind: str) -> None:
    new(kind, "mine", tmp_path)
    path = tmp_path / FOLDERS[kind] / "mine.yaml"
    path.write_text("precious", encoding="utf-8")
    assert "nothing is overwritten" in new(kind, "mine", tmp_path).mistake[0]
    assert path.read_text(encoding="utf-8") == "precious"


def test_a_schema_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    schema = tmp_path / "schemas" / "persona.schema.json"
    schema.parent.mkdir()
    schema.write_text("precious", encoding="utf-8")
    assert (new("persona", "mine", tmp_path).code, schema.read_text(encoding="utf-8")) == (0, "precious")


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("name", ["NAME", "DISPLAY", "PERSONAS", "SCENARIOS", "CONDITIONS"])
def test_an_id_like_a_place_in_the_template_stays_as_it_is(tmp_path: Path, kind: str, name: str) -> None:
    new(kind, name, tmp_path)
    written = yaml.safe_load((tmp_path / FOLDERS[kind] / f"{name}.yaml").read_text(encoding="utf-8"))
    assert (written["id"], written.get("name", name.title())) == (name, name.title())


@pytest.mark.parametrize("name", ["../up", "-dash", "two words", "", "a/b", "ünï"])
def test_a_name_that_is_no_id_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    done = within("new", "--in", tmp_path, "--", "persona", name)
    assert (f"found the name '{name}'" in done.mistake[0], list(tmp_path.iterdir())) == (True, [])


def test_a_shipped_id_is_refused(tmp_path: Path) -> None:
    assert "'tess' is shipped" in new("persona", "tess", tmp_path).mistake[0]


@pytest.mark.parametrize("name", ["1", "007", "1e5", "no", "null", "2026-01-01", "a.b"])
def test_a_name_that_yaml_would_read_as_something_else_stays_a_name(tmp_path: Path, name: str) -> None:
    assert (new("persona", name, tmp_path).code, new("suite", "mine", tmp_path).code) == (0, 0)
    assert within("check", tmp_path, "--strict").code == 0


def test_a_place_that_cannot_be_written_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "--in" in new("persona", "rosa", tmp_path / "file").mistake[1]


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_first_line_leads_an_editor_to_the_schema_beside_it(tmp_path: Path, kind: str) -> None:
    new(kind, "mine", tmp_path)
    path = tmp_path / FOLDERS[kind] / "mine.yaml"
    hint = path.read_text(encoding="utf-8").splitlines()[0]
    assert hint.startswith("# yaml-language-server: $schema=")
    assert (path.parent / hint.partition("=")[2]).resolve() == tmp_path / "schemas" / f"{kind}.schema.json"
    assert (tmp_path / "schemas" / f"{kind}.schema.json").is_file()
