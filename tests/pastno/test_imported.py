"""The command line on imported conversations: shown, scored and observed, and never held on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import within
from tests.support.transcripts import AGAIN, ASKS, NO, PLAN, brought, talk

HOSTILE = "\x1b[2J\x1b]0;title\x07\x00"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    brought(
        tmp_path / "run",
        talk(ASKS, NO, AGAIN, PLAN, name="first", place="a.txt"),
        talk(ASKS, "", name=f"../{HOSTILE}", place=HOSTILE, target=HOSTILE),
        talk((HOSTILE, "x"), name="hollow", place=HOSTILE),
    )
    return tmp_path / "run"


def test_the_list_names_each_conversation_and_where_they_came_from(run: Path) -> None:
    said = within("show", run).said
    assert "2 conversations imported from a test; 1 transcripts were left out" in said
    assert ("first" in said, "unknown" in said, "persona" in said) == (True, True, False)


def test_a_conversation_shows_its_source_and_no_inner_state(run: Path) -> None:
    said = within("show", run, "first").said
    assert ("a.txt" in said, "trust" in said, "end unknown" in said) == (True, False, True)
    assert "goes on as the next message shows" in said


def test_a_missing_reply_is_named(run: Path) -> None:
    said = within("show", run, "0-title").said
    assert ("1 · pre_refusal · ask · empty" in said, "the reply is empty" in said) == (True, True)


@pytest.mark.parametrize("command", [("show",), ("show", "0-title"), ("show", "--summary"), ("score",), ("observe",)])
def test_nothing_from_a_file_steers_the_terminal(run: Path, command: tuple[str, ...]) -> None:
    done = within(command[0], run, *command[1:])
    assert done.code == 0, done
    assert [c for c in "\x1b\x07\x00" if c in done.said] == []


def test_scoring_counts_both_and_writes_the_same_again(run: Path) -> None:
    assert "2 conversations" in within("score", run).said
    before = {file.name: file.read_bytes() for file in run.glob("scores-*.jsonl")}
    for file in run.glob("scores-*.jsonl"):
        file.unlink()
    within("score", run)
    assert {file.name: file.read_bytes() for file in run.glob("scores-*.jsonl")} == before
    assert len(before) > 20


def test_nothing_can_be_held_from_it_and_nobody_was_simulated(run: Path) -> None:
    assert "holds imported conversations" in within("run", "--resume", run).mistake[0]
    assert "expected simulated people" in within("realism", run).mistake[0]
