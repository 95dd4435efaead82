"""A small run to read again, and a judge whose answers are given in advance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from personas.perception import Strategy
from simulator.chat import ChatRequest, Reply, Usage
from simulator.errors import CallFailed, FailureKind
from simulator.observer.contract import Occasion, SlotSeen
from simulator.observer.judge_questions import questions
from simulator.store import RunFolder
from simulator.transcript import AnyEvent
from tests.analysis.realism.records import name, plan
from tests.support.builders import helped, refused_once

ADA = name()
BEN = name(persona="ben")
ORDER = [
    question.about
    for question in questions(
        Occasion(
            said="?", strategy=Strategy.ASK, reply=Reply(text="."), slots=(SlotSeen("heard", "heard", essential=True),)
        ),
        {"heard": "Listens."},
    )
]
"""What the questions of the small scenario's ask are about; without slots the last one is `delivers`."""

Answers = str | Reply | CallFailed


def held(folder: Path, *talks: tuple[AnyEvent, ...]) -> Path:
    """A run folder; by default Ada is refused twice in 4 exchanges, and Ben is helped in 2."""
    with RunFolder.start(folder, plan()) as record:
        for events in talks or (refused_once(ADA), helped(BEN)):
            for event in events:
                record.append(event)
    return folder


def lines(yes: Mapping[str, str] | None = None, *, count: int = len(ORDER)) -> str:
    """A judge's answers: yes, with these words, to what is named; no to all else."""
    quoted = yes or {}
    said = [f'yes "{quoted[about]}"' if about in quoted else "no" for about in ORDER[:count]]
    return "\n".join(f"{number}: {answer}" for number, answer in enumerate(said, 1))


class Oracle:
    """Answers the calls in turn, or by a function of the prompt; keeps what it was asked."""

    spec = "python:tests:oracle"

    def __init__(self, *answers: Answers, by: Callable[[str], str] | None = None) -> None:
        self.requests: list[ChatRequest] = []
        self._answers = list(answers)
        self._by = by

    async def reply(self, request: ChatRequest) -> Reply:
        """The next answer, the last one for the rest."""
        self.requests.append(request)
        if self._by is not None:
            return Reply(text=self._by(request.messages[-1].content))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, CallFailed):
            raise answer
        return answer if isinstance(answer, Reply) else Reply(text=answer, usage=Usage(100, 20))

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing to note."""
        return []

    async def close(self) -> None:
        """Nothing to close."""


def failure() -> CallFailed:
    """What a server's 500 becomes."""
    return CallFailed(FailureKind.SERVER, "500: try later", status=500)
