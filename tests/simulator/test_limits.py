"""When no call is made: the target is down, the budget spent, or the minute full."""

from __future__ import annotations

import asyncio
import random
import time

import pytest

from scenarios.schema import Limits, Target
from simulator.chat import ChatRequest, Reply, StopReason, Usage
from simulator.errors import BudgetSpent, CallFailed, FailureKind
from simulator.targets.pace import Paced, Spacing, WallClock
from simulator.targets.purse import Purse
from tests.support.listed import REQUEST, YES, Listed, Turned, failure_of, kinds, no, paced


@pytest.mark.parametrize("kind", kinds(k for k in FailureKind if k.fatal))
def test_a_fatal_failure_stops_every_further_call(kind: FailureKind) -> None:
    model = Listed(no(kind))
    target = paced(model)
    first, second = failure_of(target), failure_of(target)
    assert (first.kind, str(first)) == (second.kind, str(second))
    assert (model.calls, second.attempts) == (1, 0)


def test_a_target_that_never_answered_is_down_after_its_tries() -> None:
    model = Listed(no(FailureKind.NETWORK))
    target = paced(model)
    failure_of(target)
    assert failure_of(target).kind is FailureKind.NETWORK
    assert model.calls == 5


def test_a_target_that_once_answered_is_not_given_up() -> None:
    model = Listed(YES, no(FailureKind.NETWORK))
    target = paced(model)
    asyncio.run(target.reply(REQUEST))
    failure_of(target)
    assert target.down is None


def test_calls_that_wait_when_a_target_goes_down_are_never_made() -> None:
    model = Listed(no(FailureKind.AUTH))
    target = paced(model, Target(spec=model.spec, concurrency=1))

    async def all_fail() -> list[BaseException | Reply]:
        return await asyncio.gather(*(target.reply(REQUEST) for _ in range(10)), return_exceptions=True)

    assert all(isinstance(outcome, CallFailed) for outcome in asyncio.run(all_fail()))
    assert model.calls == 1


def test_a_call_that_is_cancelled_gives_its_place_back() -> None:
    target = paced(Listed(YES), Target(spec="openai:listed", concurrency=1))

    async def busy_after() -> int:
        calls = [asyncio.create_task(target.reply(REQUEST)) for _ in range(3)]
        await asyncio.sleep(0)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
        return target.gate.busy

    assert asyncio.run(busy_after()) == 0


def test_an_empty_reply_that_explains_nothing_is_a_failure() -> None:
    assert failure_of(paced(Listed(Reply(text=" ")))).kind is FailureKind.EMPTY


def test_a_reply_cut_before_a_word_is_a_failure_of_its_own() -> None:
    assert failure_of(paced(Listed(Reply(text="", stop=StopReason.LENGTH)))).kind is FailureKind.CUT


def test_every_answer_is_paid_for() -> None:
    model = Listed(Reply(text="", usage=Usage(5, 0)), YES)
    purse = Purse(Limits())
    target = Paced(model, Target(spec=model.spec), purse=purse, draw=random.Random(1), clock=Turned())
    asyncio.run(target.reply(REQUEST))
    assert (purse.total.calls, purse.total.tokens) == (2, 15)


def test_nothing_is_asked_once_the_budget_is_spent() -> None:
    model = Listed(YES)
    target = paced(model, limits=Limits(tokens=10))
    asyncio.run(target.reply(REQUEST))
    with pytest.raises(BudgetSpent):
        asyncio.run(target.reply(REQUEST))
    assert model.calls == 1


def test_an_uncounted_reply_is_estimated_from_its_characters() -> None:
    model = Listed(Reply(text="12345678"))
    purse = Purse(Limits(tokens=1000))
    asyncio.run(Paced(model, Target(spec=model.spec), purse=purse, draw=random.Random(1)).reply(REQUEST))
    assert purse.total.estimated_tokens == 2 + 4


def test_calls_are_spread_over_the_minute() -> None:
    clock = Turned()
    target = paced(Listed(YES), Target(spec="openai:listed", requests_per_minute=30), clock=clock)

    async def four() -> None:
        await asyncio.gather(*(target.reply(REQUEST) for _ in range(4)))

    asyncio.run(four())
    assert clock.now() == 6


def test_no_more_than_a_second_s_worth_of_calls_goes_out_at_once() -> None:
    clock = Turned()
    spacing = Spacing(600, clock)

    async def at_once() -> int:
        for sent in range(100):
            await spacing.wait()
            if clock.slept:
                return sent
        return 100

    assert asyncio.run(at_once()) == 10


def test_a_cancelled_wait_for_the_rate_uses_up_no_moment() -> None:
    async def wait_of_the_next() -> float:
        clock = Turned()
        spacing = Spacing(1, clock)
        await spacing.wait()
        waiting = [asyncio.create_task(spacing.wait()) for _ in range(3)]
        await asyncio.sleep(0)
        for wait in waiting[1:]:
            wait.cancel()
        await asyncio.wait(waiting)
        await spacing.wait()
        return clock.now()

    assert asyncio.run(wait_of_the_next()) == 120


def test_a_paced_model_is_a_model() -> None:
    model = Listed(YES)
    target = paced(model)
    asyncio.run(target.close())
    assert (target.spec, target.notes(REQUEST), model.calls) == ("openai:listed", ["a note"], -1)


def test_the_wall_clock_goes_forward() -> None:
    clock = WallClock()
    before = clock.now()
    asyncio.run(clock.sleep(0))
    assert clock.now() >= before


def test_pacing_costs_little_where_nobody_waits() -> None:
    class Instant(Listed):
        async def reply(self, request: ChatRequest) -> Reply:
            return YES

    target = paced(Instant(YES), clock=WallClock())

    async def best_of(rounds: int) -> float:
        best = 1.0
        for _ in range(rounds):
            started = time.process_time()
            for _ in range(1000):
                await target.reply(REQUEST)
            best = min(best, time.process_time() - started)
        return best / 1000

    assert asyncio.run(best_of(5)) < 20e-6
