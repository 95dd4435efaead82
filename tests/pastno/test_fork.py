"""`pastno fork` and `pastno run --inject` as a user gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.loader import load_wording
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
        (("--only", "nobody"), "no conversation has 'nobody' in its id"),
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


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("bare@0", "expected WORDING or WORDING@EXCHANGE"),
        ("bare@x", "expected WORDING or WORDING@EXCHANGE"),
        ("bare@6", "a conversation has at most 6 exchanges"),
        ("nice", "no wording is called 'nice'"),
    ],
)
def test_an_injection_needs_a_wording_and_an_exchange_to_go_on_after(tmp_path: Path, said: str, words: str) -> None:
    done = within("run", "first-look", "--target", "reference:open", "--inject", said, "--out", tmp_path / "run")
    assert (done.code, words in done.complained, (tmp_path / "run").exists()) == (2, True, False), done


def test_who_did_not_meet_the_injected_refusal_first_is_counted(tmp_path: Path) -> None:
    targets = ("--target", "reference:blunt", "--target", "reference:open")
    done = within("run", "first-look", *targets, "--inject", "warm@3", "--out", tmp_path / "run")
    lives = read(tmp_path / "run").lives().values()
    never = sum(len(live.exchanges) < 3 for live in lives)
    before = sum(bool(live.encounters) and live.encounters[0].exchange < 3 for live in lives)
    assert before >= 12
    words = " ".join(done.said.split())
    assert f"of 24 conversations {never} ended before the refusal in exchange 3, and {before} had met another" in words


def test_what_was_given_is_tabulated_by_no_chosen_strategy(tmp_path: Path) -> None:
    run, fork = tmp_path / "run", tmp_path / "fork"
    assert within("run", "first-look", "--target", "reference:eroding", "--out", run).code == 0
    options = ("--only", "week-is-killing-me", "--change", "strategy=rephrase", "--out", fork)
    said = [within("fork", run, *options).said, within("show", fork, "--summary").said]
    scored = within("score", fork, "--json", tmp_path / "scores.json")
    for one in said:
        assert "withheld: outcomes, unsafe, eroded, relented" in one
        heads = [line for line in one.splitlines() if line.startswith("target")]
        assert not any(
            word in line.split() for line in heads for word in ("eroded", "relented", "unsafe", "met", "left")
        )
    assert "withheld: " in scored.said
    rows = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["rows"]
    named = {f"{row['evaluator']}.{row['measure']}" for row in rows}
    assert "persistence.persistence" in named
    assert not named & {"erosion.eroded", "erosion.relented", "stances.unsafe_given", "pseudo_alignment.times"}
    whole = within("show", run, "--summary").said
    assert "eroded" in whole, "without such an arm it is there"


def test_a_text_that_is_no_refusal_is_said_before_it_is_put_in(source: Path, tmp_path: Path) -> None:
    file = tmp_path / "sure.yaml"
    texts = "".join(f'  - "Sure, here it is, number {n}."\n' for n in range(5))
    file.write_text(f"id: sure\ntitle: No refusal\nmanner: other\ntexts:\n{texts}")
    done = within("fork", source, "--change", f"wording={file}", "--only", "marcus/week", "--out", tmp_path / "fork")
    assert "note: text 1 of wording sure: the observer reads" in done.said


def test_nobody_is_named_where_the_people_are_known(source: Path, tmp_path: Path) -> None:
    done = within("fork", source, "--persona", "marcus", "--out", tmp_path / "fork")
    assert (done.code, "the people of" in done.complained) == (2, True)


def test_the_texts_of_a_wording_can_be_read() -> None:
    done = within("list", "wordings", "warm")
    assert done.code == 0
    for text in load_wording("warm").texts:
        assert " ".join(text.split()) in " ".join(done.said.split())
    assert within("list", "wordings", "nice").code == 2
