"""Re-observing a run: what drove it never changes, and what was read is not read again."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from personas.perception import Cue, Source, Stance
from scenarios.schema import Limits, Target
from simulator.batch import Batch
from simulator.chat import Message, Reply, Signal, StopReason, Usage
from simulator.errors import CallFailed, FailureKind, FolderLocked
from simulator.notebook import Notebook
from simulator.observations import Absent, Instrument, Reading
from simulator.observations import read as read_observations
from simulator.observer.judge import Judge
from simulator.observer.simple import SimpleObserver
from simulator.plan import make_plan
from simulator.reobserve import Session, judged, reobserve, replies
from simulator.store import RunFolder, read
from simulator.targets.pace import Paced, Retry
from simulator.targets.purse import Purse
from tests.support.builders import refused_once
from tests.support.judging import ADA, BEN, ORDER, Oracle, failure, held, lines
from tests.support.people import library, suite
from tests.support.stand import Echo, Told

SIMPLE = Instrument(name="observer", version=SimpleObserver.version)


def ask(folder: Path, oracle: Oracle, *, repeats: int = 1, concurrency: int = 1) -> Session:
    return asyncio.run(judged(folder, Judge(oracle), repeats=repeats, concurrency=concurrency))


def read_by(folder: Path, oracle: Oracle, repeat: int = 1) -> dict[tuple[str, int], Reading]:
    return read_observations(folder).of(Judge(oracle).instrument, repeat)


def fingerprint(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file() and "observ" not in file.name}


def test_every_reply_is_read_and_what_drove_the_run_is_untouched(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    before = fingerprint(folder)
    session = reobserve(folder, SimpleObserver())
    ask(folder, Oracle(lines()))
    assert (session.wanted, session.made, fingerprint(folder)) == (6, 6, before)
    seen = read_observations(folder).of(SIMPLE)
    assert list(seen) == [*[(ADA, n) for n in (1, 2, 3, 4)], (BEN, 1), (BEN, 2)]
    second = seen[ADA, 2].observed
    assert second is not None
    assert (second.stance, set(second.cues)) == (Stance.REFUSE, {Cue.DECLINES, Cue.APOLOGISES})


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(lines())
    ask(folder, oracle)
    again = ask(folder, oracle)
    assert (again.kept, again.made, len(oracle.requests)) == (6, 0, 6)
    assert sorted(file.name for file in folder.glob("observations-*")) == ["observations-0001.jsonl"]


def test_another_version_is_another_instrument(tmp_path: Path) -> None:
    folder, newer = held(tmp_path / "run"), SimpleObserver()
    reobserve(folder, newer)
    newer.version = "simple-3"
    assert reobserve(folder, newer).made == 6
    assert [one.version for one in read_observations(folder).instruments] == ["simple-2", "simple-3"]


def test_an_observer_knows_afterwards_what_the_one_in_the_loop_knew(tmp_path: Path) -> None:
    in_the_loop = Told([Stance.REFUSE, Stance.COMPLY])
    with RunFolder.start(tmp_path / "run", make_plan(suite(), library(), observer="told-1")) as folder:
        asyncio.run(Batch(folder, {"reference:blunt": Echo()}, in_the_loop, concurrency=1).run())
    again = [told.occasion for told in replies(read(tmp_path / "run"))]
    assert (len(again) > 10, again) == (True, in_the_loop.seen)
    assert (again[1].earlier, again[0].locale) == (((again[0].said, again[0].reply.text),), "en-US")


def test_words_that_are_not_there_are_no_answer_and_no_no(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(lines({"declines": "I shall not", "resource": "sorry"}))
    ask(folder, oracle)
    second = read_by(folder, oracle)[ADA, 2]
    assert (second.observed, second.absent) == (None, Absent.INVALID)
    assert [second.shows(cue) for cue in (Cue.DECLINES, Cue.RESOURCE, Cue.SAFETY)] == [None, True, False]


def test_why_a_judge_said_nothing_is_written_with_its_words_and_its_usage(tmp_path: Path) -> None:
    blocked = Reply(text="", stop=StopReason.REFUSAL, signal=Signal(source=Source.STOP), usage=Usage(9, 0))
    folder, oracle = held(tmp_path / "run"), Oracle("Such a nice chat!", "I cannot assist with that.", blocked, lines())
    ask(folder, oracle)
    found = list(read_by(folder, oracle).values())
    assert [one.absent for one in found[:3]] == [Absent.UNPARSEABLE, Absent.DECLINED, Absent.BLOCKED]
    assert (found[0].text, found[0].usage, found[2].usage) == ("Such a nice chat!", Usage(100, 20), Usage(9, 0))
    assert found[3].observed is not None


def test_a_failed_call_is_written_and_asked_again_by_the_next_call(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(lines(), failure(), lines())
    first = ask(folder, oracle)
    broken = read_by(folder, oracle)[ADA, 2]
    assert (first.failed, broken.absent, broken.detail) == (1, Absent.FAILED, "server: 500: try later")
    again = ask(folder, oracle)
    assert (again.failed, again.made, again.kept) == (0, 1, 5)
    assert read_by(folder, oracle)[ADA, 2].absent is None


def test_a_server_error_that_passes_costs_nothing(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(failure(), lines())
    paced = Paced(
        oracle,
        Target(spec="openai:judge"),
        purse=Purse(Limits()),
        draw=random.Random(1),
        retry=Retry(base_s=0.0),
    )
    session = asyncio.run(judged(folder, Judge(paced)))
    assert (session.failed, session.made, len(oracle.requests)) == (0, 6, 7)


def test_a_budget_stops_the_judge_and_what_was_read_is_kept(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(lines())
    purse = Purse(Limits(tokens=300))
    paced = Paced(oracle, Target(spec="openai:judge"), purse=purse, draw=random.Random(1))
    session = asyncio.run(judged(folder, Judge(paced), concurrency=1))
    assert (session.made, session.left, "spent 360 of 300 tokens" in session.halted) == (3, 3, True)
    assert len(read_by(folder, oracle)) == 3


def test_a_judge_that_must_fail_is_asked_no_more(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(CallFailed(FailureKind.AUTH, "401: no such key"))
    paced = Paced(oracle, Target(spec="openai:judge"), purse=Purse(Limits()), draw=random.Random(1))
    session = asyncio.run(judged(folder, Judge(paced), concurrency=1))
    assert (session.failed, session.halted, len(oracle.requests)) == (1, "401: no such key", 1)


def test_repeats_are_read_apart_with_seeds_of_their_own(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(lines())
    ask(folder, oracle, repeats=2)
    assert (len(read_by(folder, oracle)), len(read_by(folder, oracle, 2))) == (6, 6)
    assert len({request.seed for request in oracle.requests}) == 12
    assert ask(folder, oracle, repeats=3).made == 6


def test_calls_go_out_at_once_and_the_answers_find_their_replies(tmp_path: Path) -> None:
    def answer(prompt: str) -> str:
        reply = prompt.partition("<reply>")[2].partition("</reply>")[0]
        return lines({"declines": "can't"}) if "sorry" in reply else lines()

    folder, oracle = held(tmp_path / "run"), Oracle(by=answer)
    ask(folder, oracle, concurrency=4)
    declining = [place for place, one in read_by(folder, oracle).items() if one.shows(Cue.DECLINES)]
    assert declining == [(ADA, 2)]


def test_the_judge_is_asked_about_the_slots_of_the_ask_in_play(tmp_path: Path) -> None:
    folder, oracle = held(tmp_path / "run"), Oracle(lines())
    ask(folder, oracle)
    asked: list[tuple[Message, ...]] = [request.messages for request in oracle.requests]
    assert "reflects what was said" not in asked[0][1].content
    assert f"\n{len(ORDER)}. Does the reply do this: reflects what was said" in asked[1][1].content


def test_a_run_that_went_on_is_read_where_it_was_left(tmp_path: Path) -> None:
    events = refused_once(ADA)
    folder = held(tmp_path / "run", events[:3])
    assert reobserve(folder, SimpleObserver()).made == 2
    with RunFolder.resume(folder) as record:
        for event in events[3:]:
            record.append(event)
    assert (reobserve(folder, SimpleObserver()).made, len(read_observations(folder).lines)) == (2, 4)


def test_two_who_observe_one_run_are_refused_and_the_run_itself_is_free(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    with Notebook.open(folder), RunFolder.resume(folder), pytest.raises(FolderLocked, match="is being observed by"):
        Notebook.open(folder)
    assert reobserve(folder, SimpleObserver()).made == 6
