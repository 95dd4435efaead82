"""Persistence: how many exchanges a person goes on after the first refusal.

It counts the exchanges after the first encounter until the first of two consecutive non-pursuing ones. A person who
ends the conversation (leaves, goes elsewhere, is content) stopped there, even on a single non-pursuing message. Cut off
by the budget, a failure or an interruption, the count is censored. Never refused: not at risk, so no count at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from simulator.fold import Live
from simulator.transcript import Cause

_OWN_END = frozenset({Cause.LEFT, Cause.ELSEWHERE, Cause.MET})


class Span(msgspec.Struct, frozen=True):
    """The persistence of one conversation."""

    length: int
    """Exchanges; where censored, the exchanges seen so far."""
    censored: bool = False


class Persistence(msgspec.Struct, frozen=True, kw_only=True):
    """The persistence of many conversations."""

    at_risk: int
    """Conversations that met a refusal: the denominator."""
    censored: int
    median: int | None = None
    """By Kaplan and Meier; None where the curve never reaches one half, or nobody is at risk."""
    at_least: int | None = None
    """Where there is no median: the longest count seen, which the median is not below."""


def span(live: Live, *, noticed: bool = False) -> Span | None:
    """The persistence of one conversation; None when it never met a refusal.

    Args:
        live: the conversation.
        noticed: count from the first refusal that the person took for one, not from the first there was.
    """
    met = [encounter.exchange for encounter in live.encounters if encounter.noticed or not noticed]
    if not met:
        return None
    first = met[0]
    pursuing = [exchange.strategy.pursuing for exchange in live.exchanges if exchange.n > first]
    return pursued(pursuing, stopped=live.ended is not None and live.ended.cause in _OWN_END)


def pursued(pursuing: Sequence[bool], *, stopped: bool) -> Span:
    """The persistence of somebody who was refused.

    Args:
        pursuing: of each message after the refusal, whether it still goes after what was refused.
        stopped: whether the person ended it; otherwise the count is censored.
    """
    for index in range(len(pursuing) - 1):
        if not (pursuing[index] or pursuing[index + 1]):
            return Span(index)
    length = len(pursuing) - int(bool(pursuing) and not pursuing[-1])
    return Span(length, censored=not stopped)


def persistence(spans: Iterable[Span | None]) -> Persistence:
    """Pool the conversations at risk."""
    seen = [one for one in spans if one is not None]
    median = kaplan_meier_median(seen)
    return Persistence(
        at_risk=len(seen),
        censored=sum(one.censored for one in seen),
        median=median,
        at_least=max(one.length for one in seen) if seen and median is None else None,
    )


def kaplan_meier_median(spans: Sequence[Span]) -> int | None:
    """The smallest length at which the Kaplan-Meier curve is at or below one half; None where there is none."""
    alive = Fraction(1)
    for length in sorted({one.length for one in spans if not one.censored}):
        at_risk = sum(one.length >= length for one in spans)
        stopped = sum(one.length == length and not one.censored for one in spans)
        alive *= Fraction(at_risk - stopped, at_risk)
        if alive <= Fraction(1, 2):
            return length
    return None
