"""A user's mistake ends with exit 2 and two lines: what was found, and what to do next. Nothing is left behind."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from simulator.store import read
from simulator.transcript import Exchange, comparable
from tests.support.terminal import SUITE, Done, pastno, within, write_suite

ORDINARY = """
import ctypes, os
for may_pass_by_permissions in (1, 2):
    if os.getuid() == 0 and ctypes.CDLL(None).prctl(24, may_pass_by_permissions, 0, 0, 0):
        raise SystemExit("cannot give up the right to pass by permissions")
"""
"""Makes even root keep to the permissions of files: drops CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
HOSTED = ("--target", "openai:any", "--base-url")


def run(folder: Path, *arguments: str | Path) -> Done:
    return within("run", write_suite(folder), "--out", folder / "run", *arguments)


@pytest.mark.parametrize(
    ("old", "new", "what", "todo"),
    [
        ("personas: [", "persons: [", "small.yaml:4: persons: unknown field (nearest: 'personas')", ""),
        ("kirsty", "kirstie", "unknown persona 'kirstie' (nearest: 'kirsty')", "pastno list personas"),
        ("week-is", "weak-is", "unknown scenario 'weak-is-killing-me' (nearest: 'week-is-killing-me')", "scenarios"),
        ("max_exchanges: 4", "max_exchanges: four", "small.yaml:8: max_exchanges: found 'four'", ""),
        ("seed: 3", "seed: 3\nseed: 4", "small.yaml:10: ", ""),
        ("title: Small", "title: [", "small.yaml:", "indentation and quotes"),
        ("reference:", "refrence:", "unknown kind of target 'refrence' (nearest: 'reference')", "known:"),
        ("blunt", "blnt", "no reference target 'blnt' (nearest: 'blunt')", "choose one of"),
        ("reference:blunt", "openai:any", "openai:any: found no key, expected one in OPENAI_API_KEY", "set OPENAI"),
        ("reference:blunt", "anthropic:any", "expected one in ANTHROPIC_API_KEY", "set ANTHROPIC_API_KEY"),
        ("reference:blunt", "scripted:none.yaml", "none.yaml: the script cannot be read", "check the target's path"),
        ("reference:blunt", "python:nothing:answer", "nothing cannot be imported", "correct it"),
    ],
)
def test_a_mistake_in_a_suite_is_named_and_leaves_nothing(
    tmp_path: Path, old: str, new: str, what: str, todo: str
) -> None:
    text = SUITE.replace(old, new)
    if new.startswith("persons"):
        text = text.replace("scenarios:", "personas: [marcus]\nscenarios:")
    done = within("run", write_suite(tmp_path, text), "--out", tmp_path / "run")
    assert (what in done.mistake[0], todo in done.mistake[1]) == (True, True), done.complained
    assert not (tmp_path / "run").exists()


def test_several_mistakes_of_one_file_are_named_together(tmp_path: Path) -> None:
    text = SUITE.replace("title", "tittle").replace("seed: 3", "seed: -1")
    done = within("run", write_suite(tmp_path, text), "--out", tmp_path / "run")
    places = [line.split("small.yaml:")[-1].split(":")[0] for line in done.complained.splitlines()]
    assert (done.code, places[-1]) == (2, " next")
    assert [word in done.complained for word in ("tittle", "(nearest: 'title')", "seed", "Traceback")] == [True] * 3 + [
        False
    ]


def test_an_unknown_suite_is_answered_with_the_nearest() -> None:
    what, todo = within("run", "context-polcy").mistake
    assert ("nearest: 'context-policy'" in what, "path of a YAML file" in todo) == (True, True)


def test_one_id_in_two_folders_is_refused_with_both_files(tmp_path: Path) -> None:
    (tmp_path / "mine" / "personas").mkdir(parents=True)
    (tmp_path / "mine" / "personas" / "kirsty.yaml").write_text("id: kirsty\n")
    what, todo = run(tmp_path, "--library", tmp_path / "mine").mistake
    assert ("'kirsty' is already in" in what, "rename one of them" in todo) == (True, True)


def test_a_folder_that_is_no_library_says_what_one_holds(tmp_path: Path) -> None:
    assert "personas, scenarios, conditions or wordings" in run(tmp_path, "--library", tmp_path).mistake[1]


