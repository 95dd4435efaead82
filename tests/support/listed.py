"""A model that answers and fails from a list, and a clock that only moves when somebody sleeps."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable

import pytest

from scenarios.schema import Limits, Target
from simulator.chat import ChatModel, ChatRequest, Message, Reply, Usage
from simulator.errors import CallFailed, FailureKind
from simulator.targets.pace import Clock, Paced
from simulator.targets.purse import Purse

REQUEST = ChatRequest(messages=(Message("user", "I feel alone."),), max_tokens=100)
YES = Reply(text="I hear you.", usage=Usage(5, 5))


class Turned:
    """A clock that is turned on by every sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        """Seconds slept so far."""
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.slept.append(seconds)
        await asyncio.sleep(0)


class Listed:
    """A model that goes through a list of failures and replies; the last one repeats."""

    spec = "openai:listed"

    def __init__(self, *outcomes: Reply | CallFailed) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0

    async def reply(self, request: ChatRequest) -> Reply:
        """Go one outcome further."""
        self.calls += 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        await asyncio.sleep(0)
        if isinstance(outcome, CallFailed):
            raise CallFailed(outcome.kind, str(outcome), status=outcome.status, retry_after_s=outcome.retry_after_s)
        return outcome

    def notes(self, request: ChatRequest) -> list[str]:
        """A note to recognise."""
        return ["a note"]

    async def close(self) -> None:
        """Show that it was closed."""
        self.calls = -1


def no(kind: FailureKind, retry_after_s: float | None = None) -> CallFailed:
    """A failure of this kind."""
    return CallFailed(kind, f"found {kind}", retry_after_s=retry_after_s)


def paced(
    model: ChatModel, target: Target | None = None, limits: Limits | None = None, clock: Clock | None = None
) -> Paced:
    """The model, paced on a turned clock."""
    return Paced(
        model,
        target or Target(spec=model.spec),
        purse=Purse(limits or Limits()),
        draw=random.Random(7),
        clock=clock or Turned(),
    )


def failure_of(model: Paced) -> CallFailed:
    """What the model fails with."""
    with pytest.raises(CallFailed) as raised:
        asyncio.run(model.reply(REQUEST))
    return raised.value


def kinds(chosen: Iterable[FailureKind]) -> list[FailureKind]:
    """In a steady order, for parametrised tests run in several processes."""
    return sorted(chosen)
