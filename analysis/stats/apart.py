"""What two groups of conversations do differently: moves and ends, the second less the first.

Persons and situations that both groups met are drawn together, so what they share does not widen the interval. These
differences are many and none of them was named beforehand: they are a search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from analysis.comparison.column import Floats
from analysis.stats.chain import absorbed, shares
from analysis.stats.drawn import again, ends, warned
from analysis.stats.flow import Flow
from analysis.stats.number import Number

Step = tuple[str, str]
"""From a state to a state; or from a state to an end."""
Solved = Callable[[Floats, Flow], Floats]
"""From counts, a matrix of all states of a flow."""
_HOW = "b less a; whole clusters of both drawn again together"


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """One difference."""

    step: Step
    a: float
    b: float
    difference: Number
    """`n` is of conversations of both that were ever in the state."""
    noise: float | None = None
    """The same difference of the arm in which nothing was changed."""


def moves_apart(a: Flow, b: Flow, *, seed: int = 0) -> tuple[Gap, ...]:
    """Differences of the probability of each move out of the states that both groups were in.

    Args:
        a: the first, as one target's.
        b: the second, of the same kind.
        seed: of the resampling.
    """
    shared = _shared(a, b)
    steps = [move for move in dict.fromkeys(a.moves + b.moves) if move[0] in shared]
    return _apart(a, b, steps, seed, lambda counts, flow: shares(flow.matrix(counts)))


def ends_apart(a: Flow, b: Flow, *, seed: int = 0) -> tuple[Gap, ...]:
    """Differences of the probability to end so, from the states that both groups were in; see `endings`."""
    steps = [(state, end) for state in _shared(a, b) for end in dict.fromkeys(a.ends + b.ends)]
    return _apart(a, b, steps, seed, _ended)


def _shared(a: Flow, b: Flow) -> list[str]:
    return [state for state in a.through if state in b.through] if a.walks and b.walks else []


def _ended(counts: Floats, flow: Flow) -> Floats:
    through = len(flow.through)
    inner = absorbed(shares(flow.matrix(counts)), through)
    found = np.zeros((*inner.shape[:-2], len(flow.states), len(flow.states)))
    found[..., :through, through:] = inner
    return found


def _apart(a: Flow, b: Flow, steps: Sequence[Step], seed: int, solved: Solved) -> tuple[Gap, ...]:
    if not steps:
        return ()
    union = tuple(sorted({*a.clusters, *b.clusters}))
    sides = [(flow, _aligned(flow, union)) for flow in (a, b)]
    first, second = (_read(solved(counts.sum(axis=0), flow), flow, steps) for flow, counts in sides)
    drawn = again(
        len(union),
        seed,
        lambda block: np.diff([_read(solved(block @ counts, flow), flow, steps) for flow, counts in sides], axis=0)[0],
    )
    return tuple(
        Gap(step=step, a=float(first[at]), b=float(second[at]), difference=_number(a, b, step, first[at], second[at],
            drawn[:, at]))
        for at, step in enumerate(steps)
    )  # fmt: skip


def _aligned(flow: Flow, union: Sequence[str]) -> Floats:
    """Counts of moves with a row for each cluster of both groups."""
    row = {cluster: at for at, cluster in enumerate(union)}
    counts = np.zeros((len(union), len(flow.moves)))
    counts[[row[cluster] for cluster in flow.clusters]] = flow.by_cluster
    return counts


def _read(found: Floats, flow: Flow, steps: Sequence[Step]) -> Floats:
    """The steps' values, in the last axis; 0 where a group never went there, NaN where it never was."""
    place = {state: at for at, state in enumerate(flow.states)}
    never = found.sum(axis=-1) * 0
    columns = [
        found[..., place[one], place[other]] if other in place else never[..., place[one]] for one, other in steps
    ]
    return np.stack(columns, axis=-1)


def _number(a: Flow, b: Flow, step: Step, first: float, second: float, drawn: Floats) -> Number:
    there = [flow.there[step[0]] for flow in (a, b)]
    fewest = min(len({walk.cluster for walk in walks}) for walks in there)
    low, high, why = ends(drawn, fewest)
    return Number(
        value=float(second - first),
        n=sum(map(len, there)),
        low=low,
        high=high,
        missing=a.left_out + b.left_out,
        censored=sum(walk.cut for walks in there for walk in walks),
        clusters=fewest,
        how=_HOW,
        warnings=warned(why, fewest),
    )
