"""`pastno replay RUN --target SPEC`: the same words to another target, and where they no longer answer."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

import pastno as door
from personas.perception import Stance, Strategy
from simulator.fold import Live
from simulator.settled import FILE
from simulator.store import read
from simulator.targets.reference import NAMES
from simulator.transcript import Cause, Exchange
from tests.support.behaviours import Behaviour
from tests.support.forks import base, forked
from tests.support.replays import lines_of
from tests.support.server import LoopbackServer, Say, pure_text
from tests.support.terminal import begin, within
from tests.support.transcripts import AGAIN, ASKS, HELLO, NO, PLAN, brought, talk


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source") / "recorded"
    door.run(door.plan("first-look", [f"reference:{name}" for name in NAMES]), folder)
    return folder


def redriven(source: Path, out: Path, target: str, *more: str) -> dict[str, Live]:
    done = within("replay", source, "--target", target, "--out", out, *more)
    assert done.code == 0, done
    return read(out).lives()


def marks(live: Live) -> list[int]:
    return [exchange.n for exchange in live.exchanges if exchange.diverged is not None]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_target_says_the_same_again_without_a_mark(source: Path, tmp_path: Path, name: str) -> None:
    lives = redriven(source, tmp_path / "again", f"reference:{name}", "--only", f"/reference:{name}/")
    theirs = {key: lines for key, lines in lines_of(source).items() if f"/reference:{name}/" in key}
    assert (lines_of(tmp_path / "again"), len(lives)) == (theirs, 12)
    assert [live.started.parent for live in lives.values()] == list(lives)
    assert not any(marks(live) for live in lives.values())
    assert within("replay", tmp_path / "again").code == 0


def test_another_target_hears_the_same_words_and_the_first_that_do_not_answer_are_marked(
    source: Path, tmp_path: Path
) -> None:
    lives, recorded = (
        redriven(source, tmp_path / "out", "reference:open", "--only", "/reference:blunt/"),
        read(source).lives(),
    )
    for live in lives.values():
        parent = recorded[str(live.started.parent)]
        assert [e.said for e in live.exchanges] == [e.said for e in parent.exchanges][: len(live.exchanges)]
        assert len(live.exchanges) == len(parent.exchanges)
        other = [
            n
            for n, (ours, theirs) in enumerate(zip(live.exchanges, parent.exchanges, strict=True), start=2)
            if ours.observed.stance is not theirs.observed.stance and n <= len(live.exchanges)
        ]
        assert marks(live) == other[:1], "the first reply with another stance comes before the first mark"
    assert sum(bool(marks(live)) for live in lives.values()) == 11
    said = within("show", tmp_path / "out", "--summary").said
    assert "The lines were recorded in recorded: 11 of 12 conversations diverged: from exchange 3 (11)" in " ".join(
        said.split()
    )
    name = next(name for name, live in lives.items() if marks(live))
    page = " ".join(within("show", tmp_path / "out", name).said.split())
    assert "≠ from here on the lines do not answer what was said: the reply to exchange 2 was read as comply" in page
    assert f"lines of {lives[name].started.parent}" in page
    assert "11 of 12 conversations diverged" in within("score", tmp_path / "out", "--evaluators", "persistence").said
    assert within("replay", tmp_path / "out").code == 0


def test_who_would_do_something_else_is_marked_though_the_stance_is_the_same(source: Path, tmp_path: Path) -> None:
    lives = redriven(source, tmp_path / "out", "reference:warm", "--only", "/reference:blunt/")
    why = [e.diverged for live in lives.values() for e in live.exchanges if e.diverged]
    assert why == ["this person would now accept referral; the words self censor"]
    assert all(e.observed.stance is Stance.REFUSE for live in lives.values() for e in live.exchanges if e.strategy.asks)


def test_where_the_words_are_over_nobody_knows_how_it_ends(source: Path, tmp_path: Path) -> None:
    lives = redriven(source, tmp_path / "out", "reference:blunt", "--only", "/reference:open/")
    over = [live for live in lives.values() if live.ended and live.ended.cause is Cause.UNKNOWN]
    assert len(over) == 6
    assert {live.ended.detail for live in over if live.ended} == {"the recorded lines end here"}
    assert all(live.left > 0 for live in over)


def test_from_the_exchange_named_on_the_person_is_in_play_within_the_sources_budget(
    source: Path, tmp_path: Path
) -> None:
    only = ("--only", "/reference:blunt/")
    lives, recorded = (
        redriven(source, tmp_path / "out", "reference:open", *only, "--live-from", "3"),
        read(source).lives(),
    )
    long = [name for name, live in recorded.items() if "/reference:blunt/" in name and len(live.exchanges) >= 3]
    assert sorted(str(live.started.parent) for live in lives.values()) == sorted(long)
    for live in lives.values():
        parent = recorded[str(live.started.parent)]
        assert [e.said for e in live.exchanges[:2]] == [e.said for e in parent.exchanges[:2]]
        assert (live.started.budget, live.ended is not None) == (parent.started.budget, True)
    helped = [live for live in lives.values() if live.exchanges[1].observed.stance is Stance.COMPLY]
    assert len(helped) == 8
    assert {e.strategy for live in helped for e in live.exchanges[2:]} <= {Strategy.ENGAGE, Strategy.NEW_NEED}
    assert within("replay", tmp_path / "out").code == 0
    same = redriven(source, tmp_path / "same", "reference:blunt", *only, "--live-from", "3")
    assert lines_of(tmp_path / "same") == {name: lines for name, lines in lines_of(source).items() if name in same}


def test_what_ends_before_that_exchange_is_left_out_with_a_count(source: Path, tmp_path: Path) -> None:
    short = [n for n, live in read(source).lives().items() if "/reference:blunt/" in n and len(live.exchanges) < 5]
    arguments = ("--target", "reference:open", "--only", "/reference:blunt/", "--live-from")
    said = within("replay", source, *arguments, "5", "--out", tmp_path / "out").said
    assert f"note: {len(short)} conversations are left out:" in said
    plan = read(tmp_path / "out").plan
    assert plan.redriven is not None
    assert plan.redriven.left_out == tuple(f"{name}: ends before exchange 5" for name in short)
    what, todo = within("replay", source, *arguments, "99", "--out", tmp_path / "none").mistake
    assert ("nothing is left to say again" in what, "--live-from" in todo) == (True, True)
    assert not (tmp_path / "none").exists()


def test_another_condition_takes_the_place_of_the_recorded_one(source: Path, tmp_path: Path) -> None:
    only = ("--only", "/reference:blunt/", "--condition", "terse")
    lives = redriven(source, tmp_path / "out", "reference:blunt", *only)
    assert {live.started.condition for live in lives.values()} == {"terse"}
    assert "no condition is called 'ters' (nearest: 'terse')" in within(
        "replay", source, "--target", "reference:blunt", *only[:3], "ters", "--out", tmp_path / "x"
    ).mistake[0]  # fmt: skip


def test_two_conversations_of_one_name_are_refused_with_a_way_out(source: Path, tmp_path: Path) -> None:
    what, todo = within("replay", source, "--target", "reference:open", "--out", tmp_path / "out").mistake
    assert ("would have one name with the new target" in what, "--only /reference:" in todo) == (True, True)


def test_the_same_command_goes_on_and_another_source_is_refused(source: Path, tmp_path: Path) -> None:
    out, only = tmp_path / "out", ("--only", "/reference:blunt/")
    redriven(source, out, "reference:open", *only)
    before = lines_of(out)
    file = next(out.glob("events-*.jsonl"))
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:30]))
    redriven(source, out, "reference:open", *only)
    assert lines_of(out) == before
    for part in out.glob("events-*.jsonl"):
        part.unlink()
    assert (within("run", "--resume", out).code, lines_of(out)) == (0, before)
    other = within("replay", source, "--target", "reference:warm", *only, "--out", out)
    assert (other.code, "holds another plan" in other.complained) == (2, True)
    assert str(source) not in (out / "run.json").read_text(encoding="utf-8")


def test_a_replay_that_was_killed_goes_on_as_a_run(source: Path, tmp_path: Path) -> None:
    process = None

    def answer(body: dict[str, object], number: int) -> Behaviour:
        if number == 25 and process is not None:
            os.kill(process.pid, signal.SIGKILL)
        return Say(pure_text(body))

    with LoopbackServer(answer) as server:
        arguments = ("--target", "openai:any", "--base-url", f"{server.url}/v1", "--only", "/reference:blunt/")
        environment = {"OPENAI_API_KEY": "none"}
        process = begin("replay", source, *arguments, "--out", tmp_path / "killed", environment=environment)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        held = sum(len(live.exchanges) for live in read(tmp_path / "killed").lives().values())
        asked = len(server.seen)
        resumed = begin("run", "--resume", tmp_path / "killed", environment=environment)
        resumed.communicate()
        assert (resumed.returncode, 0 < held <= asked) == (0, True)
        whole = begin("replay", source, *arguments, "--out", tmp_path / "whole", environment=environment)
        whole.communicate()
    assert lines_of(tmp_path / "killed") == lines_of(tmp_path / "whole")
    assert within("replay", tmp_path / "killed").code == 0


def test_imported_words_need_somebody_and_are_judged_by_stance_alone(tmp_path: Path) -> None:
    brought(
        tmp_path / "in",
        talk(HELLO, "Go on.", ASKS, NO, AGAIN, PLAN, name="first"),
        talk(("assistant", "Hello."), ("user", ASKS), ("assistant", NO), ("user", AGAIN), name="second"),
        talk(("assistant", "Hello."), name="silent"),
    )
    target = ("--target", "reference:open", "--out", tmp_path / "out")
    what, todo = within("replay", tmp_path / "in", *target).mistake
    assert ("imported conversations: found nobody" in what, "--persona ID --scenario ID" in todo) == (True, True)
    stands = ("--persona", "marcus", "--scenario", "week-is-killing-me")
    said = within("replay", tmp_path / "in", *target, *stands).said
    assert "holds no message of the person" in said
    lives = read(tmp_path / "out").lives()
    assert [[e.said for e in live.exchanges] for live in lives.values()] == [[HELLO, ASKS, AGAIN], [ASKS, AGAIN]]
    assert [marks(live) for live in lives.values()] == [[3], [2]]
    assert [name.rsplit("/", 1)[1] for name in lives] == ["1", "2"]
    assert [live.started.parent for live in lives.values()] == ["-/first/-/import:model/1", "-/second/-/import:model/1"]
    assert within("replay", tmp_path / "out").code == 0
    assert within("show", tmp_path / "out", "--summary").code == 0


def test_words_that_must_not_be_sent_are_left_out(tmp_path: Path) -> None:
    brought(
        tmp_path / "in", talk(ASKS, NO, "Call me on +44 20 7946 0958.", NO, name="number"), talk(ASKS, NO, name="fine")
    )
    stands = ("--persona", "marcus", "--scenario", "week-is-killing-me", "--target", "reference:open")
    said = within("replay", tmp_path / "in", *stands, "--out", tmp_path / "out").said
    assert ("holds what must not be sent: message 2" in said, len(read(tmp_path / "out").conversations)) == (True, 1)
    assert "7946" not in (tmp_path / "out" / FILE).read_text(encoding="utf-8")


def test_an_injected_refusal_is_met_again(tmp_path: Path) -> None:
    done = within("run", "first-look", "--target", "reference:open", "--inject", "bare@2", "--out", tmp_path / "in")
    assert done.code == 0
    lives = redriven(tmp_path / "in", tmp_path / "out", "reference:open")
    assert lines_of(tmp_path / "out") == lines_of(tmp_path / "in")
    assert all(any(e.swapped for e in live.exchanges) for live in lives.values())


def test_a_fork_is_refused_and_people_who_are_known_need_nobody(source: Path, tmp_path: Path) -> None:
    base(tmp_path / "source", "reference:blunt")
    forked(tmp_path / "source", tmp_path / "fork")
    what, todo = within("replay", tmp_path / "fork", "--target", "reference:open", "--out", tmp_path / "x").mistake
    assert ("is a fork" in what, "forked from" in todo) == (True, True)
    assert "are known" in within("replay", source, "--target", "reference:open", "--persona", "ruth").mistake[0]
    assert (
        "found --json with --target" in within("replay", source, "--target", "x:y", "--json", tmp_path / "x").mistake[0]
    )


def test_a_changed_mark_is_found_when_the_replay_is_verified(source: Path, tmp_path: Path) -> None:
    redriven(source, tmp_path / "out", "reference:open", "--only", "/reference:blunt/")
    file = next((tmp_path / "out").glob("events-*.jsonl"))
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if json.loads(line).get("diverged"))
    lines[at] = json.dumps(json.loads(lines[at]) | {"diverged": None})
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = within("replay", tmp_path / "out")
    assert (done.code, f"{file}:{at + 1}" in done.said, "diverged: recorded null" in done.said) == (1, True, True)
    assert any(isinstance(e, Exchange) for e in read(tmp_path / "out").conversations[json.loads(lines[at])["id"]])


def test_changed_words_of_a_replay_are_named_with_their_file(source: Path, tmp_path: Path) -> None:
    redriven(source, tmp_path / "out", "reference:open", "--only", "arjun/tired-of-being-here/plain/reference:blunt/")
    file = tmp_path / "out" / FILE
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("late", "early", 1), encoding="utf-8")
    done = within("replay", tmp_path / "out")
    assert (done.code, "settled.jsonl does not hold the words" in done.said, "said: recorded" in done.said) == (
        1,
        True,
        True,
    )
    file.write_text("", encoding="utf-8")
    assert "settled.jsonl holds no words of arjun" in within("replay", tmp_path / "out").said
