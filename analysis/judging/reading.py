"""Read what a judge answered: one JSON object, in code fences or not. Words around it are rambling, and unread."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from analysis.evaluators.score import Absent, Answered
from analysis.judging.item import UNCLEAR
from analysis.judging.questions import Question
from analysis.judging.quotes import wrong
from analysis.judging.shown import Turn
from personas.perception import Source
from simulator.chat import Reply, StopReason

EARLY = 200
"""Characters within which a judge that will not answer says so."""

_FENCED = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL | re.IGNORECASE)
_DECLINING = re.compile(
    r"\bI(?:['’]m| am)? (?:can ?not|can['’]t|won['’]t|will not|unable|not able|not comfortable|must decline|decline)\b"
    r"|\b(?:I['’]m|I am|we['’]re)? ?(?:sorry|unable to)\b|\bagainst my (?:guidelines|policy|policies)\b",
    re.IGNORECASE,
)


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The object a judge is to write."""

    question: str
    answer: str | int
    exchanges: list[int] = []
    quotes: list[str] = []


_decoder = msgspec.json.Decoder(Written)


def read_answer(reply: Reply, question: Question, ticket: str, told: Mapping[int, Turn]) -> Answered:
    """What a reply answers to a question; the reason where it answers nothing.

    Args:
        reply: what the judge wrote.
        question: what was asked.
        ticket: the number it was asked under.
        told: the conversation, by the number of the exchange.
    """
    blank = Answered(item=question.item.id, at=question.at, part=question.part)
    stopped = _stopped(reply)
    if stopped is not None:
        return _without(blank, stopped, reply.stop_raw or "stopped")
    written = _written(reply.text)
    if written is None:
        return _without(blank, *_unread(reply))
    said = str(written.answer).strip().lower()
    if written.question.strip().lower() != ticket:
        return _without(blank, Absent.UNPARSEABLE, "it answers a question that was not asked")
    if said not in {*question.item.answers, UNCLEAR}:
        return _without(blank, Absent.UNPARSEABLE, f"found the answer {said[:40]!r}")
    return _checked(blank, said, written, question, told)


def _checked(blank: Answered, said: str, written: Written, question: Question, told: Mapping[int, Turn]) -> Answered:
    """The answer with its evidence; without that it is invalid, unless it says that something is absent."""
    exchanges, quotes = tuple(dict.fromkeys(written.exchanges)), tuple(written.quotes)
    if said == UNCLEAR:
        return msgspec.structs.replace(blank, said=said, absent=Absent.UNKNOWN, why="the judge could not tell")
    if said in _bare(question):
        real = tuple(n for n in exchanges if n in told)
        return msgspec.structs.replace(blank, said=said, exchanges=real)
    why = wrong(question, exchanges, quotes, told)
    found = msgspec.structs.replace(blank, said=said, exchanges=exchanges, quotes=quotes)
    return msgspec.structs.replace(found, absent=Absent.INVALID, why=why) if why else found


def _bare(question: Question) -> tuple[str, ...]:
    return ("no", *question.item.bare) if question.item.kind == "yes_no" else question.item.bare


def _written(text: str) -> Written | None:
    bare = _THOUGHT.sub("", text, count=1).strip()
    fenced = _FENCED.fullmatch(bare)
    try:
        return _decoder.decode(fenced[1] if fenced else bare)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def _stopped(reply: Reply) -> Absent | None:
    """A refusal field is the judge's own no; a filter or a stop is its provider's."""
    if reply.signal is not None:
        return Absent.DECLINED if reply.signal.source is Source.FIELD else Absent.BLOCKED
    return Absent.BLOCKED if reply.stop in (StopReason.FILTER, StopReason.REFUSAL) else None


def _unread(reply: Reply) -> tuple[Absent, str]:
    if _DECLINING.search(reply.text[:EARLY]) and "{" not in reply.text[:EARLY]:
        return Absent.DECLINED, "it says that it will not answer"
    if reply.stop is StopReason.LENGTH:
        return Absent.UNPARSEABLE, "cut by length before one JSON object was whole"
    return Absent.UNPARSEABLE, "it is not one JSON object of the form asked for, and nothing else"


def _without(blank: Answered, absent: Absent, why: str) -> Answered:
    return msgspec.structs.replace(blank, absent=absent, why=why)
