"""One conversation as it is walked through: its exchanges, each with what followed from it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from personas.perception import State
from simulator.fold import Live, fold
from simulator.transcript import AnyEvent, Exchange, Failed, Met


class Turn(msgspec.Struct, frozen=True):
    """One exchange."""

    exchange: Exchange
    before: State | None
    """The inner state before it; None in an imported conversation."""
    after: State | None
    """After the reply, and after the refusal where one was met."""
    met: Met | None = None
    failed: tuple[Failed, ...] = ()
    """Calls that failed after it, before the next one was held."""


class Talk(msgspec.Struct, frozen=True):
    """One conversation."""

    live: Live
    turns: tuple[Turn, ...]
    failed: tuple[Failed, ...] = ()
    """Calls that failed before the first exchange was held."""


def talk(events: Iterable[AnyEvent]) -> Talk:
    """Put the events of one conversation together.

    Raises:
        FormatError: no start, or events out of order.
        TransitionError: a move the phase table does not have.
    """
    events = tuple(events)
    live = fold(events)
    state = live.started.state
    turns: list[Turn] = []
    failed: list[Failed] = []
    for event in events:
        if isinstance(event, Exchange):
            turns.append(Turn(event, state, event.state))
        elif isinstance(event, Met) and turns:
            turns[-1] = msgspec.structs.replace(turns[-1], met=event, after=event.state)
        elif isinstance(event, Failed) and turns:
            turns[-1] = msgspec.structs.replace(turns[-1], failed=(*turns[-1].failed, event))
        elif isinstance(event, Failed):
            failed.append(event)
        state = event.state if isinstance(event, Exchange | Met) else state
    return Talk(live, tuple(turns), tuple(failed))
