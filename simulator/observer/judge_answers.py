"""Read what a judge answered: strict lines, and words that must stand in the reply. What cannot be read is no `no`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.observations import Answer
from simulator.observer.judge_questions import Question
from simulator.quoting import find

_LINE = re.compile(r"[ \t]*(\d{1,3})[ \t]*[:.)][ \t]*(yes|no)\b(?![/|])([^\n]*)", re.IGNORECASE)
_QUOTED = re.compile(r'["“”](.*)["“”]')
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL | re.IGNORECASE)


def read_answers(text: str, asked: Sequence[Question], reply: str) -> tuple[Answer, ...]:
    """One answer for each question, in their order; empty where the text is no list of answers.

    A judge that goes on to answer what nobody asked has not read the questions: none of its lines count.

    Args:
        text: what the judge wrote.
        asked: the questions, in the order of their numbers.
        reply: the words that quotations must stand in.
    """
    said: dict[int, dict[str, str]] = {}
    for line in _THOUGHT.sub("", text, count=1).splitlines():
        match = _LINE.match(line)
        if match is not None:
            said.setdefault(int(match[1]), {}).setdefault(match[2].lower(), match[3])
    if not said or not said.keys() <= set(range(1, len(asked) + 1)):
        return ()
    return tuple(_answer(question.about, said.get(n, {}), reply) for n, question in enumerate(asked, 1))


def _answer(about: str, given: dict[str, str], reply: str) -> Answer:
    if len(given) != 1:
        return Answer(about, "unanswered")
    if "no" in given:
        return Answer(about, "no")
    quoted = _QUOTED.search(given["yes"])
    place = find(quoted[1], reply) if quoted else None
    return Answer(about, "invalid") if place is None else Answer(about, "yes", *place)
