"""`pastno observe`: the run is read again, and the report shows where the two differ."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from analysis.errors import AnalysisError
from pastno.cli import app
from pastno.observe import DONE, UNREAD, observe
from simulator.observations import read as read_observations
from simulator.observer.simple import SimpleObserver
from tests.support.judging import ADA, held, lines
from tests.support.server import LoopbackServer, Say, ServerError
from tests.support.terminal import within

JUDGE = """
def invents(messages):
    return "1: yes \\"I shall never\\"\\n" + "\\n".join(f"{n}: no" for n in range(2, 15))

def refuses(messages):
    return "I'm sorry, but I can't assist with that."

def blocked(messages):
    return {"signal": {"source": "filter"}}
"""


def observed(folder: Path, *, code: int = DONE, **options: object) -> str:
    console = Console(file=io.StringIO(), width=120, highlight=False, markup=False, emoji=False)
    assert observe(folder, console, **options) == code  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "strange_judges.py").write_text(JUDGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "python:strange_judges:"


def test_the_same_observer_again_shows_only_that_it_reads_the_same(tmp_path: Path) -> None:
    same = SimpleObserver()
    same.version = "built"
    shown = observed(held(tmp_path / "run"), observer=same)
    assert "Both are the same version" in shown
    assert "built" in shown


def test_the_installed_observer_reads_when_no_judge_is_named(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    shown = observed(folder)
    version = read_observations(folder).instruments[0].version
    assert f"built drove this run; {version} read it afterwards. The run is unchanged." in shown
    assert "Where built and" in shown
    assert "Refused in the run: 1 of 2 conversations." in shown


def test_invalid_answers_are_shown_as_such(tmp_path: Path, judge: str) -> None:
    shown = observed(held(tmp_path / "run"), judge=judge + "invents", code=UNREAD)
    assert "invalid: yes, without words that stand in the reply" in shown
    row = next(line.split() for line in shown.splitlines() if line.startswith("python:strange_judges"))
    assert (row[-3:], "nothing was read" in shown) == (["6", "0", "6"], True)


@pytest.mark.parametrize(("which", "why"), [("refuses", "declined"), ("blocked", "blocked")])
def test_a_judge_that_says_nothing_is_counted_and_is_no_no(tmp_path: Path, judge: str, which: str, why: str) -> None:
    observed(held(tmp_path / "run"), judge=judge + which, json_path=tmp_path / "out.json", code=UNREAD)
    found = json.loads((tmp_path / "out.json").read_text())["comparison"]
    assert (found["coverage"]["absent"], found["coverage"]["read"]) == ({why: 6}, 0)
    assert {(cue["kappa"]["n"], cue["kappa"]["missing"]) for cue in found["cues"]} == {(0, 6)}


def test_a_judge_behind_a_server_that_fails_once_still_reads_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback")
    folder = held(tmp_path / "run")
    answers = Say(lines({"acknowledges": "I hear you"}))
    with LoopbackServer(lambda body, n: ServerError() if n == 2 else answers) as server:
        observed(folder, judge="openai:judge", base_url=server.url + "/v1", concurrency=1)
    found = read_observations(folder)
    assert (server.count, len(found.lines), {line.absent for line in found.lines if line.n == 1}) == (7, 6, {None})
    assert b"sk-loopback" not in (folder / "observations-0001.jsonl").read_bytes()


def test_calls_that_failed_make_exit_1_and_are_named(
    tmp_path: Path, judge: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken_judge.py").write_text("def answer(messages):\n    raise ValueError('no')\n", encoding="utf-8")
    shown = observed(held(tmp_path / "run"), judge="python:broken_judge:answer", code=UNREAD)
    assert "failed" in shown
    complained = capsys.readouterr().err.splitlines()
    assert complained[0] == "error: 6 calls failed, 0 readings were not made"
    assert complained[1].startswith(" next: give the same command again")


def test_a_spent_budget_says_how_to_go_on(tmp_path: Path, judge: str, capsys: pytest.CaptureFixture[str]) -> None:
    observed(held(tmp_path / "run"), judge=judge + "invents", max_tokens=10, concurrency=1, code=UNREAD)
    complained = capsys.readouterr().err
    assert "of 10 tokens, what was read is kept" in complained
    assert f" next: go on with: pastno observe {tmp_path / 'run'} --judge {judge}invents --max-tokens 10" in complained


def test_a_judge_that_is_also_a_target_is_named(tmp_path: Path) -> None:
    shown = observed(held(tmp_path / "run"), judge="reference:blunt", code=UNREAD)
    assert "reference:blunt is also a target of this run" in shown


def test_the_json_file_holds_everything_or_its_place_is_named(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    observed(folder, json_path=tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["session"]["made"], found["comparison"]["run_observer"]) == (6, "built")
    with pytest.raises(AnalysisError, match="choose another place"):
        observed(folder, json_path=tmp_path / "none" / "out.json")


def test_a_run_without_conversations_says_what_to_do(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", ())
    with pytest.raises(AnalysisError, match="no conversation was begun"):
        observed(folder)


def test_what_only_a_judge_can_do_is_not_silently_ignored(tmp_path: Path) -> None:
    done = within("observe", held(tmp_path / "run"), "--repeats", "2", "--max-tokens", "9")
    assert done.mistake[0].startswith("error: found --repeats, --max-tokens without --judge")


def test_an_unknown_judge_and_a_folder_that_is_no_run_are_two_lines(tmp_path: Path) -> None:
    assert (
        "unknown kind of target 'oracle'" in within("observe", held(tmp_path / "run"), "--judge", "oracle:x").mistake[0]
    )
    what, todo = within("observe", tmp_path / "none").mistake
    assert ("holds no run.json" in what, todo) == (True, " next: name a folder that `pastno run` wrote")


def test_the_command_reads_a_run_from_end_to_end(tmp_path: Path) -> None:
    done = within("observe", held(tmp_path / "run"))
    assert (done.code, "Cue by cue" in done.said, ADA in done.complained) == (0, True, False)


def command(folder: Path, *options: str) -> tuple[int, str]:
    told = CliRunner().invoke(app, ["observe", str(folder), *options])
    return told.exit_code, told.output


def test_an_observer_of_this_machine_can_be_named(tmp_path: Path) -> None:
    folder = held(tmp_path)
    assert command(folder, "--observer", "simple")[0] == DONE
    assert [one.version for one in read_observations(folder).instruments] == [SimpleObserver.version]


def test_an_unknown_observer_or_two_instruments_are_mistakes(tmp_path: Path) -> None:
    folder = held(tmp_path)
    for options in (("--observer", "simpel"), ("--observer", "simple", "--judge", "reference:blunt")):
        assert command(folder, *options)[0] == 2, options


def test_a_judge_that_writes_nothing_readable_is_no_success(tmp_path: Path) -> None:
    code, told = command(held(tmp_path), "--judge", "reference:blunt")
    assert (code, "nothing could be read" in told) == (UNREAD, True)
