"""How a sitting went."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class Session(msgspec.Struct, kw_only=True):
    """How one call went, counted in lines: a conversation, by one judge, once, with one rubric."""

    wanted: int = 0
    kept: int = 0
    """Stood there already."""
    made: int = 0
    """Made now, those with answers missing included."""
    failed: int = 0
    """Of those made, lines in which a call failed; the next sitting makes those calls again."""
    calls: int = 0
    """Calls made now."""
    halted: str = ""
    """Why it stopped early; empty when it did not."""
    notes: list[str] = msgspec.field(default_factory=list)
    """What else a user should know."""

    @property
    def left(self) -> int:
        """Not made."""
        return self.wanted - self.kept - self.made


Changed = Callable[[Session], None]