def test_a_password_in_an_address_is_refused_before_it_is_written_or_repeated(tmp_path: Path) -> None:
    done = run(tmp_path, *HOSTED, "http://me:geheim@127.0.0.1:9")
    assert ("password" in done.mistake[0], "environment" in done.mistake[1]) == (True, True)
    assert ((tmp_path / "run").exists(), "geheim" in done.said + done.complained) == (False, False)


def test_a_cost_limit_without_a_price_says_how_to_write_one(tmp_path: Path) -> None:
    what, todo = run(tmp_path, *HOSTED, "http://127.0.0.1:9", "--max-cost", "1").mistake
    assert ("no price for openai:any" in what, "price: {input: DOLLARS" in todo) == (True, True)
    assert not (tmp_path / "run").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("mine")
    what, todo = run(tmp_path).mistake
    assert ("holds other files" in what, "--out" in todo) == (True, True)
    assert os.listdir(tmp_path / "run") == ["thesis.txt"]


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    done = pastno("run", write_suite(tmp_path), "--out", tmp_path / "locked" / "run", before=ORDINARY)
    assert ("cannot write: permission denied" in done.mistake[0], "--out" in done.mistake[1]) == (True, True)


def test_a_run_that_may_not_be_written_cannot_be_resumed_but_can_be_looked_at(tmp_path: Path) -> None:
    assert run(tmp_path).code == 0
    for path in (tmp_path / "run", *(tmp_path / "run").iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = pastno("run", "--resume", tmp_path / "run", before=ORDINARY)
    assert "cannot write: permission denied" in done.mistake[0]
    assert pastno("show", tmp_path / "run", before=ORDINARY).code == 0


def test_a_run_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    assert run(tmp_path).code == 0
    (tmp_path / "run" / "events-0001.jsonl").chmod(0o000)
    what, todo = pastno("show", tmp_path / "run", before=ORDINARY).mistake
    assert ("events-0001.jsonl: cannot be read" in what, "readable" in todo) == (True, True)


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    done = pastno("run", write_suite(tmp_path), "--out", "/proc/run")
    assert "/proc/run: cannot write" in done.mistake[0]


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    what, _ = within("run", write_suite(tmp_path), "--out", tmp_path / "small.yaml").mistake
    assert "a file has that name, expected a folder" in what


def test_a_folder_of_a_newer_format_says_to_upgrade(tmp_path: Path) -> None:
    assert run(tmp_path).code == 0
    plan = tmp_path / "run" / "run.json"
    plan.write_text(json.dumps(json.loads(plan.read_text()) | {"format": 99}))
    for command in (("run", "--resume"), ("show",)):
        what, todo = within(*command, tmp_path / "run").mistake
        assert ("found format 99" in what, "upgrade pastno" in todo) == (True, True)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    from simulator.store import RunFolder

    assert run(tmp_path).code == 0
    with RunFolder.resume(tmp_path / "run"):
        what, todo = pastno("run", "--resume", tmp_path / "run").mistake
    assert ("written by another pastno" in what, "wait for it" in todo) == (True, True)


def test_a_changed_plan_is_shown_line_by_line(tmp_path: Path) -> None:
    assert run(tmp_path).code == 0
    suite = write_suite(tmp_path, SUITE.replace("seed: 3", "seed: 4"))
    done = within("run", suite, "--out", tmp_path / "run")
    assert (done.code, "  suite.seed: 3 -> 4" in done.complained.splitlines()) == (2, True)
    assert done.complained.splitlines()[-1].endswith(f"pastno run --resume {tmp_path / 'run'}")


def spoken(folder: Path) -> dict[str, list[bytes]]:
    run = read(folder).conversations
    return {name: [comparable(e) for e in events if isinstance(e, Exchange)] for name, events in run.items()}


@pytest.mark.slow
def test_a_full_disk_stops_the_run_cleanly_and_a_resumed_run_loses_nothing(tmp_path: Path) -> None:
    suite, out, whole = write_suite(tmp_path, repetitions=12), tmp_path / "run", tmp_path / "whole"
    assert within("run", suite, "--out", whole).code == 0
    size = (whole / "run.json").stat().st_size + 4_000
    full = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    begun = pastno("run", suite, "--out", out, before=full)
    complaint = f"cannot write: file too large\n next: make room, then go on with: pastno run --resume {out}"
    assert (begun.code, complaint in begun.complained, "Traceback" in begun.complained) == (1, True, False)
    kept = spoken(out)
    assert pastno("run", "--resume", out).code == 0
    assert 0 < sum(map(len, kept.values())) < sum(map(len, spoken(out).values()))
    assert spoken(out) == spoken(whole)
