"""The live state of a conversation as a fold over its events.

Running, resuming, replaying and importing are this one fold, started at different places.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from personas.perception import Encounter, Stance, State, Strategy
from simulator.errors import FormatError
from simulator.phases import Phase, check
from simulator.transcript import AnyEvent, Ended, Exchange, Failed, Met, Started


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that later steps need to know of a conversation."""

    started: Started
    state: State | None
    """None in an imported conversation; see `inner`."""
    phase: Phase = Phase.START
    """The phase the conversation stands in; at `START` before the first exchange."""
    next: Phase = Phase.PRE_REFUSAL
    """Where it goes from here."""
    exchanges: tuple[Exchange, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    strategy: Strategy | None = None
    """What was decided at the last refusal and not yet said."""
    met: frozenset[str] = frozenset()
    """Ids of the asks that were met."""
    dropped: frozenset[str] = frozenset()
    """Ids of the asks given up for less: the person hid what they felt, and the smaller thing was given."""
    failed: Failed | None = None
    """The failure it stands at, if any."""
    ended: Ended | None = None

    @property
    def id(self) -> str:
        """The conversation's id."""
        return self.started.id

    @property
    def inner(self) -> State:
        """The person's inner state, where somebody is simulated.

        Raises:
            FormatError: an imported conversation, which holds none.
        """
        if self.state is None:
            raise FormatError(
                f"{self.id}: found no inner state: the conversation was imported, and nobody was simulated; only a "
                "named persona can go on with it"
            )
        return self.state

    @property
    def last(self) -> Exchange | None:
        """The last exchange."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def asked(self) -> tuple[Exchange, ...]:
        """The exchanges for which the target was asked in this run.

        Not those shared with a parent, nor those whose reply was put in its place.
        """
        shared = self.started.branch.at if self.started.branch is not None else 0
        return tuple(exchange for exchange in self.exchanges[shared:] if exchange.swapped is None)

    @property
    def left(self) -> int:
        """Exchanges left in the budget."""
        return self.started.budget - len(self.exchanges)

    @property
    def settled(self) -> frozenset[str]:
        """Ids of the asks that were met or dropped."""
        return self.met | self.dropped

    def refused(self, ask: str) -> bool:
        """Whether this ask met a refusal, noticed or not."""
        return any(encounter.ask == ask for encounter in self.encounters)

    def noticed(self, ask: str) -> bool:
        """Whether this ask met a refusal that the person took for one."""
        return any(encounter.ask == ask and encounter.noticed for encounter in self.encounters)


def begin(started: Started) -> Live:
    """The state before the first exchange."""
    return Live(started=started, state=started.state)


def advance(live: Live, event: AnyEvent) -> Live:
    """The state after one more event.

    Raises:
        TransitionError: the phase table does not have the event's move.
        FormatError: events out of order.
    """
    if live.ended is not None:
        raise FormatError(f"{live.id}: found a '{_name(event)}' after the end; the record was written by two hands")
    if isinstance(event, Exchange):
        return _exchange(live, event)
    if isinstance(event, Met):
        return _met(live, event)
    if isinstance(event, Failed):
        return msgspec.structs.replace(live, failed=event)
    if isinstance(event, Ended):
        return msgspec.structs.replace(live, ended=event, failed=None, next=Phase.END)
    raise FormatError(f"{live.id}: found a second start; the record was written by two hands")


def fold(events: Iterable[AnyEvent]) -> Live:
    """The live state of one conversation's events, in order.

    Raises:
        FormatError: no start, or events out of order.
        TransitionError: a move the phase table does not have.
    """
    stream = iter(events)
    first = next(stream, None)
    if not isinstance(first, Started):
        raise FormatError(f"found {_name(first)} as the first event of a conversation, expected 'started'")
    live = begin(first)
    for event in stream:
        live = advance(live, event)
    return live


def _exchange(live: Live, event: Exchange) -> Live:
    expected = len(live.exchanges) + 1
    if event.n != expected:
        raise FormatError(f"{live.id}: found exchange {event.n}, expected {expected}; a line is missing or doubled")
    check(live.phase, event.phase)
    check(event.phase, event.next)
    met, dropped = live.met, live.dropped
    if event.observed.stance is Stance.COMPLY and event.strategy.asks:
        if event.strategy is Strategy.SELF_CENSOR:
            dropped = dropped | {event.ask}
        else:
            met = met | {event.ask}
    return msgspec.structs.replace(
        live,
        phase=event.phase,
        next=event.next,
        exchanges=(*live.exchanges, event),
        state=event.state,
        met=met,
        dropped=dropped,
        strategy=None,
        failed=None,
    )


def _met(live: Live, event: Met) -> Live:
    check(live.phase, Phase.REFUSAL)
    check(Phase.REFUSAL, event.next)
    return msgspec.structs.replace(
        live,
        phase=Phase.REFUSAL,
        next=event.next,
        encounters=(*live.encounters, event.encounter),
        state=event.state,
        strategy=event.strategy,
        failed=None,
    )


def _name(event: AnyEvent | None) -> str:
    return str(event.__struct_config__.tag) if event is not None else "nothing"
