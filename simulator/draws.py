"""Keyed randomness: every draw is a hash of what it is for, so no retry and no reordering shifts another draw."""

from __future__ import annotations

from hashlib import sha256

import msgspec


class Draws(msgspec.Struct, frozen=True, kw_only=True):
    """The draws of one simulated person in one situation.

    No condition, no target and no arm is in the key: the same person makes the same draws in every arm.
    """

    seed: int
    """The suite's seed."""
    persona: str
    scenario: str
    repetition: int
    branches: tuple[tuple[int, int], ...] = ()
    """For a forked conversation, the exchange and the repeat of each fork on the way to it. From that exchange on a
    repeat makes draws of its own; the first makes its parent's."""
    again: int = 0
    """How often the target is asked anew, each time with other seeds; the person's draws stay as they are."""

    def target_seed(self, exchange: int) -> int:
        """The seed that the target is asked with, in [0, 2**31)."""
        return self.seed_for(exchange, f"target again {self.again}" if self.again else "target")

    def uniform(self, exchange: int, purpose: str) -> float:
        """A number in [0, 1), for one purpose in one exchange."""
        return self._bits(exchange, purpose) / 2**53

    def seed_for(self, exchange: int, purpose: str) -> int:
        """A seed in [0, 2**31), for a model or a generator."""
        return self._bits(exchange, purpose) >> 22

    def _bits(self, exchange: int, purpose: str) -> int:
        parts: list[object] = [self.seed, self.persona, self.scenario, self.repetition, exchange, purpose]
        parts += [f"{at}:{repeat}" for at, repeat in self.branches if repeat > 1 and exchange >= at]
        key = "\x1f".join(map(str, parts))
        return int.from_bytes(sha256(key.encode()).digest()[:8], "big") >> 11
