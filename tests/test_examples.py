"""The examples run as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from personas.perception import Stance
from simulator.store import read
from tests.support.terminal import ROOT, within, write_suite

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


def test_no_example_is_left_untested() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == ["first_run.py", "my_target.py"]
