"""Which calls are made again, and how long is waited before."""

from __future__ import annotations

import asyncio
import random

import pytest

from scenarios.schema import Target
from simulator.chat import Reply
from simulator.errors import FailureKind
from simulator.targets.openai import OpenAITarget
from simulator.targets.pace import Retry
from tests.support.listed import REQUEST, YES, Listed, Turned, failure_of, kinds, no, paced
from tests.support.server import LoopbackServer, RateLimited, Say

PATIENT = [
    FailureKind.NETWORK,
    FailureKind.TIMEOUT,
    FailureKind.RATE_LIMIT,
    FailureKind.SERVER,
    FailureKind.OVERLOADED,
]


@pytest.mark.parametrize("kind", PATIENT)
def test_what_may_pass_is_tried_five_times(kind: FailureKind) -> None:
    model = Listed(no(kind))
    assert failure_of(paced(model)).attempts == 5
    assert model.calls == 5


@pytest.mark.parametrize("kind", [FailureKind.EMPTY, FailureKind.MALFORMED])
def test_an_empty_or_unreadable_answer_is_tried_twice(kind: FailureKind) -> None:
    model = Listed(no(kind))
    assert failure_of(paced(model)).attempts == 2


@pytest.mark.parametrize("kind", kinds(k for k in FailureKind if not k.retryable))
def test_what_cannot_pass_is_tried_once(kind: FailureKind) -> None:
    model = Listed(no(kind))
    assert failure_of(paced(model)).attempts == 1
    assert model.calls == 1


def test_the_reply_says_how_many_attempts_it_took() -> None:
    model = paced(Listed(no(FailureKind.SERVER), no(FailureKind.TIMEOUT), YES))
    assert asyncio.run(model.reply(REQUEST)).wire.attempts == 3


def test_a_first_answer_is_passed_on_untouched() -> None:
    assert asyncio.run(paced(Listed(YES)).reply(REQUEST)) is YES


def test_the_wait_a_provider_asks_for_is_kept() -> None:
    clock = Turned()
    asyncio.run(paced(Listed(no(FailureKind.RATE_LIMIT, 7.5), YES), clock=clock).reply(REQUEST))
    assert clock.slept == [7.5]


def test_nobody_waits_longer_than_two_minutes_for_a_provider() -> None:
    clock = Turned()
    asyncio.run(paced(Listed(no(FailureKind.RATE_LIMIT, 86_400), YES), clock=clock).reply(REQUEST))
    assert clock.slept == [120]


def test_a_wait_asked_of_one_call_holds_for_all() -> None:
    clock, model = Turned(), Listed(no(FailureKind.RATE_LIMIT, 7.5), YES)
    target = paced(model, clock=clock)

    async def one_waits_and_another_comes() -> float:
        first = asyncio.create_task(target.reply(REQUEST))
        while not clock.slept:
            await asyncio.sleep(0)
        clock.slept.clear()
        await target.reply(REQUEST)
        await first
        return clock.now()

    assert asyncio.run(one_waits_and_another_comes()) == 7.5


def test_own_waits_grow_and_stay_below_their_bound() -> None:
    clock = Turned()
    failure_of(paced(Listed(no(FailureKind.SERVER)), clock=clock))
    assert len(clock.slept) == 4
    assert all(0 <= wait <= bound for wait, bound in zip(clock.slept, [0.5, 1, 2, 4], strict=True))


def test_own_waits_are_capped() -> None:
    waits = [Retry().wait(no(FailureKind.SERVER), 20, random.Random(seed)) for seed in range(50)]
    assert 20 < max(waits) <= 30


def test_equal_seeds_wait_equally() -> None:
    clocks = [Turned(), Turned()]
    for clock in clocks:
        failure_of(paced(Listed(no(FailureKind.SERVER)), clock=clock))
    assert clocks[0].slept == clocks[1].slept


def test_a_waiting_retry_leaves_its_place_to_others() -> None:
    clock, model = Turned(), Listed(no(FailureKind.SERVER), YES)
    target = paced(model, Target(spec=model.spec, concurrency=1), clock=clock)

    async def busy_while_waiting() -> int:
        first = asyncio.create_task(target.reply(REQUEST))
        while not clock.slept:
            await asyncio.sleep(0)
        busy = target.gate.busy
        await first
        return busy

    assert asyncio.run(busy_while_waiting()) == 0


@pytest.mark.parametrize("kind", [FailureKind.RATE_LIMIT, FailureKind.OVERLOADED, FailureKind.TIMEOUT])
def test_a_flooded_target_gets_fewer_calls_at_once(kind: FailureKind) -> None:
    target = paced(Listed(no(kind), YES))
    asyncio.run(target.reply(REQUEST))
    assert target.gate.allowed == 5


def test_a_hosted_target_is_asked_again_after_the_wait_its_server_names() -> None:
    clock, outcomes = Turned(), iter([RateLimited("4"), RateLimited("9")])

    async def asked(url: str) -> Reply:
        model = paced(OpenAITarget("m", base_url=url, timeout_s=30), Target(spec="openai:m"), clock=clock)
        try:
            return await model.reply(REQUEST)
        finally:
            await model.close()

    with LoopbackServer(lambda body, n: next(outcomes, Say("I hear you."))) as server:
        reply = asyncio.run(asked(server.url))
    assert (reply.text, reply.wire.attempts, clock.slept) == ("I hear you.", 3, [4, 9])
