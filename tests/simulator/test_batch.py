"""A whole plan: one broken conversation never stops the others, and a session can always be taken up again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from personas.perception import Stance
from simulator.batch import Batch, BatchResult
from simulator.chat import ChatRequest, Reply
from simulator.errors import BudgetSpent, CallFailed, FailureKind, PlanChanged, TargetDown
from simulator.plan import Plan, make_plan
from simulator.store import RunFolder, read
from simulator.transcript import Exchange, comparable
from tests.support.people import library, suite
from tests.support.stand import Echo, Told

SPEC = "reference:blunt"


def plan() -> Plan:
    return make_plan(suite(), library(), observer="told-1")


def session(path: Path, target: Echo, stances: Sequence[Stance] = (Stance.REFUSE,)) -> BatchResult:
    with RunFolder.start(path, plan()) as folder:
        return asyncio.run(Batch(folder, {SPEC: target}, Told(stances)).run())


def test_every_conversation_of_the_plan_is_held(tmp_path: Path) -> None:
    result = session(tmp_path, Echo())
    assert result.tallies[SPEC].ended == 4
    assert all(live.ended for live in read(tmp_path).lives().values())


def test_a_finished_run_makes_no_more_calls(tmp_path: Path) -> None:
    session(tmp_path, Echo())
    again = Echo()
    result = session(tmp_path, again)
    assert (result.tallies[SPEC].ended, again.requests) == (4, [])


def test_one_failing_call_fails_one_conversation_alone(tmp_path: Path) -> None:
    result = session(tmp_path, Echo({3: CallFailed(FailureKind.REQUEST, "400: content too long")}))
    assert (result.failed, result.tallies[SPEC].ended) == (1, 3)


def test_failed_conversations_are_taken_up_by_the_next_session(tmp_path: Path) -> None:
    session(tmp_path, Echo({3: CallFailed(FailureKind.REQUEST, "400"), 5: CallFailed(FailureKind.SERVER, "500")}))
    result = session(tmp_path, Echo())
    assert (result.failed, result.tallies[SPEC].ended) == (0, 4)


def test_a_run_with_failures_taken_up_equals_one_without(tmp_path: Path) -> None:
    session(tmp_path / "broken", Echo({n: CallFailed(FailureKind.SERVER, "500") for n in (2, 5, 9)}))
    session(tmp_path / "broken", Echo())
    session(tmp_path / "whole", Echo())
    assert lines(tmp_path / "broken") == lines(tmp_path / "whole")


def lines(path: Path) -> dict[str, list[bytes]]:
    run = read(path)
    return {
        name: [comparable(e) for e in events if isinstance(e, Exchange)] for name, events in run.conversations.items()
    }


class Frugal(Echo):
    """Its budget is spent after some calls."""

    async def reply(self, request: ChatRequest) -> Reply:
        if len(self.requests) == 5:
            raise BudgetSpent("5 calls of 5 are spent")
        return await super().reply(request)


def test_a_spent_budget_stops_the_session_and_fails_nobody(tmp_path: Path) -> None:
    result = session(tmp_path, Frugal())
    assert (result.halted, result.failed) == ("5 calls of 5 are spent", 0)
    assert session(tmp_path, Echo()).tallies[SPEC].ended == 4


class Halting(Echo):
    """Asks the batch to stop after three calls."""

    batch: Batch

    async def reply(self, request: ChatRequest) -> Reply:
        if len(self.requests) == 2:
            self.batch.halt("asked to stop")
        return await super().reply(request)


def test_halting_lets_exchanges_in_flight_finish(tmp_path: Path) -> None:
    target = Halting()
    with RunFolder.start(tmp_path, plan()) as folder:
        target.batch = Batch(folder, {SPEC: target}, Told([Stance.REFUSE]), concurrency=1)
        result = asyncio.run(target.batch.run())
    written = [e for events in read(tmp_path).conversations.values() for e in events if isinstance(e, Exchange)]
    assert result.halted == "asked to stop"
    assert len(written) == len(target.requests) == 3


def test_another_observer_version_is_refused(tmp_path: Path) -> None:
    other = Told([Stance.NONE])
    other.version = "told-2"
    with RunFolder.start(tmp_path, plan()) as folder, pytest.raises(PlanChanged, match=r"'told-1'.*'told-2'"):
        Batch(folder, {SPEC: Echo()}, other)


class Down(Echo):
    """Takes no more calls after the first."""

    async def reply(self, request: ChatRequest) -> Reply:
        if self.requests:
            raise TargetDown(FailureKind.AUTH, "wrong key")
        return await super().reply(request)


def test_a_target_that_is_down_fails_no_conversation_it_was_not_called_for(tmp_path: Path) -> None:
    result = session(tmp_path, Down())
    assert (result.failed, result.unheld, result.tallies[SPEC].stopped) == (0, 4, "wrong key")
    assert session(tmp_path, Echo()).tallies[SPEC].ended == 4
