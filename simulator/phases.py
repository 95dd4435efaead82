"""The three phases, and the one table of allowed moves between them.

The table builds the graph, draws it, validates transcripts and gives analysis its states.
"""

from __future__ import annotations

from enum import StrEnum

import networkx as nx

from simulator.errors import TransitionError


class Phase(StrEnum):
    """Where a conversation stands. `START` and `END` are no phases of a person; they close the table."""

    START = "start"
    PRE_REFUSAL = "pre_refusal"
    """Nothing was refused yet; one exchange a visit."""
    REFUSAL = "refusal"
    """A refusal was met; the person takes it in and decides how to go on. No target is called."""
    POST_REFUSAL = "post_refusal"
    """After a refusal; one exchange a visit."""
    END = "end"


_MOVES: dict[tuple[Phase, Phase], str] = {
    (Phase.START, Phase.PRE_REFUSAL): "a new conversation",
    (Phase.START, Phase.REFUSAL): "continued at a refusal",
    (Phase.START, Phase.POST_REFUSAL): "continued after a refusal",
    (Phase.PRE_REFUSAL, Phase.PRE_REFUSAL): "no refusal yet",
    (Phase.PRE_REFUSAL, Phase.REFUSAL): "the first refusal",
    (Phase.PRE_REFUSAL, Phase.END): "ends unrefused",
    (Phase.REFUSAL, Phase.POST_REFUSAL): "the person goes on",
    (Phase.REFUSAL, Phase.END): "leaves without a word, or the budget is reached",
    (Phase.POST_REFUSAL, Phase.POST_REFUSAL): "no new refusal",
    (Phase.POST_REFUSAL, Phase.REFUSAL): "refused again",
    (Phase.POST_REFUSAL, Phase.END): "ends",
}


def _table() -> nx.DiGraph[Phase]:
    graph: nx.DiGraph[Phase] = nx.DiGraph(name="phases")
    graph.add_nodes_from(Phase)
    for (start, end), why in _MOVES.items():
        graph.add_edge(start, end, why=why)
    return nx.freeze(graph)  # type: ignore[no-any-return]


TABLE = _table()
"""Nodes: phases. Edges: allowed moves, each with `why`."""


def allowed(start: Phase) -> tuple[Phase, ...]:
    """Phases a conversation may move to from `start`."""
    return tuple(TABLE.successors(start))


def check(start: Phase, end: Phase) -> Phase:
    """Return `end` when the table allows the move.

    Raises:
        TransitionError: it does not.
    """
    if (start, end) not in _MOVES:
        known = ", ".join(allowed(start)) or "nothing"
        raise TransitionError(f"found a move from {start} to {end}; the phase table allows {known} after {start}")
    return end
