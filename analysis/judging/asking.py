"""Ask one judge one question; once more where it does not answer; what does not come then is recorded as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from analysis.evaluators.score import Absent, Answered
from analysis.judging.fence import Fence
from analysis.judging.judge import Judge
from analysis.judging.prompt import SHARED, closing, schema
from analysis.judging.questions import Question
from analysis.judging.reading import read_answer
from analysis.judging.shown import Turn
from simulator.chat import ChatRequest, Message, Reply, Usage
from simulator.draws import Draws
from simulator.errors import CallFailed, FailureKind, TargetDown

TRIES = 2
_AGAIN = frozenset({Absent.DECLINED, Absent.UNPARSEABLE})
"""What another try may mend. A provider that stopped it stops it again; words that do not exist are an answer."""


class Case(NamedTuple):
    """A conversation as it is put before one judge."""

    opening: tuple[Message, ...]
    fence: Fence
    told: Mapping[int, Turn]
    draws: Draws


class Heard(NamedTuple):
    """What came of one question."""

    answered: Answered
    replies: tuple[Reply, ...]
    """All that the judge wrote for it."""


class Asker:
    """Puts questions to one judge, at most as many at once as there are places."""

    def __init__(self, judge: Judge, places: asyncio.Semaphore) -> None:
        self.judge = judge
        self.calls = 0
        self._places = places
        self._held_to_schema = True

    async def ask(self, case: Case, question: Question) -> Heard:
        """One question, tried twice at most.

        Raises:
            BudgetSpent: nothing more may be spent.
            TargetDown: every further call to this judge must fail.
        """
        replies: list[Reply] = []
        ticket = case.fence.ticket("/".join(map(str, question.key)))
        answered = Answered(item=question.item.id, at=question.at, part=question.part)
        for attempt in range(1, TRIES + 1):
            try:
                reply = await self._reply(case, question, ticket, attempt)
            except TargetDown:
                raise
            except CallFailed as problem:
                why = f"{problem.kind}: {problem}"
                return Heard(msgspec.structs.replace(answered, absent=Absent.FAILED, why=why), tuple(replies))
            replies.append(reply)
            found = read_answer(reply, question, ticket, case.told)
            answered = msgspec.structs.replace(found, tries=attempt)
            if answered.absent not in _AGAIN:
                break
        return Heard(answered, tuple(replies))

    async def _reply(self, case: Case, question: Question, ticket: str, attempt: int) -> Reply:
        purpose = f"judge/{question.item.id}/{question.part}/{attempt}"
        request = ChatRequest(
            messages=(*case.opening, closing(question, ticket, again=attempt > 1)),
            max_tokens=self.judge.max_tokens,
            temperature=0.0,
            seed=case.draws.seed_for(question.at, purpose),
            cache=SHARED - 1,
            schema=schema(question.item) if self._held_to_schema else None,
        )
        try:
            return await self._call(request)
        except CallFailed as problem:
            # Models and servers that know no schemas say so with a plain 400, and nothing tells it from others.
            if problem.kind is not FailureKind.REQUEST or request.schema is None:
                raise
        reply = await self._call(msgspec.structs.replace(request, schema=None))
        self._held_to_schema = False
        return reply

    async def _call(self, request: ChatRequest) -> Reply:
        async with self._places:
            self.calls += 1
            return await self.judge.model.reply(request)


def used(before: Usage, replies: tuple[Reply, ...]) -> Usage:
    """Usage so far and of more replies; None once a provider did not say."""
    sent, written = before.input_tokens, before.output_tokens
    for reply in replies:
        more = reply.usage
        sent = None if sent is None or more.input_tokens is None else sent + more.input_tokens
        written = None if written is None or more.output_tokens is None else written + more.output_tokens
    return Usage(sent, written)
