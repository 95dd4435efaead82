"""How conversations move between phases, or between strategies, and how they end: a graph of counts and shares.

Nodes have `visits` and `end`; edges have `count` and `probability` (a `Number`). Moves out of one state are clustered
by person and situation: one conversation may leave a state several times.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from analysis.cases import Case
from analysis.comparison.column import Floats
from analysis.stats.number import Number
from analysis.stats.proportion import Pooled, share_of
from analysis.stats.walk import BEGIN, Walk, phase_walk, strategy_walk, tellable
from personas.perception import Strategy
from simulator.phases import Phase
from simulator.transcript import Cause

_ORDER = tuple(one.value for kind in (Phase, Strategy, Cause) for one in kind)
_ENDS = frozenset(cause.value for cause in Cause)


class Flow:
    """The walks of one group of conversations, counted."""

    def __init__(self, walks: Sequence[Walk], *, name: str = "", left_out: int = 0) -> None:
        """Count.

        Args:
            walks: each from `start` to an end.
            name: of the group, as a target's.
            left_out: conversations that are none of the walks, because their end must not be told, or their refusals
                are not known.
        """
        self.walks = tuple(walks)
        self.name = name
        self.left_out = left_out
        found = {state for walk in walks for state in walk.states} | {BEGIN}
        self.through = tuple(state for state in _ORDER if state in found - _ENDS)
        """States that are no ends, in the order of their vocabulary."""
        self.ends = tuple(state for state in _ORDER if state in found & _ENDS)
        self.clusters = tuple(sorted({walk.cluster for walk in walks}))
        self._steps = {states: Counter(itertools.pairwise(states)) for states in {w.states for w in walks}}
        self.moves = tuple(sorted({move for steps in self._steps.values() for move in steps}, key=_place))
        """From and to, of every move that was made."""

    @property
    def states(self) -> tuple[str, ...]:
        """All, ends last."""
        return self.through + self.ends

    @cached_property
    def by_cluster(self) -> Floats:
        """How often each move was made, clusters by moves."""
        row = {cluster: at for at, cluster in enumerate(self.clusters)}
        column = {move: at for at, move in enumerate(self.moves)}
        counts = np.zeros((len(row), len(column)))
        for walk in self.walks:
            at = row[walk.cluster]
            for move, count in self._steps[walk.states].items():
                counts[at, column[move]] += count
        return counts

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """Counts and shares; `graph.graph` has `name`, `conversations`, `clusters` and `left_out`."""
        found: nx.DiGraph[str] = nx.DiGraph(name=self.name, left_out=self.left_out)
        found.graph.update(conversations=len(self.walks), clusters=len(self.clusters))
        visits = Counter(state for walk in self.walks for state in walk.states)
        for state in self.states:
            found.add_node(state, visits=visits[state], end=state in _ENDS)
        for at, (one, other) in enumerate(self.moves):
            count = int(self.by_cluster[:, at].sum())
            found.add_edge(one, other, count=count, probability=self._share(at))
        return nx.freeze(found)  # type: ignore[no-any-return]

    def matrix(self, moves: Floats) -> Floats:
        """Counts of moves as a matrix from (rows) by to (columns), in the order of `states`.

        Args:
            moves: in the order of `self.moves`, one set or a stack of them in the leading axes.
        """
        place = {state: at for at, state in enumerate(self.states)}
        rows: NDArray[np.int64] = np.array([place[one] for one, _ in self.moves], dtype=np.int64)
        columns: NDArray[np.int64] = np.array([place[other] for _, other in self.moves], dtype=np.int64)
        found = np.zeros((*moves.shape[:-1], len(place), len(place)))
        found[..., rows, columns] = moves
        return found

    @cached_property
    def there(self) -> dict[str, tuple[Walk, ...]]:
        """The conversations that were ever in a state, by the state."""
        found: dict[str, list[Walk]] = {state: [] for state in self.states}
        for walk in self.walks:
            for state in set(walk.states):
                found[state].append(walk)
        return {state: tuple(walks) for state, walks in found.items()}

    def _share(self, at: int) -> Number:
        one, other = self.moves[at]
        left = self.by_cluster[:, [i for i, move in enumerate(self.moves) if move[0] == one]].sum(axis=1)
        some = left > 0
        return share_of(Pooled(self.by_cluster[some, at], left[some]), f"moves from {one} that lead to {other}")


def phase_flow(cases: Iterable[Case], *, name: str = "") -> Flow:
    """Of phases; each end is told by its cause. Those with a reply that nothing has read are left out and counted.

    Raises:
        AnalysisError: a move that the table of phases does not hold.
    """
    every = list(cases)
    read = [case for case in every if not case.unread]
    return Flow([phase_walk(case) for case in read], name=name, left_out=len(every) - len(read))


def strategy_flow(cases: Iterable[Case], *, name: str = "") -> Flow:
    """Of what the person's messages do; conversations that must not be told by strategy are left out and counted.

    Raises:
        AnalysisError: an arm changed the person's strategy.
    """
    kept, left_out = tellable(cases)
    return Flow([strategy_walk(case) for case in kept], name=name, left_out=left_out)


def _place(move: tuple[str, str]) -> tuple[int, int]:
    return _ORDER.index(move[0]), _ORDER.index(move[1])
