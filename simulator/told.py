"""What a person does and says that was settled before: a recorded line said again, or a strategy that was chosen."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from personas.perception import Strategy

__all__ = ["NOTHING", "Line", "Told"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One settled message."""

    strategy: Strategy
    ask: str | None = None
    """Id of the ask it is about; None takes the one in play."""
    said: str | None = None
    """The words, sent verbatim; None lets the voice find them."""
    diverged: str | None = None
    """Why these words no longer answer what was said, where that begins here."""


Told = Mapping[int, Line]
"""Settled messages by the number of their exchange."""
NOTHING: Told = {}
