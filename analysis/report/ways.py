"""Ways through a conversation: by phase, and from strategy to strategy. Erosion is never among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from analysis.cases import Case
from analysis.report.page import Flow, Link
from analysis.report.read import Told
from analysis.stats.walk import tellable
from simulator.phases import Phase

SHOWN = 3
"""Refusals told apart; later ones are counted with the last."""
_BEFORE = "before a refusal"
Pair = tuple[str, str]


def phase_flow(groups: Mapping[str, Sequence[tuple[int, Told]]]) -> tuple[Flow, ...]:
    """How conversations went from phase to phase to their end, one flow a group.

    Who must not be told by path is left out and counted.
    """
    return tuple(_tellable(label, told, _phases) for label, told in groups.items())


def strategy_flow(groups: Mapping[str, Sequence[tuple[int, Told]]]) -> tuple[Flow, ...]:
    """From message to message, from the refused one on; the last leads to the end.

    Who must not be told by strategy is left out and counted; nothing is told where persons were made to go on in some
    way, not even how many.
    """
    if any(one.withheld for told in groups.values() for _, one in told):
        return ()
    return tuple(_tellable(label, told, _strategies) for label, told in groups.items())


def _tellable(label: str, told: Sequence[tuple[int, Told]], way: Callable[[Case], Iterator[Pair]]) -> Flow:
    kept = [(place, one) for place, one in told if one.case is None or tellable([one.case])[0]]
    return msgspec.structs.replace(_flow(label, kept, way), left_out=len(told) - len(kept))


def _flow(label: str, told: Sequence[tuple[int, Told]], way: Callable[[Case], Iterator[Pair]]) -> Flow:
    found: dict[Pair, list[int]] = {}
    held = [(place, one.case) for place, one in told if one.case is not None]
    for place, case in held:
        for pair in way(case):
            found.setdefault(pair, []).append(place)
    links = tuple(
        Link(source=a, target=b, count=len(at), at=tuple(dict.fromkeys(at))) for (a, b), at in sorted(found.items())
    )
    return Flow(label=label, n=len(held), links=links)


def _phases(case: Case) -> Iterator[Pair]:
    """Visits of the same phase in a row are one; from the third refusal the way leads to the end."""
    stages: list[str] = [] if case.phases[1] is not Phase.PRE_REFUSAL else [_BEFORE]
    refusals = 0
    for before, phase in pairwise(case.phases):
        if phase is Phase.REFUSAL:
            refusals += 1
            stages.append(_refusal(refusals))
        elif phase is Phase.POST_REFUSAL and before is not phase:
            stages.append(_after(refusals))
        if refusals == SHOWN:
            break
    yield from pairwise([*stages, f"end: {case.end.value.replace('_', ' ')}"])


def _refusal(number: int) -> str:
    return f"refusal {number}{' and later' if number == SHOWN else ''}"


def _after(number: int) -> str:
    return f"after refusal {number}" if number else "after an earlier refusal"


def _strategies(case: Case) -> Iterator[Pair]:
    if case.first_refusal is None:
        return
    moves = [strategy.value.replace("_", " ") for strategy in case.strategies[case.first_refusal - 1 :]]
    yield from pairwise([*moves, f"end: {case.end.value.replace('_', ' ')}"])
