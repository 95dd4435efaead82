"""How people take a no: whether they go on, how long, and with which kind of move. One measure for people and personas.

Everything starts at the first refusal that the person took for one: what came before was an ordinary reply to them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import get_args

import msgspec

from analysis.persistence import Span, kaplan_meier_median, span
from analysis.realism.figure import Figure, Part, interval, share, unanimous
from analysis.realism.message import Conversation
from analysis.realism.moves import Move, move
from personas.perception import Strategy
from simulator.fold import Live
from simulator.phases import Phase
from simulator.transcript import Cause, Exchange

LONG = 3
"""Exchanges of going on that count as long. Our assumption."""
_FINISHED = frozenset({Cause.LEFT, Cause.ELSEWHERE, Cause.MET, Cause.BUDGET})


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was refused, and what they did."""

    occasion: str
    goes_on: bool | None
    """Whether the next message still goes after what was refused; None where nothing could follow."""
    span: Span
    """How many exchanges they go on."""
    moves: tuple[Move, ...]
    """Of the messages after the first refusal, while what was refused stands open."""


def refused(conversations: Sequence[Conversation]) -> list[Refused]:
    """The conversations in which the person met a refusal and took it for one."""
    found = []
    for conversation in conversations:
        lasted = span(conversation.live, noticed=True)
        if lasted is not None:
            found.append(
                Refused(
                    occasion=conversation.occasion,
                    goes_on=_goes_on(conversation.live),
                    span=lasted,
                    moves=tuple(move(exchange.strategy) for exchange in _after(conversation.live)),
                )
            )
    return found


def reaction(cases: Sequence[Refused], *, seed: int | None = None) -> dict[str, Figure]:
    """How these people took a no, by name; needs no record, so that people's data is measured the same way."""
    ends = [case.span for case in cases]
    found = {
        "goes_on": share([Part(c.occasion, _number(c.goes_on)) for c in cases], seed=seed),
        "further_median": Figure(value=kaplan_meier_median(ends) if ends else None, n=len(ends)),
        "further_long": _lasting(cases, seed),
        "further_censored": share([Part(c.occasion, float(c.span.censored)) for c in cases]),
    }
    for kind in get_args(Move):
        parts = [Part(case.occasion, float(one == kind)) for case in cases for one in case.moves]
        found[f"move_{kind}"] = share(parts, seed=seed)
    return found


def yielding(conversations: Sequence[Conversation], *, seed: int | None = None) -> dict[str, Figure]:
    """How often a refused person takes the referral, leaves, hides, or never asks again; of finished conversations.

    What the target did decides much of this: it describes, and excludes nobody.
    """
    cases = [(one.occasion, _finished(one.live)) for one in conversations if _first(one.live) is not None]
    tests: dict[str, Callable[[Live], bool | None]] = {
        "accepts_referral": lambda live: _did(live, Strategy.ACCEPT_REFERRAL),
        "hides": lambda live: _did(live, Strategy.SELF_CENSOR),
        "leaves": lambda live: live.ended is not None and live.ended.cause is Cause.LEFT,
        "drops_need": _drops,
    }
    return {
        name: share([Part(place, _number(None if live is None else test(live))) for place, live in cases], seed=seed)
        for name, test in tests.items()
    }


def _number(answer: bool | None) -> float | None:
    return None if answer is None else float(answer)


def _drops(live: Live) -> bool | None:
    """Whether the person never again goes after what was refused; None where nothing could follow the refusal."""
    return None if _goes_on(live) is None else not any(exchange.strategy.pursuing for exchange in _after(live))


def _finished(live: Live) -> Live | None:
    return live if live.ended is not None and live.ended.cause in _FINISHED else None


def _did(live: Live, strategy: Strategy) -> bool:
    return any(exchange.strategy is strategy for exchange in live.exchanges)


def _after(live: Live) -> list[Exchange]:
    """Exchanges after the first refusal they noticed, while an ask stands refused."""
    first = _first(live)
    return [
        exchange
        for exchange in live.exchanges
        if first is not None
        and exchange.n > first
        and exchange.phase is Phase.POST_REFUSAL
        and exchange.episode == "open"
    ]


def _first(live: Live) -> int | None:
    """The exchange of the first refusal that the person took for one."""
    return next((encounter.exchange for encounter in live.encounters if encounter.noticed), None)


def _goes_on(live: Live) -> bool | None:
    first = _first(live)
    if first is None:
        return None
    following = [exchange for exchange in live.exchanges if exchange.n > first]
    if following:
        return following[0].strategy.pursuing
    return False if live.ended is not None and live.ended.cause in (Cause.LEFT, Cause.ELSEWHERE) else None


def _lasting(cases: Sequence[Refused], seed: int | None) -> Figure:
    """The share that goes on for `LONG` exchanges or more; the interval resamples occasions."""
    found: dict[str, list[Span]] = {}
    for case in cases:
        found.setdefault(case.occasion, []).append(case.span)
    occasions = list(found.values())
    low, high = interval(occasions, _long, seed)
    share = Figure(value=_long(occasions), n=len(cases), occasions=len(occasions), low=low, high=high)
    return unanimous(share, sum(any(one.length >= LONG or not one.censored for one in some) for some in occasions))


def _long(occasions: Sequence[Sequence[Span]]) -> float | None:
    """By Kaplan and Meier; None where all who go on are cut off before."""
    spans = [one for some in occasions for one in some]
    if not spans:
        return None
    alive = Fraction(1)
    for length in range(LONG):
        at_risk = sum(one.length >= length for one in spans)
        if not at_risk:
            return None if alive else 0.0
        alive *= 1 - Fraction(sum(one.length == length and not one.censored for one in spans), at_risk)
    return float(alive)
