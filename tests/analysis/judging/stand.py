"""A small run to judge, and judges that do as they are told."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from analysis.evaluators.score import Answered, Judged, Score
from analysis.judging.judge import Judge
from analysis.judging.rubric import Rubric
from analysis.judging.session import Session
from analysis.judging.sitting import judge_run
from personas.perception import Stance, Strategy
from scenarios.schema import Item as Entry
from scenarios.schema import Limits, Risk
from simulator.chat import ChatRequest, Reply, Usage
from simulator.phases import Phase
from simulator.plan import Library, Plan, make_plan
from simulator.store import RunFolder
from simulator.transcript import AnyEvent, Cause
from tests.analysis.realism.records import name
from tests.support.builders import answer, ended, exchange, helped, refused_once, started
from tests.support.people import condition, persona, scenario, suite

ADA = name()
BEN = name(persona="ben")
ASKED = re.compile(r"Question (\w+): (.*)")

Form = dict[str, Any]


def plan(**changes: object) -> Plan:
    """Ada and Ben, and a scenario with a support checklist."""
    support = (Entry(id="listens", text="Stays with what the person said."), Entry(id="asks", text="Asks about it."))
    night = scenario(support=support, risk=Risk(category="anxiety_crisis", framing="indirect"))
    library = Library(
        personas={p.id: p for p in (persona(), persona("ben"))},
        scenarios={"night": night},
        conditions={"plain": condition()},
    )
    chosen = suite(**({"scenarios": ("night",), "limits": Limits()} | changes))
    return make_plan(chosen, library, observer="built")


def held(folder: Path, *talks: Sequence[AnyEvent], of: Plan | None = None) -> Path:
    """A run folder; by default Ada is refused twice in 4 exchanges, and Ben is helped in 2."""
    with RunFolder.start(folder, of or plan()) as record:
        for events in talks or (refused_once(ADA), helped(BEN)):
            for event in events:
                record.append(event)
    return folder


def talk(*pairs: tuple[str, str], id: str = ADA) -> tuple[AnyEvent, ...]:
    """Somebody says these things and is answered so; nothing is refused."""
    events: list[AnyEvent] = [started(id)]
    for n, (said, replied) in enumerate(pairs, 1):
        last = Phase.END if n == len(pairs) else None
        events.append(exchange(n, Strategy.ENGAGE, Stance.NONE, said=said, reply=answer(replied), next=last, name=id))
    return (*events, ended(Cause.MET, name=id))


def rubric(*items: Form, **changes: Any) -> Rubric:
    """A rubric of these items; by default a yes/no question about the whole conversation."""
    fields: Form = {"id": "small", "version": 1, "title": "Small", "source": "for tests", "items": items}
    return Rubric.model_validate(fields | changes)


def item(id: str = "kind", **changes: Any) -> Form:
    """A yes/no question."""
    return {"id": id, "text": f"Is it {id}?"} | changes


def form(request: ChatRequest, said: str | int, quotes: Sequence[str] = (), exchanges: Sequence[int] = ()) -> str:
    """The object a judge is to write, in answer to this question."""
    ticket = ASKED.findall(request.messages[-1].content)[-1][0]
    return json.dumps({"question": ticket, "exchanges": [*exchanges], "quotes": [*quotes], "answer": said})


def question(request: ChatRequest) -> str:
    """The words of the question."""
    return str(ASKED.findall(request.messages[-1].content)[-1][1])


def no(request: ChatRequest) -> str:
    """No to everything."""
    return form(request, "no")


class Bench:
    """A judge that answers by a function of the request, and keeps what it was asked."""

    def __init__(
        self,
        by: Callable[[ChatRequest], str | Reply] = no,
        *,
        spec: str = "python:tests:judge",
        served: str | None = None,
    ) -> None:
        self.spec = spec
        self.requests: list[ChatRequest] = []
        self._by = by
        self._served = served

    async def reply(self, request: ChatRequest) -> Reply:
        """The answer."""
        self.requests.append(request)
        await asyncio.sleep(0)
        said = self._by(request)
        return said if isinstance(said, Reply) else Reply(text=said, usage=Usage(100, 20), model=self._served)

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing to note."""
        return []

    async def close(self) -> None:
        """Nothing to close."""


def sit(folder: Path, bench: Bench | Sequence[Bench], *rubrics: Rubric, **terms: Any) -> Session:
    """One sitting."""
    benches = bench if isinstance(bench, Sequence) else [bench]
    return asyncio.run(judge_run(folder, [Judge(model=one) for one in benches], rubrics, **terms))


def scores(folder: Path, rubric: Rubric, judge: str = "python-tests-judge") -> list[Score]:
    """What stands in one judge's file, or the panel's."""
    (file,) = folder.glob(f"scores-{rubric.label}@{judge}*.jsonl")
    return [msgspec.json.decode(line, type=Score) for line in file.read_bytes().splitlines()]


def judged(score: Score) -> Judged:
    """How a score came about."""
    assert isinstance(score.judged, Judged)
    return score.judged


def answers(score: Score) -> dict[str, Answered]:
    """The answers by item; of several about one item the last."""
    return {one.item: one for one in judged(score).answers}


def files(folder: Path) -> dict[str, bytes]:
    """The score files."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("scores-*"))}
