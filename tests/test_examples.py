"""The examples run as they stand."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from analysis.ledger import scores
from examples import wording_experiment
from pastno import compare_arms, compare_policies, fork
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
        "wording_experiment.py",
    ]


ARMS = ("policy", "warm", "four-part")
SENSITIVE = ("persistence.persistence", "outcome.cause", "distress.end")


@pytest.fixture(scope="module")
def wordings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The whole experiment on all reference targets, under two policies, and what it printed."""
    folder, said = tmp_path_factory.mktemp("wording"), io.StringIO()
    with redirect_stdout(said):
        wording_experiment.main(["--out", str(folder), "--policy", "own", "--policy", "wording-blind"])
    return folder, said.getvalue()


@pytest.mark.slow
def test_every_first_refusal_of_the_shipped_suite_is_forked(wordings: tuple[Path, str]) -> None:
    folder, said = wordings
    forked = read(folder / "own").plan.forked
    assert forked is not None
    look = read(folder / "look").lives()
    assert {stem.parent for stem in forked.stems} == {name for name, live in look.items() if live.encounters}
    assert (len(forked.stems), forked.repeats, len(forked.arms)) == (144, 3, 7)
    assert "Differences of arms: the range over 2 policies" in said
    assert "warm less bare" in said


@pytest.mark.slow
def test_the_experiment_recovers_what_is_planted(wordings: tuple[Path, str], tmp_path: Path) -> None:
    # One target, so that no two conversations of an arm share their draws.
    changes = ["wording=bare", "wording=policy"]
    look, out = wordings[0] / "look", tmp_path / "fork"
    fork(look, out, changes=changes, only="/reference:policy/", policy="reversed", repeats=20)
    arms = {one.arm: one for one in wording_experiment.left_at_once(read(tmp_path / "fork"))}
    for one in arms.values():
        assert one.n == 240
        assert abs(one.found - one.planted) < 3 * (one.planted * (1 - one.planted) / one.n) ** 0.5, one
    planted = arms["policy"].planted - arms["bare"].planted
    assert planted > 0.06, "a reason has people leave, where reactions are reversed"
    assert abs((arms["policy"].found - arms["bare"].found) - planted) < 0.05
    found = compare_arms(tmp_path / "fork", measures=["persistence.persistence"], against="bare")
    row = next(one.rows[0] for one in found.contrasts if one.b == "policy")
    assert row.difference is not None
    assert row.difference < 0, "who leaves persists less"


@pytest.mark.slow
def test_the_experiment_finds_nothing_where_nothing_is_planted(wordings: tuple[Path, str]) -> None:
    folder, _ = wordings
    blind = compare_arms(folder / "wording-blind", measures=SENSITIVE, against="bare")
    for contrast in blind.contrasts:
        for row in contrast.rows:
            if contrast.b != "a-a":
                assert (row.differing, row.difference) == (0, 0.0), (contrast.b, row.name)
    found = {one.b: one for one in compare_arms(folder / "own").contrasts}
    assert all(not row.apart for row in found["sham"].rows), "the machinery that swaps texts moves nothing"
    noise = {row.name: row for row in found["a-a"].rows if row.name.startswith(("persistence.", "outcome."))}
    assert len(noise) > 5
    for name, row in noise.items():
        low, high = row.estimate.low, row.estimate.high
        assert row.difference == 0 or low is None or high is None or low <= 0 <= high, name


@pytest.mark.slow
def test_the_experiment_reports_a_range_over_policies(wordings: tuple[Path, str]) -> None:
    folders = [wordings[0] / policy for policy in ("own", "wording-blind")]
    ranges = compare_policies(folders, measures=SENSITIVE, against="bare").ranges
    one = next(row for row in ranges if (row.arm, row.name) == ("policy", "persistence.persistence"))
    assert one.differences["wording-blind"] == 0
    assert one.differences["own"] != 0
    assert (one.low, one.high) == tuple(sorted(v for v in one.differences.values() if v is not None))
    assert one.rests_on_policy


@pytest.mark.model
def test_the_experiment_goes_on_with_the_small_model(tmp_path: Path) -> None:
    only = "marcus/week-is-killing-me/plain/reference:policy"
    wording_experiment.main(["--out", str(tmp_path), "--target", "reference:policy", "--on", "local:smollm2",
        "--only", only, "--repeats", "1", "--policy", "own", "--policy", "wording-blind"])  # fmt: skip
    lives = read(tmp_path / "own").lives()
    assert len(lives) == 7
    for live in lives.values():
        branch = live.started.branch
        assert branch is not None
        assert all(e.reply.model and "SmolLM2" in e.reply.model for e in live.asked)
        assert all(e.n > branch.at for e in live.asked)
        assert live.started.target == "local:smollm2"
    said = {tuple(e.said for e in live.exchanges[:2]) for live in lives.values()}
    assert len(said) == 1, "everything up to the refusal is shared"
