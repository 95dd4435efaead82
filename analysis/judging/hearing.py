"""One conversation before one judge: which questions are asked is decided here, never by the judge."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

from analysis.evaluators.score import Absent, Answered, Value
from analysis.judging.asking import Asker, Case
from analysis.judging.item import either
from analysis.judging.questions import Asked, Key, Question
from simulator.chat import Reply
from simulator.errors import BudgetSpent, SimulatorError, TargetDown

Kept = Mapping[Key, Answered]
"""Answers that stand in the record already."""


class Outcome(NamedTuple):
    """What came of all questions of one rubric."""

    answers: tuple[Answered, ...]
    """In the order of the rubric."""
    replies: tuple[Reply, ...]
    """All that the judge wrote now."""
    halted: SimulatorError | None
    """Why the judge can be asked nothing more, if that is so."""


class Hearing:
    """Asks all questions about one conversation at once, dependent ones as soon as what they depend on is known."""

    def __init__(self, asker: Asker, case: Case) -> None:
        self._asker = asker
        self._case = case
        self._lead: asyncio.Event | None = None
        self._halted: SimulatorError | None = None
        self._replies: dict[Key, tuple[Reply, ...]] = {}

    async def hold(self, asked: Asked, kept: Kept) -> Outcome:
        """The answers to one rubric's questions; those that are kept are not asked for again."""
        self._replies = {}
        tasks: dict[Key, asyncio.Task[Answered]] = {}
        async with asyncio.TaskGroup() as group:
            for question in asked.questions:
                tasks[question.key] = group.create_task(self._one(question, asked, tasks, kept))
        replies = [self._replies.get(key, ()) for key in tasks]
        answers = tuple(task.result() for task in tasks.values())
        return Outcome(answers, tuple(reply for some in replies for reply in some), self._halted)

    async def _one(
        self, question: Question, asked: Asked, tasks: Mapping[Key, asyncio.Task[Answered]], kept: Kept
    ) -> Answered:
        for name, wanted in question.item.when.items():
            task = tasks.get((name, question.at, "")) or tasks.get((name, 0, ""))
            closed = _closed(name, await task if task else asked.without.get(name), either(wanted))
            if closed is not None:
                return _unasked(question, closed)
        if question.key in kept:
            return kept[question.key]
        return await self._in_turn(question)

    async def _in_turn(self, question: Question) -> Answered:
        """The first call goes alone: providers can share the beginning of a prompt only once they have read it."""
        if self._lead is not None:
            await self._lead.wait()
            return await self._ask(question)
        self._lead = asyncio.Event()
        try:
            return await self._ask(question)
        finally:
            self._lead.set()

    async def _ask(self, question: Question) -> Answered:
        if self._halted is None:
            try:
                heard = await self._asker.ask(self._case, question)
            except (BudgetSpent, TargetDown) as problem:
                self._halted = problem
            else:
                self._replies[question.key] = heard.replies
                return heard.answered
        return _unasked(question, Value(absent=Absent.FAILED, why="not asked: the judge was stopped before"))


def _closed(name: str, found: Answered | Value | None, wanted: tuple[str, ...]) -> Value | None:
    """Why a question does not arise, or cannot be known to; None where it does."""
    if found is None or found.absent is Absent.NOT_AT_RISK:
        return Value(absent=Absent.NOT_AT_RISK, why=f"'{name}' was not asked")
    if found.absent is Absent.FAILED:
        return Value(absent=Absent.FAILED, why=f"'{name}' was not answered: its call failed")
    if found.absent is not None:
        return Value(absent=Absent.UNKNOWN, why=f"'{name}' has no value: {found.absent}")
    said = found.said if isinstance(found, Answered) else str(found.value)
    return None if said in wanted else Value(absent=Absent.NOT_AT_RISK, why=f"'{name}' was answered {said}")


def _unasked(question: Question, why: Value) -> Answered:
    return Answered(item=question.item.id, at=question.at, part=question.part, absent=why.absent, why=why.why)


def settled(answered: Answered) -> bool:
    """Whether an answer need not be asked for again. What navigation decided is decided anew."""
    return answered.tries > 0 and answered.absent is not Absent.FAILED


def kept_of(answers: tuple[Answered, ...]) -> dict[Key, Answered]:
    """The settled ones, by what they answer."""
    return {(one.item, one.at, one.part): one for one in answers if settled(one)}


def failed(answers: tuple[Answered, ...]) -> bool:
    """Whether a call of these failed."""
    return any(one.absent is Absent.FAILED for one in answers)


def blank(answers: tuple[Answered, ...]) -> bool:
    """Whether no call was answered, and calls should have been."""
    return failed(answers) and not any(map(settled, answers))
