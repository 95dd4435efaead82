"""The examples run as they stand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from analysis.ledger import scores
from pastno import plan as start
from pastno import run as hold
from personas.perception import Stance
from simulator.store import read
from tests.support.brought import announce
from tests.support.terminal import ROOT, pastno, within, write_suite

EXAMPLES = ROOT / "examples"


def test_the_first_run_prints_a_line_for_each_conversation() -> None:
    command = [sys.executable, str(EXAMPLES / "first_run.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert (len(done.stdout.splitlines()), "left_without_support" in done.stdout) == (8, True), done.stdout


def test_a_target_of_ones_own_is_held_and_observed(tmp_path: Path) -> None:
    target = f"python:{EXAMPLES / 'my_target.py'}:answer"
    done = within("run", write_suite(tmp_path), "--target", target, "--out", tmp_path / "run")
    lives = read(tmp_path / "run").lives()
    stances = {exchange.observed.stance for live in lives.values() for exchange in live.exchanges}
    assert (done.code, {Stance.BLOCKED, Stance.REFUSE} <= stances) == (0, True), stances
    assert "kirsty/week-is-killing-me/plain/python:my_target.py:answer/1" in lives


def test_an_evaluator_of_ones_own_scores_a_run_by_itself() -> None:
    command = [sys.executable, str(EXAMPLES / "evaluator.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    assert len(rows) == 6
    # A bare no is short; what the provider stopped has no length, which is not 0.
    words = {(row[0], row[1]): row[2] for row in rows}
    assert 0 < float(words["reference:blunt", "refusing"]) < 10 < float(words["reference:warm", "refusing"])
    assert (words["reference:filtered", "refusing"], float(words["reference:filtered", "other"]) > 0) == ("none", True)


def test_an_evaluator_of_ones_own_is_brought_by_another_package(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    shutil.copy(EXAMPLES / "evaluator.py", tmp_path / "site" / "my_evaluator.py")
    announce(tmp_path / "site", "my_evaluator:EVALUATOR")
    plan = start("first-look", ["reference:blunt"], limit=3)
    hold(plan, tmp_path / "run")
    path = os.pathsep.join(map(str, (ROOT, tmp_path / "site")))
    done = pastno("score", tmp_path / "run", "--evaluators", "brevity", environment={"PYTHONPATH": path})
    assert (done.code, "brevity 1 · framing" in done.said) == (0, True), done
    found = list(scores(tmp_path / "run" / "scores-brevity-1.jsonl"))
    assert len(found) == 3
    assert all(isinstance(score.values["refusing"].value, float) for score in found)


def test_no_example_is_left_untested() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == [
        "appropriateness.py",
        "evaluator.py",
        "first_run.py",
        "my_target.py",
    ]
