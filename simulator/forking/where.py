"""Where conversations are forked: at their n-th refusal, or at an exchange."""

from __future__ import annotations

import re

import msgspec

from simulator.errors import PlanError
from simulator.fold import Live

_SAID = re.compile(r"(refusal)(?::([1-9]\d{0,5}))?|(exchange):([1-9]\d{0,5})")


class Where(msgspec.Struct, frozen=True):
    """An exchange of each conversation."""

    refusal: bool
    """Whether refusals are counted, and not exchanges."""
    number: int
    """From 1."""

    def __str__(self) -> str:
        return f"{'refusal' if self.refusal else 'exchange'}:{self.number}"

    def exchange_in(self, live: Live) -> int | None:
        """The number of the exchange in a conversation; None where it has none."""
        if not self.refusal:
            return self.number if self.number <= len(live.exchanges) else None
        return live.encounters[self.number - 1].exchange if self.number <= len(live.encounters) else None

    @property
    def lacking(self) -> str:
        """Why a conversation has none, in words."""
        if self.refusal:
            return "was never refused" if self.number == 1 else f"was refused less than {self.number} times"
        return f"ended before exchange {self.number}"


def where(said: str) -> Where:
    """Read `refusal`, `refusal:n` or `exchange:k`.

    Raises:
        PlanError: it is none of these.
    """
    found = _SAID.fullmatch(said.strip())
    if found is None:
        raise PlanError(f"found --at {said!r}, expected refusal, refusal:2 for a later one, or exchange:3")
    refusal = found[1] is not None
    return Where(refusal, int((found[2] or 1) if refusal else found[4]))
