"""Run one conversation from finished objects: begin it, walk the graph, end it. No configuration, no folders."""

from __future__ import annotations

import msgspec

from simulator.cast import Cast
from simulator.errors import CallFailed, LinesOver, PersonaFailed, TargetDown
from simulator.fold import Live, advance, begin
from simulator.graph import walk
from simulator.outcome import outcome, stopped
from simulator.transcript import AnyEvent, Cause, Ended, Failed, Started, Voiced


async def converse(start: Started | Live, cast: Cast) -> Live:
    """Hold a conversation to its end, or to a failure.

    Args:
        start: a new conversation's first event, or the live state it stands at.
        cast: who takes part, and where events go.

    Returns:
        The live state: `ended`, or `failed` where a call failed (kept up to there, to be taken up again).

    Raises:
        StoreError: an event could not be made durable.
        TargetDown: the target takes no more calls; nothing was appended for the call that was not made.
    """
    live = begin(start) if isinstance(start, Started) else start
    latest = _Latest(live, cast)
    if isinstance(start, Started):
        cast.append(start)
    try:
        live = await walk(live, msgspec.structs.replace(cast, append=latest.append))
        latest.append(outcome(live))
    except LinesOver as problem:
        latest.append(stopped(latest.live, str(problem)))
    except TargetDown:
        raise
    except CallFailed as problem:
        latest.append(_failure(latest.live, problem))
    except PersonaFailed as problem:
        how = problem.how if isinstance(problem.how, Voiced) else None
        latest.append(Ended(id=live.id, cause=Cause.PERSONA_FAILED, detail=str(problem), voiced=how))
    return latest.live


class _Latest:
    """Follows the fold while the graph runs, so that a failure knows where the conversation stands."""

    def __init__(self, live: Live, cast: Cast) -> None:
        self.live = live
        self._append = cast.append

    def append(self, event: AnyEvent) -> None:
        self._append(event)
        self.live = advance(self.live, event)


def _failure(live: Live, problem: CallFailed) -> Failed:
    return Failed(
        id=live.id,
        n=len(live.exchanges) + 1,
        kind=problem.kind.value,
        message=str(problem),
        status=problem.status,
        of=problem.of,
        voiced=problem.how if isinstance(problem.how, Voiced) else None,
    )
