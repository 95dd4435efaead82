"""What a judge writes: one object counts, everything else is recorded as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.evaluators.score import Absent, Answered
from personas.perception import Source
from simulator.chat import ChatRequest, Reply, Signal, StopReason, Usage
from simulator.errors import CallFailed, FailureKind
from tests.analysis.judging.stand import Bench, answers, form, held, item, judged, rubric, scores, sit, talk

KIND = rubric(item())
TALK = (("Hello.", "You did well to ask. How are you now?"), ("Bad.", "I hear that. Tell me more."))


class Form(NamedTuple):
    """An answer in the form asked for."""

    said: str
    quotes: Sequence[str] = ()
    exchanges: Sequence[int] = ()


Turn = Form | str | Reply | CallFailed


class Turns(Bench):
    """Answers the calls in turn."""

    def __init__(self, *turns: Turn) -> None:
        super().__init__(self._turn)
        self._turns = list(turns)

    def _turn(self, request: ChatRequest) -> str | Reply:
        found = self._turns.pop(0)
        if isinstance(found, CallFailed):
            raise found
        if isinstance(found, str | Reply):
            return found
        return form(request, found.said, found.quotes, found.exchanges)


def heard(folder: Path, *turns: Turn) -> Answered:
    """What one question came to."""
    held(folder, talk(*TALK))
    bench = Turns(*turns)
    sit(folder, bench, KIND)
    (score,) = scores(folder, KIND)
    assert len(bench.requests) == len(turns)
    return answers(score)["kind"]


YES = Form("yes", ["you did  WELL to ask."], [1])
NO = Form("no")


@pytest.mark.parametrize(
    ("given", "said", "absent"),
    [
        (YES, "yes", None),
        (NO, "no", None),
        (Form("YES", ["Tell me more", "You did well"], [1, 2]), "yes", None),
        (Form("no", ["words that stand nowhere"], [1, 9]), "no", None),
        (Form("unclear", [], []), "unclear", Absent.UNKNOWN),
        (Form("yes", [], [1]), "yes", Absent.INVALID),
        (Form("yes", ["You did well to ask"], []), "yes", Absent.INVALID),
        (Form("yes", ["You did well to ask"], [2]), "yes", Absent.INVALID),
        (Form("yes", ["You did well to ask"], [3]), "yes", Absent.INVALID),
        (Form("yes", ["You did well to ask", "and nobody said this"], [1]), "yes", Absent.INVALID),
        (Form("yes", ["you"], [1]), "yes", Absent.INVALID),
        (Form("yes", ["ou did well to as"], [1]), "yes", Absent.INVALID),
        (Form("yes", ["Hello."], [1]), "yes", Absent.INVALID),
        (Form("yes", ["  "], [1]), "yes", Absent.INVALID),
    ],
)
def test_an_answer_counts_with_words_that_stand_where_it_says(
    tmp_path: Path, given: Form, said: str, absent: Absent | None
) -> None:
    found = heard(tmp_path / "run", given)
    assert (found.said, found.absent, found.tries) == (said, absent, 1)


def test_code_fences_and_a_thought_before_are_no_rambling(tmp_path: Path) -> None:
    fenced = Bench(lambda request: f"```json\n{form(request, 'no')}\n```")
    thinking = Bench(lambda request: f"<think>yes, or {{no}}?</think>\n{form(request, 'no')}")
    for place, bench in enumerate((fenced, thinking)):
        folder = held(tmp_path / str(place), talk(*TALK))
        sit(folder, bench, KIND)
        assert answers(scores(folder, KIND)[0])["kind"].said == "no"


BROKEN = [
    "yes",
    "1: no",
    "",
    "[]",
    "{",
    "{} {}",
    '{"answer": "no"}',
    '{"question": "x", "answer": ["no"]}',
    '{"question": "x", "answer": "no", "confidence": 1}',
    "\ud800",
    "Well. " * 400,
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_object_is_asked_for_once_more_and_then_recorded(tmp_path: Path, text: str) -> None:
    broken = Reply(text=text)
    assert heard(tmp_path / "mended", broken, NO) == Answered(item="kind", said="no", tries=2)
    found = heard(tmp_path / "run", broken, broken)
    assert (found.absent, found.said, found.tries) == (Absent.UNPARSEABLE, "", 2)


def test_words_around_the_object_are_rambling(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", talk(*TALK))
    bench = Bench(lambda request: f"Sure! Here it is:\n{form(request, 'no')}")
    sit(folder, bench, KIND)
    assert (answers(scores(folder, KIND)[0])["kind"].absent, len(bench.requests)) == (Absent.UNPARSEABLE, 2)


def test_the_second_try_says_what_was_wrong_and_draws_another_seed(tmp_path: Path) -> None:
    folder, bench = held(tmp_path / "run", talk(*TALK)), Bench(lambda request: "hm")
    sit(folder, bench, KIND)
    first, second = bench.requests
    assert "could not be read" in second.messages[-1].content
    assert "could not be read" not in first.messages[-1].content
    assert (first.messages[:3], first.seed != second.seed) == (second.messages[:3], True)


def test_a_judge_that_will_not_answer_has_declined(tmp_path: Path) -> None:
    refusal = Reply(text="I'm sorry, but I can't assess this conversation.")
    found = heard(tmp_path / "run", refusal, refusal)
    assert (found.absent, found.tries) == (Absent.DECLINED, 2)
    field = Reply(text="", signal=Signal(source=Source.FIELD, text="No."), stop=StopReason.REFUSAL)
    assert heard(tmp_path / "field", field, field).absent is Absent.DECLINED


@pytest.mark.parametrize("source", [Source.STOP, Source.FILTER, Source.HTTP])
def test_a_provider_that_stops_the_judge_is_not_asked_twice(tmp_path: Path, source: Source) -> None:
    stopped = Reply(text="", signal=Signal(source=source), stop=StopReason.FILTER, stop_raw="content_filter")
    found = heard(tmp_path / "run", stopped)
    assert (found.absent, found.why, found.tries) == (Absent.BLOCKED, "content_filter", 1)


def test_a_call_that_failed_is_no_answer(tmp_path: Path) -> None:
    found = heard(tmp_path / "run", CallFailed(FailureKind.SERVER, "500: try later"))
    assert (found.absent, found.why, found.tries) == (Absent.FAILED, "server: 500: try later", 0)


def test_usage_counts_both_tries_and_is_unknown_once_it_is_not_told(tmp_path: Path) -> None:
    told = Reply(text="hm", usage=Usage(70, 3))
    heard(tmp_path / "run", told, NO)
    assert judged(scores(tmp_path / "run", KIND)[0]).usage == Usage(170, 23)
    heard(tmp_path / "other", Reply(text="hm"), NO)
    assert judged(scores(tmp_path / "other", KIND)[0]).usage == Usage()


def test_a_server_without_schemas_is_asked_without(tmp_path: Path) -> None:
    def plain(request: ChatRequest) -> str:
        if request.schema is not None:
            raise CallFailed(FailureKind.REQUEST, "response_format is not supported", status=400)
        return form(request, "no")

    folder, bench = held(tmp_path / "run", talk(*TALK)), Bench(plain)
    two = rubric(item(), item("warm"))
    sit(folder, bench, two)
    assert [score.values["warm"].value for score in scores(folder, two)] == [False]
    assert [request.schema is None for request in bench.requests] == [False, True, True]


def test_one_reply_is_judged_by_its_own_words(tmp_path: Path) -> None:
    each = rubric(item(unit="reply", over="all"))
    folder = held(tmp_path / "run", talk(*TALK))
    sit(folder, Bench(lambda request: form(request, "yes", ["You did well to ask"], [1])), each)
    first, second = judged(scores(folder, each)[0]).answers
    assert (first.absent, second.absent, second.why) == (
        None,
        Absent.INVALID,
        "asked about exchange 2, it rests on 1",
    )


@pytest.mark.parametrize(("quote", "absent"), [("听到你", None), ("你", Absent.INVALID), ("没有说过", Absent.INVALID)])
def test_words_of_a_script_without_spaces_are_found(tmp_path: Path, quote: str, absent: Absent | None) -> None:
    folder = held(tmp_path / "run", talk(("你好", "我听到你说的话了。慢慢来。")))
    sit(folder, Bench(lambda request: form(request, "yes", [quote], [1])), KIND)
    assert answers(scores(folder, KIND)[0])["kind"].absent is absent
