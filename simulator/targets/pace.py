"""The one retry layer: calls are let through a gate, spaced, tried again where that can help, and paid for."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Protocol

import msgspec

from scenarios.schema import Target
from simulator.chat import ChatModel, ChatRequest, Reply, StopReason
from simulator.errors import CallFailed, FailureKind, TargetDown
from simulator.targets.gate import Gate
from simulator.targets.purse import Purse

_TOO_MUCH = frozenset({FailureKind.RATE_LIMIT, FailureKind.OVERLOADED, FailureKind.TIMEOUT})
"""A server of one's own says nothing when it is flooded; its calls just take too long."""
_TWICE = frozenset({FailureKind.EMPTY, FailureKind.MALFORMED})
"""A second try may help; a third has not been seen to."""


class Clock(Protocol):
    """Time, as far as pacing needs it."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        ...


class WallClock:
    """The time of this machine."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        await asyncio.sleep(seconds)


class Retry(msgspec.Struct, frozen=True, kw_only=True):
    """How often a call is made, and how long is waited before it is made again."""

    tries: int = 5
    """Calls at most, the first included."""
    base_s: float = 0.5
    cap_s: float = 30.0
    """Longest wait of our own choosing."""
    patience_s: float = 120.0
    """Longest wait a provider may ask for."""

    def worth(self, kind: FailureKind, attempts: int) -> bool:
        """Whether to try once more after `attempts` calls."""
        return kind.retryable and attempts < (min(2, self.tries) if kind in _TWICE else self.tries)

    def wait(self, failure: CallFailed, attempts: int, draw: random.Random) -> float:
        """Seconds to wait: what the provider asked for, else exponential with full jitter."""
        if failure.retry_after_s is not None:
            return min(max(0.0, failure.retry_after_s), self.patience_s)
        return draw.uniform(0.0, min(self.cap_s, self.base_s * 2.0 ** (attempts - 1)))


_RETRY = Retry()


class Spacing:
    """Spreads calls evenly over a minute; at most one second's worth of them goes out at once."""

    def __init__(self, requests_per_minute: int, clock: Clock) -> None:
        self._clock = clock
        self._apart = 60.0 / requests_per_minute
        self._slack = max(0.0, 1.0 - self._apart)
        self._due = clock.now()
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        """Wait for the next moment a call may go out. A wait that is cancelled uses up no moment."""
        async with self._turn:
            early = self._due - self._slack - self._clock.now()
            if early > 0:
                await self._clock.sleep(early)
            self._due = max(self._due, self._clock.now()) + self._apart


class Paced:
    """A model that keeps to its target's limits. Is itself a `ChatModel`."""

    def __init__(
        self,
        model: ChatModel,
        target: Target,
        *,
        purse: Purse,
        draw: random.Random,
        retry: Retry = _RETRY,
        clock: Clock | None = None,
    ) -> None:
        self.spec = model.spec
        self.gate = Gate(fixed=target.concurrency)
        self.down: CallFailed | None = None
        """Why no further call is made, once every call must fail."""
        self._model = model
        self._price = target.price
        self._purse = purse
        self._draw = draw
        self._retry = retry
        self._clock = clock or WallClock()
        self._spacing = Spacing(target.requests_per_minute, self._clock) if target.requests_per_minute else None
        self._answered = False
        self._not_before = 0.0

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer, after as many tries as it takes and the retry rules allow.

        Raises:
            CallFailed: the last try failed, or the target is down.
            BudgetSpent: nothing more may be spent.
        """
        attempts = 0
        while True:
            attempts += 1
            try:
                reply = await self._attempt(request)
            except CallFailed as failure:
                failure.attempts += attempts - 1
                if self.down is not None or not self._retry.worth(failure.kind, attempts):
                    self._give_up(failure)
                    raise
                await self._clock.sleep(self._pause(failure, attempts))
            else:
                return reply if attempts == 1 else _after(reply, attempts)

    def notes(self, request: ChatRequest) -> list[str]:
        """What the model will not honour."""
        return self._model.notes(request)

    async def close(self) -> None:
        """Close the model."""
        await self._model.close()

    async def _attempt(self, request: ChatRequest) -> Reply:
        """One call, at its place and time."""
        self._may_call()
        ticket = await self.gate.enter()
        try:
            await self._turn()
            self._may_call()
            reply = await self._model.reply(request)
        except CallFailed as failure:
            self._answered |= failure.kind is not FailureKind.NETWORK
            if failure.kind in _TOO_MUCH:
                self.gate.too_much(ticket)
            raise
        finally:
            self.gate.leave()
        self._answered = True
        self.gate.went_well()
        self._pay(request, reply)
        return _whole(reply)

    async def _turn(self) -> None:
        """Wait until the provider wants calls again, and for the rate limit."""
        if not self._not_before and self._spacing is None:
            return
        self._may_call()
        while (early := self._not_before - self._clock.now()) > 0:
            await self._clock.sleep(early)
        if self._spacing is not None:
            await self._spacing.wait()

    def _may_call(self) -> None:
        self._purse.check()
        if self.down is not None:
            again = TargetDown(self.down.kind, str(self.down), status=self.down.status)
            again.attempts = 0
            raise again

    def _pause(self, failure: CallFailed, attempts: int) -> float:
        """Seconds this call waits. What a provider asks for, it asks of all calls."""
        seconds = self._retry.wait(failure, attempts, self._draw)
        if failure.retry_after_s is not None:
            self._not_before = max(self._not_before, self._clock.now() + seconds)
        return seconds

    def _give_up(self, failure: CallFailed) -> None:
        unreachable = failure.kind is FailureKind.NETWORK and not self._answered
        if self.down is None and (failure.kind.fatal or unreachable):
            self.down = failure

    def _pay(self, request: ChatRequest, reply: Reply) -> None:
        usage, characters = reply.usage, None
        if usage.input_tokens is None or usage.output_tokens is None:
            characters = (sum(len(message.content) for message in request.messages), len(reply.text))
        self._purse.charge(self.spec, usage, self._price, characters)


def _whole(reply: Reply) -> Reply:
    """The reply, unless nothing came and nothing says why: for models that return that instead of raising."""
    if not reply.empty:
        return reply
    if reply.stop is StopReason.LENGTH:
        raise CallFailed(FailureKind.CUT, "found a reply cut by length before a word; expected text: raise max_tokens")
    raise CallFailed(FailureKind.EMPTY, "found an empty reply and no word of why; expected text or a refusal")


def _after(reply: Reply, attempts: int) -> Reply:
    return msgspec.structs.replace(reply, wire=msgspec.structs.replace(reply.wire, attempts=attempts))
