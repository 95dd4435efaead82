"""Places: who gets one, how many there are, and that none is ever lost."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as some

from simulator.targets.gate import Gate


async def _turns() -> None:
    """Let every other task run until it waits."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_no_more_calls_pass_than_are_allowed() -> None:
    async def most_at_once() -> int:
        gate, busiest = Gate(fixed=3), 0

        async def call() -> None:
            nonlocal busiest
            await gate.enter()
            busiest = max(busiest, gate.busy)
            await asyncio.sleep(0)
            gate.leave()

        await asyncio.gather(*(call() for _ in range(20)))
        return busiest

    assert asyncio.run(most_at_once()) == 3


def test_who_waits_longest_goes_first() -> None:
    async def order() -> list[int]:
        gate, went = Gate(fixed=1), []

        async def call(n: int) -> None:
            await gate.enter()
            went.append(n)
            await asyncio.sleep(0)
            gate.leave()

        await asyncio.gather(*(call(n) for n in range(5)))
        return went

    assert asyncio.run(order()) == [0, 1, 2, 3, 4]


def test_before_the_first_cut_every_success_adds_a_place() -> None:
    gate = Gate()
    for _ in range(8):
        gate.went_well()
    assert gate.allowed == 16


def test_after_a_cut_a_whole_window_of_successes_adds_one_place() -> None:
    gate = Gate(start=10)
    gate.too_much(0)
    assert gate.allowed == 7
    for _ in range(7):
        gate.went_well()
    assert gate.allowed == 8


def test_calls_let_in_before_a_cut_cannot_cut_again() -> None:
    async def allowed() -> int:
        gate = Gate(start=100)
        tickets = [await gate.enter() for _ in range(50)]
        for ticket in tickets:
            gate.too_much(ticket)
        return gate.allowed

    assert asyncio.run(allowed()) == 70


def test_one_place_always_stays() -> None:
    gate = Gate(start=4)
    for cut in range(50):
        gate.too_much(cut)
    assert gate.allowed == 1


def test_places_never_outgrow_the_ceiling() -> None:
    gate = Gate(ceiling=20)
    for _ in range(1000):
        gate.went_well()
    assert gate.allowed == 20


def test_a_fixed_number_neither_grows_nor_shrinks() -> None:
    gate = Gate(fixed=5)
    gate.too_much(0)
    for _ in range(100):
        gate.went_well()
    assert gate.allowed == 5


def test_a_cancelled_wait_takes_no_place_along() -> None:
    async def busy_after() -> int:
        gate = Gate(fixed=1)
        await gate.enter()
        waiting = asyncio.create_task(gate.enter())
        await _turns()
        waiting.cancel()
        await asyncio.wait([waiting])
        gate.leave()
        return gate.busy

    assert asyncio.run(busy_after()) == 0


def test_a_place_given_in_the_moment_of_cancelling_goes_to_the_next() -> None:
    async def next_got_in() -> bool:
        gate = Gate(fixed=1)
        await gate.enter()
        first, second = asyncio.create_task(gate.enter()), asyncio.create_task(gate.enter())
        await _turns()
        gate.leave()
        first.cancel()
        await asyncio.wait([first])
        await _turns()
        return second.done() and gate.busy == 1

    assert asyncio.run(next_got_in())


def test_cancelled_waits_do_not_block_a_newcomer() -> None:
    async def got_in() -> bool:
        gate = Gate(fixed=1)
        await gate.enter()
        waiting = asyncio.create_task(gate.enter())
        await _turns()
        waiting.cancel()
        gate.leave()
        newcomer = asyncio.create_task(gate.enter())
        await _turns()
        return newcomer.done()

    assert asyncio.run(got_in())


@settings(max_examples=50, deadline=None)
@given(cancelled=some.lists(some.integers(0, 19), max_size=20), pauses=some.lists(some.integers(0, 6), min_size=20))
def test_whatever_is_cancelled_all_places_come_back(cancelled: list[int], pauses: list[int]) -> None:
    async def busy_after() -> int:
        gate = Gate(fixed=2)

        async def call(pause: int) -> None:
            await gate.enter()
            try:
                for _ in range(pause):
                    await asyncio.sleep(0)
            finally:
                gate.leave()

        tasks = [asyncio.create_task(call(pauses[n])) for n in range(20)]
        for n in cancelled:
            await asyncio.sleep(0)
            tasks[n].cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        return gate.busy

    assert asyncio.run(busy_after()) == 0
