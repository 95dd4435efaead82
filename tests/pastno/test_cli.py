from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pastno.cli import Kind, app
from pastno.mistakes import in_two
from tests.support.terminal import within, write_suite

ENVIRONMENT = {"COLUMNS": "100", "TERM": "dumb"}
SUITE = """
id: small
title: Small
personas: [kirsty, marcus]
scenarios: [week-is-killing-me]
targets: ["reference:blunt", "reference:open"]
max_exchanges: 5
seed: 3
"""


def pastno(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), env=ENVIRONMENT)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("suite") / "small.yaml"
    file.write_text(SUITE)
    return file


@pytest.fixture(scope="module")
def run(suite: Path) -> Path:
    out = suite.parent / "run"
    assert pastno("run", suite, "--out", out).exit_code == 0
    return out


def test_a_run_ends_with_its_summary_and_where_its_record_is(suite: Path, tmp_path: Path) -> None:
    done = pastno("run", suite, "--out", tmp_path / "run")
    assert "4/4 conversations, 0 failed" in done.output
    assert f"record: {tmp_path / 'run'}" in done.output


def test_a_finished_run_can_be_resumed_and_asks_nobody_again(run: Path) -> None:
    before = sorted(run.iterdir())
    done = pastno("run", "--resume", run)
    assert (done.exit_code, sorted(run.iterdir())) == (0, before)
    assert "0 exchanges" in done.output


def test_a_dry_run_leaves_nothing_behind(suite: Path, tmp_path: Path) -> None:
    done = pastno("run", suite, "--dry-run", "--out", tmp_path / "run")
    assert "4 conversations; nothing was sent" in done.output
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "what", "todo"),
    [
        (("run",), "neither a suite nor --resume", "pastno list suites"),
        (("run", "first-lok"), "no suite is called 'first-lok'", "YAML file"),
        (("run", "first-look", "--target", "refrence:blunt"), "nearest: 'reference'", "known:"),
        (("run", "first-look", "--base-url", "http://127.0.0.1:1"), "no --target", "name the model"),
        (("run", "first-look", "--resume", "runs/1"), "--resume with a suite", "--resume runs/1 without"),
        (("run", "--resume", "nowhere"), "nowhere holds no run.json", "name a folder"),
        (("show", "nowhere"), "holds no run.json", "name a folder"),
    ],
)
def test_a_mistake_is_two_lines_and_exit_2(arguments: Sequence[str], what: str, todo: str) -> None:
    done = pastno(*arguments)
    first, second = done.stderr.splitlines()
    assert (done.exit_code, first.startswith("error: "), second.startswith(" next: ")) == (2, True, True)
    assert (what in first, todo in second) == (True, True), done.stderr


def test_a_run_with_a_failed_conversation_exits_1_and_says_how_many(suite: Path, tmp_path: Path) -> None:
    nobody = ("--target", "openai:any", "--base-url", "http://127.0.0.1:9/v1", "--limit", "1")
    done = pastno("run", suite, "--out", tmp_path / "run", *nobody)
    assert done.exit_code == 1
    assert "error: 1 conversations failed, 0 were not held" in done.stderr


def test_show_lists_the_conversations_with_their_timelines(run: Path) -> None:
    listed = pastno("show", run).output
    assert "condition plain, repetition 1" in listed
    assert listed.count("│") == 4


def test_show_takes_a_part_of_an_id_that_only_one_conversation_has(run: Path) -> None:
    assert (
        "kirsty/week-is-killing-me/plain/reference:blunt/1"
        in pastno("show", run, "KIRSTY/week-is-killing-me/plain/reference:b").output
    )


def test_show_lists_the_matches_of_an_ambiguous_part(run: Path) -> None:
    done = pastno("show", run, "kirsty")
    assert done.exit_code == 2
    assert "2 conversations hold 'kirsty'" in done.stderr
    assert "  kirsty/week-is-killing-me/plain/reference:open/1" in done.stderr


def test_show_names_a_torn_line(run: Path) -> None:
    torn = run / "events-0099.jsonl"
    torn.write_text('{"type": "exch')
    done = pastno("show", run)
    torn.unlink()
    assert "events-0099.jsonl:1: ignored a torn last line of 14 bytes" in done.output


def test_a_view_can_be_saved_as_a_picture(run: Path, tmp_path: Path) -> None:
    done = pastno("show", run, "--summary", "--svg", tmp_path / "view.svg")
    assert done.exit_code == 0
    assert (tmp_path / "view.svg").read_text().startswith("<svg")


@pytest.mark.parametrize("kind", list(Kind))
def test_everything_shipped_can_be_listed(kind: Kind) -> None:
    done = pastno("list", kind.value)
    assert (done.exit_code, len(done.output.splitlines()) > 4) == (0, True)


def test_the_schema_is_json_schema() -> None:
    assert "$ref" in json.dumps(json.loads(pastno("schema").output))


def test_the_graph_is_drawn_and_written() -> None:
    assert "post_refusal" in pastno("graph").output
    assert pastno("graph", "--mermaid").output.startswith("stateDiagram-v2")


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("found a, expected b; do c", ("found a, expected b", "do c")),
        ("changed:\n  x\ngo on", ("changed:\n  x", "go on")),
        ("broken", ("broken", "see `pastno --help`")),
    ],
)
def test_a_message_is_split_into_what_and_what_next(message: str, lines: tuple[str, str]) -> None:
    assert in_two(message) == lines


def test_a_resumed_run_is_told_where_a_file_named_by_an_absolute_path_lies(tmp_path: Path) -> None:
    script = tmp_path / "lines.yaml"
    script.write_text("- I can't help with that.\n")
    suite, out = write_suite(tmp_path), tmp_path / "run"
    within("run", suite, "--target", f"scripted:{script}", "--limit", "1", "--out", out)
    (out / "events-0001.jsonl").unlink()
    lost = within("run", "--resume", out)
    found = within("run", "--resume", out, "--target", f"scripted:{script}")
    assert (lost.code, "lines.yaml" in lost.complained, found.code) == (2, True, 0)


def test_a_resumed_run_takes_no_other_target(tmp_path: Path) -> None:
    within("run", write_suite(tmp_path), "--out", tmp_path / "run")
    done = within("run", "--resume", tmp_path / "run", "--target", "reference:open")
    assert (done.code, "the frozen plan has reference:blunt" in done.complained) == (2, True)
