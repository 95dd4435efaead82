"""How many calls to one target may be under way at once: a fixed number, or one that is learned as the run goes."""

from __future__ import annotations

import asyncio
from collections import deque

START = 8
"""Calls at once before anything is known of the target."""
CEILING = 256
"""Calls at once at most, however well the target answers."""
CUT = 0.7
"""What is left of the number when the target says it is too much."""


class Gate:
    """Lets calls through, first come first served. Belongs to one event loop.

    Until the target first says it is too much, the number grows by one with every success, so that a short run does not
    end before it got going; from then on by one after as many successes as it allows calls. Calls that were let
    through before a cut cannot cause a second one.
    """

    def __init__(self, *, fixed: int | None = None, start: int = START, ceiling: int = CEILING) -> None:
        self._fixed = fixed is not None
        self._allowed = float(fixed if fixed is not None else min(start, ceiling))
        self._ceiling = ceiling
        self._successes = 0
        self._cuts = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.busy = 0
        """Calls under way."""

    @property
    def allowed(self) -> int:
        """Calls allowed at once, at the moment."""
        return int(self._allowed)

    async def enter(self) -> int:
        """Wait for a place and take it. Returns a ticket, to be handed to `too_much`.

        A wait that is cancelled takes no place along.
        """
        if self.busy < self.allowed and not self._waiting:
            self.busy += 1
            return self._cuts
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.leave()
            raise
        return self._cuts

    def leave(self) -> None:
        """Give the place back."""
        self.busy -= 1
        self._let_in()

    def went_well(self) -> None:
        """Note a success."""
        if self._fixed:
            return
        self._successes += 1
        if self._successes >= self.allowed or not self._cuts:
            self._successes = 0
            self._allowed = min(self._allowed + 1.0, float(self._ceiling))
            self._let_in()

    def too_much(self, ticket: int) -> None:
        """Note that the target asked for fewer calls."""
        if self._fixed or ticket < self._cuts:
            return
        self._cuts += 1
        self._successes = 0
        self._allowed = max(1.0, self._allowed * CUT)

    def _let_in(self) -> None:
        while self._waiting and self.busy < self.allowed:
            turn = self._waiting.popleft()
            if not turn.done():
                self.busy += 1
                turn.set_result(None)
