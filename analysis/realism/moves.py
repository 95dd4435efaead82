"""The kinds of move after a no that people and personas both have; the one grain at which their messages are compared.

What a strategy or an annotated act has no honest counterpart for is `other_pursuit`; that share says how much of the
comparison is blind.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from personas.perception import Strategy

Move = Literal["asks_again", "asks_for_less", "appeals", "other_pursuit", "stops"]

MOVES: Mapping[Strategy, Move] = MappingProxyType(
    {
        Strategy.REPHRASE: "asks_again",
        Strategy.INSIST: "asks_again",
        Strategy.SPLIT: "asks_for_less",
        Strategy.APPEAL: "appeals",
    }
)
"""Strategies with an honest counterpart among the acts of persuaders; the rest follow from whether they pursue."""


def move(strategy: Strategy) -> Move:
    """The kind of move of a strategy."""
    return MOVES.get(strategy, "other_pursuit" if strategy.pursuing else "stops")
