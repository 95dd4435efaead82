"""A whole run judged: what is kept, what is asked again, what stops it, and what its files look like."""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.evaluators.score import Absent
from analysis.judging.judge import Judge
from analysis.judging.lock import LOCK
from analysis.judging.sitting import judge_run
from scenarios.schema import Limits, Target
from simulator.chat import ChatRequest, Reply
from simulator.errors import CallFailed, FailureKind, FolderLocked, StoreError
from simulator.targets.pace import Paced, Retry
from simulator.targets.purse import Purse
from simulator.transcript import Cause
from tests.analysis.judging.stand import (
    ADA,
    BEN,
    Bench,
    answers,
    files,
    form,
    held,
    item,
    judged,
    no,
    plan,
    question,
    rubric,
    scores,
    sit,
    talk,
)
from tests.analysis.realism.records import name
from tests.support.builders import ended, refused_once, started
from tests.support.terminal import ROOT

PAIR = rubric(item(), item("warm"))
OTHER = rubric(item("short", unit="reply"), id="other")


def test_every_conversation_gets_a_line_for_each_judge_repeat_and_rubric(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    session = sit(folder, [Bench(), Bench(spec="python:tests:second")], PAIR, OTHER, repeats=2)
    assert (session.wanted, session.made, session.kept, session.failed, session.left) == (16, 16, 0, 0, 0)
    assert session.calls == 2 * 2 * (2 + 2 + 4 + 2)
    seats = [(score.id, judged(score).repeat) for score in scores(folder, PAIR)]
    assert seats == [(ADA, 1), (ADA, 2), (BEN, 1), (BEN, 2)]
    assert {name: (folder / name).read_bytes() for name in before} == before
    panel = scores(folder, PAIR, "panel")
    assert [(score.id, score.instrument) for score in panel] == [
        (id, "panel:python:tests:judgex2,python:tests:secondx2") for id in (ADA, BEN)
    ]


def test_what_was_judged_is_not_asked_again_and_the_files_stay(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    sit(folder, Bench(), PAIR)
    before, again = files(folder), Bench()
    session = sit(folder, again, PAIR)
    assert (session.kept, session.made, again.requests, files(folder)) == (2, 0, [], before)


def test_another_repeat_judge_or_rubric_asks_for_that_alone(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    sit(folder, Bench(), PAIR)
    more, second = Bench(), Bench(spec="python:tests:second")
    session = sit(folder, [more, second], PAIR, OTHER, repeats=2)
    assert (session.wanted, session.kept) == (16, 2)
    assert [len(more.requests), len(second.requests)] == [2 * 2 + 2 * 6, 2 * 4 + 2 * 6]


def test_calls_that_failed_are_made_again_and_those_alone(tmp_path: Path) -> None:
    def failing(request: ChatRequest) -> str:
        if question(request) == "Is it warm?":
            raise CallFailed(FailureKind.SERVER, "500")
        return no(request)

    folder = held(tmp_path / "run")
    session = sit(folder, Bench(failing), PAIR)
    assert (session.made, session.failed) == (2, 2)
    assert [score.values["warm"].absent for score in scores(folder, PAIR)] == [Absent.FAILED] * 2
    mended = Bench()
    session = sit(folder, mended, PAIR)
    assert [question(request) for request in mended.requests] == ["Is it warm?"] * 2
    whole = held(tmp_path / "whole")
    sit(whole, Bench(), PAIR)
    assert (session.failed, files(folder)) == (0, files(whole))


def test_the_order_of_answers_leaves_no_trace(tmp_path: Path) -> None:
    """Calls end in any order, alone or many at once: the files are the same."""

    class Shuffled(Bench):
        async def reply(self, request: ChatRequest) -> Reply:
            for _ in range(random.Random(request.seed).randint(0, 40)):
                await asyncio.sleep(0)
            return await super().reply(request)

    talks = [refused_once(name(repetition=n)) for n in (1, 2, 3)] + [talk(("Hi.", "Hm."), id=BEN)]
    found = []
    for place, concurrency in enumerate((1, 3, 50)):
        folder = held(tmp_path / str(place), *talks)
        sit(folder, Shuffled(), PAIR, OTHER, repeats=3, concurrency=concurrency)
        found.append(files(folder))
    assert found[0] == found[1] == found[2]


def test_a_spent_budget_halts_and_what_was_answered_is_kept(tmp_path: Path) -> None:
    def paced(tokens: int | None) -> tuple[Paced, Bench]:
        bench, purse = Bench(), Purse(Limits(tokens=tokens))
        target = Target(spec=bench.spec, concurrency=1)
        return Paced(bench, target, purse=purse, draw=random.Random(1), retry=Retry(tries=1)), bench

    folder, whole = held(tmp_path / "run"), held(tmp_path / "whole")
    model, first = paced(120 * 3)
    session = asyncio.run(judge_run(folder, [Judge(model=model)], [PAIR, OTHER], concurrency=1))
    assert ("tokens" in session.halted, len(first.requests), session.left > 0) == (True, 3, True)
    model, second = paced(None)
    session = asyncio.run(judge_run(folder, [Judge(model=model)], [PAIR, OTHER]))
    sit(whole, Bench(), PAIR, OTHER)
    assert (session.halted, len(second.requests), files(folder)) == ("", 10 - 3, files(whole))


def test_a_judge_that_is_down_stops_alone(tmp_path: Path) -> None:
    def refused(request: ChatRequest) -> str:
        raise CallFailed(FailureKind.AUTH, "401: no such key", status=401)

    folder, target = held(tmp_path / "run"), Target(spec="python:tests:down")
    down = Paced(Bench(refused, spec=target.spec), target, purse=Purse(Limits()), draw=random.Random(1))
    up = Bench()
    session = asyncio.run(judge_run(folder, [Judge(model=down), Judge(model=up)], [PAIR], concurrency=1))
    assert ("401: no such key" in session.halted, len(up.requests), session.made >= 2) == (True, 4, True)
    assert scores(folder, PAIR, "panel") == []


def test_a_conversation_that_failed_is_not_judged(tmp_path: Path) -> None:
    folder, bench = held(tmp_path / "run", (started(ADA), ended(Cause.FAILED, name=ADA))), Bench()
    sit(folder, bench, PAIR)
    (score,) = scores(folder, PAIR)
    assert ({value.absent for value in score.values.values()}, bench.requests) == ({Absent.NOT_HELD}, [])


def test_a_conversation_under_way_waits_and_a_note_says_so(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(ADA), refused_once(BEN)[:-1])
    session = sit(folder, Bench(), PAIR)
    assert (session.wanted, session.notes) == (1, ["1 conversations have not ended and are not judged"])


def test_a_rubric_changed_under_its_version_is_refused(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    sit(folder, Bench(), PAIR)
    with pytest.raises(AnalysisError, match="was changed since version 1 judged here; raise its version"):
        sit(folder, Bench(), rubric(item(), item("cold")))
    sit(folder, Bench(), rubric(item(), item("cold"), version=2))
    assert len(list(folder.glob("scores-small-*@python*"))) == 2


def test_two_of_one_name_and_none_are_refused(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    for judges, rubrics, error in (
        ([Bench(), Bench()], [PAIR], "judge 'python:tests:judge' is named twice"),
        ([Bench()], [PAIR, PAIR], "rubric 'small' is named twice"),
        ([], [PAIR], "found no judge or no rubric"),
    ):
        with pytest.raises(AnalysisError, match=error):
            sit(folder, judges, *rubrics)
    with pytest.raises(AnalysisError, match="found 0 repeats"):
        sit(folder, Bench(), PAIR, repeats=0)
    with pytest.raises(StoreError):
        sit(tmp_path / "nowhere", Bench(), PAIR)


def test_two_processes_do_not_judge_one_run(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(FolderLocked, match="being judged by another pastno"):
        sit(folder, Bench(), PAIR)
    os.close(handle)
    assert sit(folder, Bench(), PAIR).made == 2


class TestFamily:
    """Judges of the family that they would judge."""

    def run(self, folder: Path, target: str = "openai:gpt-5.6") -> Path:
        of = plan(targets=(target,), personas=("ada",))
        return held(folder, talk(("Hello.", "Hello."), id=name(target=target)), of=of)

    def test_one_is_refused_before_any_call(self, tmp_path: Path) -> None:
        folder, bench = self.run(tmp_path / "run"), Bench(spec="openai:vendor/gpt-oss-120b")
        with pytest.raises(AnalysisError, match=r"same model family as target openai:gpt-5\.6 .*gpt"):
            sit(folder, bench, PAIR)
        assert (bench.requests, files(folder)) == ([], {})

    def test_one_that_is_allowed_is_marked_in_every_score(self, tmp_path: Path) -> None:
        folder, bench = self.run(tmp_path / "run"), Bench(spec="openai:gpt-4o-mini")
        sit(folder, bench, PAIR, same_family=True)
        marks = [judged(s).same_family for who in ("openai", "panel") for s in scores(folder, PAIR, who)]
        assert marks == ["target openai:gpt-5.6: gpt"] * 2

    def test_one_that_answers_under_a_telling_name_is_stopped(self, tmp_path: Path) -> None:
        folder, bench = self.run(tmp_path / "run"), Bench(spec="openai:house-model", served="gpt-4.1-2025")
        session = sit(folder, bench, PAIR)
        assert "openai:house-model answering as gpt-4.1-2025 is of the same model family" in session.halted
        assert (session.made, session.left) == (0, 1)

    def test_another_family_is_not_marked(self, tmp_path: Path) -> None:
        folder, bench = self.run(tmp_path / "run"), Bench(spec="openai:claude-sonnet-5", served="claude-sonnet-5")
        sit(folder, bench, PAIR)
        (score,) = scores(folder, PAIR, "openai")
        assert (judged(score).same_family, judged(score).models) == ("", ("claude-sonnet-5",))


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from analysis.judging.judge import Judge
from analysis.judging.sitting import judge_run
from tests.analysis.judging.stand import Bench
from tests.analysis.judging.test_sitting import OTHER, PAIR

class Mortal(Bench):
    async def reply(self, request):
        if len(self.requests) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().reply(request)

asyncio.run(judge_run(Path(sys.argv[1]), [Judge(model=Mortal())], [PAIR, OTHER], repeats=2, concurrency=3))
"""


def test_a_killed_sitting_leaves_what_an_undisturbed_one_would(tmp_path: Path) -> None:
    talks = [refused_once(name(repetition=n)) for n in (1, 2, 3)] + [talk(("Hi.", "Hm."), id=BEN)]
    folder, whole = held(tmp_path / "run", *talks), held(tmp_path / "whole", *talks)
    sit(whole, Bench(), PAIR, OTHER, repeats=2)
    for after in (9, 11, 13):
        command = [sys.executable, "-c", KILLED, str(folder), str(after)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    for work in folder.glob(".scores-*.work"):
        with work.open("ab") as file:
            file.write(b'{"v":1,"id":"torn')
    left = Bench()
    session = sit(folder, left, PAIR, OTHER, repeats=2)
    assert (session.kept > 0, len(left.requests) < 2 * (3 * 6 + 3)) == (True, True)
    assert (files(folder), list(folder.glob(".scores-*"))) == (files(whole), [])


def test_a_reply_unit_keeps_every_answer_in_the_order_of_the_conversation(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    sit(folder, Bench(lambda request: form(request, "no")), OTHER)
    assert [one.at for one in judged(scores(folder, OTHER)[0]).answers] == [1, 2, 3, 4]
    assert set(answers(scores(folder, OTHER)[0])) == {"short"}
