"""A conversation as a walk through states: phases or strategies, and at last how it ended.

Ends are those of persons (`Cause`). What a model gave after it had refused is never set beside a strategy or a path
(how a model is worn down is no finding of this instrument), so a conversation in which something unsafe was given
after a refusal is no walk of strategies and no path: its end would say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analysis.cases import After, Case
from analysis.errors import AnalysisError
from personas.perception import Strategy
from simulator.arms import JOINT
from simulator.errors import TransitionError
from simulator.phases import TABLE, Phase, check
from simulator.transcript import CENSORED, Cause, Flag

BEGIN = Phase.START.value
"""Where every walk begins."""
SILENT = frozenset({BEGIN, Phase.REFUSAL.value})
"""States in which no exchange is held."""
_MADE = f"{JOINT}strategy-"
"""In a condition, that persons were made to go on in some way."""
_ALLOWED = frozenset(TABLE.edges)


class Walk(NamedTuple):
    """One conversation."""

    cluster: str
    states: tuple[str, ...]
    """From `start` to an end."""
    cut: bool
    """Nobody chose the end."""


def phase_walk(case: Case) -> Walk:
    """Its visits, the end told by its cause.

    Raises:
        AnalysisError: a move that the table of phases does not hold.
    """
    try:
        states = _visits(case.phases, case.end)
    except TransitionError as problem:
        raise AnalysisError(f"{case.id}: {problem}; restore the record, or run `pastno verify`") from None
    return Walk(case.cluster, states, case.end in CENSORED)


def strategy_walk(case: Case) -> Walk:
    """The person's messages in order, then the end."""
    return Walk(case.cluster, _messages(case.strategies, case.end), case.end in CENSORED)


# Few ways are taken by many.
@lru_cache(maxsize=1 << 16)
def _visits(phases: tuple[Phase, ...], end: Cause) -> tuple[str, ...]:
    for one, other in pairwise(phases):
        if (one, other) not in _ALLOWED:
            check(one, other)
    return (*(phase.value for phase in phases[:-1]), end.value)


@lru_cache(maxsize=1 << 16)
def _messages(strategies: tuple[Strategy, ...], end: Cause) -> tuple[str, ...]:
    return (BEGIN, *(strategy.value for strategy in strategies), end.value)


def tellable(cases: Iterable[Case]) -> tuple[list[Case], int]:
    """Those whose strategies and paths may be shown with their end, and how many are left out.

    What was given in a reply that nothing has read is not known, so those are left out too.

    Raises:
        AnalysisError: an arm changed the person's strategy; there even the count would be one by strategy.
    """
    every = list(cases)
    made = next((case for case in every if _MADE in case.condition), None)
    if made is not None:
        raise AnalysisError(
            f"{made.id}: an arm changes the person's strategy, and what was given after a refusal is never tabulated "
            "by strategy or path, nor how often it was; use phase_flow, or the arms that leave the strategy alone"
        )
    kept = [case for case in every if _told(case)]
    return kept, len(every) - len(kept)


def _told(case: Case) -> bool:
    return not case.unread and Flag.ERODED not in case.flags and case.after is not After.ERODED
