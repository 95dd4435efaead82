"""Where people end from each state, and after how many exchanges, if what comes next depends on the state alone.

A first-order Markov chain fitted to the moves. From `start` its ends are those that were seen, whatever people
remember; from any other state they are so only as far as the state says all. So the share that was seen stands beside
it. A budget that was reached is an end here, and nobody chose it.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from analysis.comparison.column import Floats
from analysis.stats.chain import absorbed, remaining, shares
from analysis.stats.drawn import ends, warned
from analysis.stats.flow import Flow
from analysis.stats.number import Number
from analysis.stats.walk import SILENT

_HOW = "first-order Markov chain (Grinstead and Snell 1997, section 11.2); clusters drawn again"


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """One end from one state."""

    state: str
    end: str
    probability: Number
    """By the chain, from a visit of the state."""
    seen: float
    """Share of the conversations that were ever in the state and ended so. Far from the chain's: the state does not
    say all."""


def endings(flow: Flow, *, seed: int = 0) -> tuple[Ending, ...]:
    """Every end from every state; the probabilities of one state sum to 1.

    Args:
        flow: of phases or of strategies.
        seed: of the resampling.
    """
    if not flow.walks:
        return ()
    through = len(flow.through)
    found, drawn = _both(flow, seed, lambda moves: absorbed(moves, through))
    return tuple(
        Ending(
            state=state,
            end=end,
            probability=_number(flow, state, found[row, column], drawn[:, row, column], f"ends in {end}; {_HOW}"),
            seen=_seen(flow, state, end),
        )
        for row, state in enumerate(flow.through)
        for column, end in enumerate(flow.ends)
    )


def lengths(flow: Flow, *, seed: int = 0) -> dict[str, Number]:
    """Exchanges still to be held from each state until an end, those in the state itself included.

    Where conversations were cut off it is the mean until then, and so a lower bound of what people would have gone on.
    """
    if not flow.walks:
        return {}
    through = len(flow.through)
    held = np.array([float(state not in SILENT) for state in flow.through])
    found, drawn = _both(flow, seed, lambda moves: remaining(moves, through, held))
    return {
        state: _number(flow, state, found[row], drawn[:, row], f"mean exchanges to an end; {_HOW}")
        for row, state in enumerate(flow.through)
    }


def _both(flow: Flow, seed: int, of: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
    """From all clusters, and from every resample of them."""
    found = of(shares(flow.matrix(flow.by_cluster.sum(axis=0))))
    return found, of(shares(flow.matrix(flow.redrawn(seed))))


def _number(flow: Flow, state: str, value: float, drawn: Floats, how: str) -> Number:
    there = flow.there[state]
    low, high, why = ends(drawn, there.clusters)
    return Number(
        value=float(value),
        n=there.conversations,
        low=low,
        high=high,
        missing=flow.left_out,
        censored=there.cut,
        clusters=there.clusters,
        how=how,
        warnings=warned(why, there.clusters),
    )


def _seen(flow: Flow, state: str, end: str) -> float:
    there = flow.there[state]
    return there.ends[end] / there.conversations
