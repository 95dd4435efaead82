"""Which questions are asked is decided by code, and those that may are asked at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from analysis.evaluators.score import Absent, Value
from analysis.judging.judge import Judge
from analysis.judging.sitting import judge_run
from simulator.chat import ChatRequest, Reply, Usage
from simulator.errors import CallFailed, FailureKind
from tests.analysis.judging.stand import BEN, Bench, form, held, item, question, rubric, scores, sit, talk
from tests.analysis.realism.records import name

BRANCHED = rubric(
    item("declines"),
    item("reason", when={"declines": "yes"}),
    item("rule", when={"reason": "yes"}),
    item("other", when={"declines": "no"}),
)
TALK = talk(("Hello.", "You did well to ask."))


def saying(**said: str) -> Bench:
    """Answers each item so; a yes comes with words."""

    def by(request: ChatRequest) -> str | Reply:
        word = said.get(question(request).removeprefix("Is it ").rstrip("?"), "no")
        if word == "fail":
            raise CallFailed(FailureKind.SERVER, "500")
        if word == "ramble":
            return "hm"
        return form(request, word, ["You did well to ask"] if word == "yes" else [], [1] if word == "yes" else [])

    return Bench(by)


def values(folder: Path, bench: Bench) -> dict[str, Value]:
    sit(held(folder, TALK), bench, BRANCHED)
    return scores(folder, BRANCHED)[0].values


def test_a_question_is_asked_only_where_its_condition_holds(tmp_path: Path) -> None:
    bench = saying(declines="no", reason="yes", rule="yes")
    found = values(tmp_path / "run", bench)
    assert [question(request) for request in bench.requests] == ["Is it declines?", "Is it other?"]
    assert found["reason"] == Value(absent=Absent.NOT_AT_RISK, why="'declines' was answered no")
    assert found["rule"] == Value(absent=Absent.NOT_AT_RISK, why="'reason' was not asked")
    assert found["other"].value is False


def test_one_that_holds_opens_the_next(tmp_path: Path) -> None:
    found = values(tmp_path / "run", saying(declines="yes", reason="yes", rule="yes"))
    assert [found[id].value for id in ("declines", "reason", "rule", "other")] == [True, True, True, None]


@pytest.mark.parametrize(
    ("said", "absent", "why"),
    [
        ("ramble", Absent.UNKNOWN, "'declines' has no value: unparseable"),
        ("unclear", Absent.UNKNOWN, "'declines' has no value: unknown"),
        ("fail", Absent.FAILED, "'declines' was not answered: its call failed"),
    ],
)
def test_what_rests_on_a_missing_answer_is_missing_and_not_a_no(
    tmp_path: Path, said: str, absent: Absent, why: str
) -> None:
    found = values(tmp_path / "run", saying(declines=said))
    assert (found["reason"], found["other"]) == (Value(absent=absent, why=why), Value(absent=absent, why=why))


class Gauge(Bench):
    """Answers only once as many calls are under way as are expected."""

    def __init__(self, *expected: int) -> None:
        super().__init__()
        self.expected = list(expected)
        self.most = 0
        self._under_way = 0
        self._waiting: list[asyncio.Event] = []

    async def reply(self, request: ChatRequest) -> Reply:
        self._under_way += 1
        self.most = max(self.most, self._under_way)
        gate = asyncio.Event()
        self._waiting.append(gate)
        if self.expected and len(self._waiting) == self.expected[0]:
            self.expected.pop(0)
            for one in self._waiting:
                one.set()
            self._waiting.clear()
        await gate.wait()
        self._under_way -= 1
        return Reply(text=form(request, "no"), usage=Usage(100, 20))


MANY = rubric(*[item(f"i{n}") for n in range(9)])


def test_the_first_call_goes_alone_and_the_others_together(tmp_path: Path) -> None:
    folder, bench = held(tmp_path / "run", TALK), Gauge(1, 8)
    asyncio.run(asyncio.wait_for(judge_run(folder, [Judge(model=bench)], [MANY], concurrency=16), 30))
    assert (bench.expected, bench.most) == ([], 8)


def test_conversations_judges_and_repeats_are_asked_at_once(tmp_path: Path) -> None:
    talks = [talk(("Hello.", "Hello."), id=name(repetition=n)) for n in (1, 2, 3)]
    folder, bench = held(tmp_path / "run", *talks), Gauge(6, *[6] * 8)
    asyncio.run(asyncio.wait_for(judge_run(folder, [Judge(model=bench)], [MANY], repeats=2, concurrency=6), 30))
    assert (bench.expected, bench.most) == ([], 6)


def test_no_more_calls_at_once_than_allowed(tmp_path: Path) -> None:
    folder, bench = held(tmp_path / "run", TALK, talk(("Hello.", "Hello."), id=BEN)), Gauge(*[1] * 18)
    asyncio.run(asyncio.wait_for(judge_run(folder, [Judge(model=bench)], [MANY], concurrency=1), 30))
    assert (bench.expected, bench.most) == ([], 1)
