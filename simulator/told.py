"""What a person does and says that was settled before: a recorded line said again, or a strategy that was chosen."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from personas.perception import Stance, Strategy

__all__ = ["NOTHING", "Line", "Told"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One settled message."""

    strategy: Strategy
    ask: str | None = None
    """Id of the ask it is about; None takes the one in play."""
    said: str | None = None
    """The words, sent verbatim; None lets the voice find them."""
    answers: Stance | None = None
    """What the reply before these words was read as when they were first said; None where nobody judges whether they
    still answer what was said."""
    intended: Strategy | None = None
    """Under a free policy, what the weights would have chosen then."""
    same_person: bool = True
    """Whether the person in play said them first, so that it can be asked what they would do now."""


Told = Mapping[int, Line]
"""Settled messages by the number of their exchange."""
NOTHING: Told = {}
