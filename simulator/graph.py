"""The phases as a LangGraph graph; the only file that imports LangGraph.

Nodes and edges come from the one table in `simulator.phases`. Compiled once, flat, no checkpointer: the event log is
the record. Tracing is off whatever the environment says, because a conversation must not leave the machine.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from langsmith.run_helpers import tracing_context

from simulator.cast import Cast
from simulator.fold import Live
from simulator.phases import Phase, allowed
from simulator.steps import hold_exchange, meet_refusal

Where = Literal["pre_refusal", "refusal", "post_refusal", "__end__"]


class GraphState(TypedDict):
    """One channel: the live state, replaced whole. It is never serialised, so it may be our own type."""

    live: Live


Compiled = CompiledStateGraph[GraphState, Cast, GraphState, GraphState]


async def _exchange(state: GraphState, runtime: Runtime[Cast]) -> Command[Where]:
    live = await hold_exchange(state["live"], runtime.context)
    return Command(update={"live": live}, goto=_name(live.next))


async def _refusal(state: GraphState, runtime: Runtime[Cast]) -> Command[Where]:
    live = meet_refusal(state["live"], runtime.context)
    return Command(update={"live": live}, goto=_name(live.next))


_NODES: dict[Phase, Any] = {
    Phase.PRE_REFUSAL: _exchange,
    Phase.REFUSAL: _refusal,
    Phase.POST_REFUSAL: _exchange,
}


@cache
def graph() -> Compiled:
    """The compiled graph; its edges are those of the phase table."""
    builder: StateGraph[GraphState, Cast, GraphState, GraphState] = StateGraph(GraphState, context_schema=Cast)
    for phase, node in _NODES.items():
        builder.add_node(phase.value, node, destinations=tuple(_name(after) for after in allowed(phase)))
    starts: dict[Any, str] = {_name(phase): _name(phase) for phase in allowed(Phase.START)}
    builder.add_conditional_edges(START, lambda state: _name(state["live"].next), starts)
    return builder.compile(name="pastno")


async def walk(live: Live, cast: Cast) -> Live:
    """Take a conversation from where it stands to its end, without its `ended` event."""
    if live.next is Phase.END:
        return live
    with tracing_context(enabled=False):
        final = await graph().ainvoke({"live": live}, config={"recursion_limit": supersteps(live.left)}, context=cast)
    walked: Live = final["live"]
    return walked


def supersteps(exchanges: int) -> int:
    """Supersteps that many exchanges can take at most: each may meet a refusal, which is a step too."""
    return 2 * max(exchanges, 0) + 2


def _name(phase: Phase) -> Any:
    return END if phase is Phase.END else phase.value
