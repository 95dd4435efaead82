"""`pastno fork` and `pastno run --inject` as a user gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.store import read
from tests.support.terminal import within

TARGETS = ("--target", "reference:blunt", "--target", "reference:open", "--target", "reference:filtered")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fork") / "source"
    assert within("run", "first-look", *TARGETS, "--out", folder).code == 0
    return folder


def test_a_fork_says_what_it_forks_and_what_it_leaves_out(source: Path, tmp_path: Path) -> None:
    done = within("fork", source, "--change", "wording=warm", "--repeats", "2", "--out", tmp_path / "fork")
    assert (done.code, done.complained) == (0, "")
    words = " ".join(done.said.split())
    assert "28 conversations forked at refusal:1; arms: control, a-a, sham, warm; 2 repeats" in words
    assert "8 are not forked, for example:" in words
    assert "week-is-killing-me/plain/reference:open/1: was never refused" in words
    assert len(read(tmp_path / "fork").conversations) == 28 * 4 * 2
    again = within("fork", source, "--change", "wording=warm", "--repeats", "2", "--out", tmp_path / "fork")
    assert again.code == 0
    assert len(list((tmp_path / "fork").glob("events-*"))) == 1, "nothing is held twice"
    shown = within("show", tmp_path / "fork", "marcus/tired-of-being-here/plain--warm/reference:blunt/1")
    assert "marcus/tired-of-being-here/plain/reference:blunt/1" in shown.said
    assert "warm/" in shown.said
    assert within("score", tmp_path / "fork", "--evaluators", "persistence").code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", "sometime"), "expected refusal, refusal:2 for a later one, or exchange:3"),
        (("--change", "colour=red"), "expected one of wording, target, system, context, strategy"),
        (("--change", "wording"), "found --change wording"),
        (("--change", "wording=nice"), "nice"),
        (("--change", "context=kept"), "nearest: 'keep'"),
        (("--change", "strategy=open"), "expected one of"),
        (("--change", "target=nothing"), "nothing"),
        (("--change", "system=nowhere.txt"), "nowhere.txt: cannot be read"),
        (("--change", "wording=warm", "--change", "wording=warm"), "found the arm 'warm' twice"),
        (("--only", "nobody"), "no conversation has that in its id"),
    ],
)
def test_a_mistake_is_told_in_two_lines(source: Path, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    done = within("fork", source, *options, "--out", tmp_path / "fork")
    assert done.code == 2
    assert words in done.complained
    assert done.complained.count("\n") == 2
    assert not (tmp_path / "fork").exists()


def test_a_run_can_give_everybody_the_same_refusal(tmp_path: Path) -> None:
    options = ("--inject", "bare", "--inject", "warm@3", "--out", tmp_path / "run")
    done = within("run", "first-look", "--target", "reference:open", *options)
    assert done.code == 0
    run = read(tmp_path / "run")
    assert set(run.plan.conditions) == {"plain--bare", "plain--warm"}
    for live in run.lives().values():
        wording, at = ("bare", 2) if live.started.condition == "plain--bare" else ("warm", 3)
        if len(live.exchanges) < at:
            assert live.ended is not None
            continue
        met = live.exchanges[at - 1]
        assert met.swapped is not None
        assert met.swapped.startswith(f"{wording}/")
        assert (met.sent, met.reply.model) == (None, None), "the target was not asked"
        assert all(e.swapped is None for e in live.exchanges if e.n != at)
    bare = [live for live in run.lives().values() if live.started.condition == "plain--bare"]
    assert len(bare) == 12
    assert all(live.encounters and live.encounters[0].exchange == 2 for live in bare), "nobody goes unrefused"


def test_an_injection_needs_a_wording_and_a_number(tmp_path: Path) -> None:
    done = within("run", "first-look", "--target", "reference:open", "--inject", "bare@0", "--out", tmp_path / "run")
    assert (done.code, "bare@0" in done.complained) == (2, True)
