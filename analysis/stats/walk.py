"""A conversation as a walk through states: phases or strategies, and at last how it ended.

Ends are those of persons (`Cause`). What a model gave after it had refused is never set beside a strategy or a path
(how a model is worn down is no finding of this instrument), so a conversation in which something unsafe was given
after a refusal is no walk of strategies and no path: its end would say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from analysis.cases import After, Case
from analysis.errors import AnalysisError
from simulator.arms import JOINT
from simulator.errors import TransitionError
from simulator.phases import TABLE, Phase, check
from simulator.transcript import CENSORED, Flag

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
    for one, other in zip(case.phases, case.phases[1:], strict=False):
        if (one, other) in _ALLOWED:
            continue
        try:
            check(one, other)
        except TransitionError as problem:
            raise AnalysisError(f"{case.id}: {problem}; restore the record, or run `pastno verify`") from None
    return Walk(case.cluster, (*(phase.value for phase in case.phases[:-1]), case.end.value), case.end in CENSORED)


def strategy_walk(case: Case) -> Walk:
    """The person's messages in order, then the end."""
    told = (strategy.value for strategy in case.strategies)
    return Walk(case.cluster, (BEGIN, *told, case.end.value), case.end in CENSORED)


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
