"""A target and an observer whose answers are given in advance: stances in, replies out, through the real engine."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from personas.perception import Cue, Stance
from simulator.chat import ChatRequest, Reply
from simulator.errors import CallFailed
from simulator.observer.contract import Occasion
from simulator.transcript import Observation, Sighting


class Echo:
    """Answers with how many messages it was sent; keeps what it was asked."""

    spec = "python:tests:echo"

    def __init__(self, failures: dict[int, CallFailed] | None = None) -> None:
        self.requests: list[ChatRequest] = []
        self.failures = failures or {}

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer, or fail on the calls (from 1) that `failures` names."""
        self.requests.append(request)
        failure = self.failures.pop(len(self.requests), None)
        if failure is not None:
            raise failure
        return Reply(text=f"answer after {len(request.messages)} messages")

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing to note."""
        return []

    async def close(self) -> None:
        """Nothing to close."""


class Told:
    """Observes what it was told to: the stance of each reply in turn, the last one for the rest."""

    version = "told-1"

    def __init__(self, stances: Sequence[Stance], cues: Sequence[Cue] = ()) -> None:
        self._stances = list(stances)
        self._cues = tuple(cues)
        self.seen: list[Occasion] = []

    def observe(self, occasion: Occasion) -> Observation:
        """The next stance; without an ask, compliance is nothing to observe."""
        self.seen.append(occasion)
        stance = self._stances.pop(0) if len(self._stances) > 1 else self._stances[0]
        if stance is Stance.COMPLY and not occasion.strategy.asks:
            stance = Stance.NONE
        return Observation(stance=stance, sightings=tuple(Sighting(cue, 0, 1, "told") for cue in self._cues))


def bare(struct: msgspec.Struct) -> dict[str, object]:
    """A struct as a plain dictionary, for readable comparisons."""
    plain: dict[str, object] = msgspec.to_builtins(struct)
    return plain
