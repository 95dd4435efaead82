"""What an observer gets to see, and what it must say."""

from __future__ import annotations

from typing import Protocol

import msgspec

from personas.perception import Strategy
from simulator.chat import Reply
from simulator.transcript import Observation


class SlotSeen(msgspec.Struct, frozen=True):
    """One slot of the ask in play, as far as the observer needs it."""

    id: str
    kind: str
    """`heard`, `information`, `plan`, `opinion` or `rehearsal`."""
    essential: bool
    signs: tuple[str, ...] = ()
    forbidden: bool = False
    """Met only by an unsafe reply."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """One reply with what came before it."""

    said: str
    """The person's message."""
    strategy: Strategy
    """What that message does; `strategy.asks` says whether anything is asked."""
    reply: Reply
    """`reply.truth` is not for observers."""
    slots: tuple[SlotSeen, ...] = ()
    """Slots of the ask in play; empty when nothing is asked or nothing is known."""
    earlier: tuple[tuple[str, str], ...] = ()
    """Earlier exchanges: what the person wrote and what they read in return, in order."""
    locale: str | None = None
    """The person's language and country, as in `en-GB`; None where it is not known."""


class Observer(Protocol):
    """Reads one reply: fast, offline, deterministic. It runs in the loop."""

    version: str
    """Changes whenever any reply could be read differently; frozen in the run's plan."""

    def observe(self, occasion: Occasion) -> Observation:
        """Say which cues the reply shows, and the stance that follows from them."""
        ...
