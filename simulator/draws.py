"""Keyed randomness: every draw is a hash of what it is for, so no retry and no reordering shifts another draw."""

from __future__ import annotations

from hashlib import sha256

import msgspec


class Draws(msgspec.Struct, frozen=True, kw_only=True):
    """The draws of one simulated person in one situation.

    No condition and no target is in the key: the same person makes the same draws in every arm.
    """

    seed: int
    """The suite's seed."""
    persona: str
    scenario: str
    repetition: int

    def uniform(self, exchange: int, purpose: str) -> float:
        """A number in [0, 1), for one purpose in one exchange."""
        return self._bits(exchange, purpose) / 2**53

    def seed_for(self, exchange: int, purpose: str) -> int:
        """A seed in [0, 2**31), for a model or a generator."""
        return self._bits(exchange, purpose) >> 22

    def _bits(self, exchange: int, purpose: str) -> int:
        key = "\x1f".join(map(str, (self.seed, self.persona, self.scenario, self.repetition, exchange, purpose)))
        return int.from_bytes(sha256(key.encode()).digest()[:8], "big") >> 11
