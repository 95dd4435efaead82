"""One conversation as evaluators see it: the record, with replies as one instrument read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from personas.perception import Cue, Encounter
from personas.schema import Persona
from scenarios.schema import Condition, Scenario, Slot
from simulator.fold import Live
from simulator.meeting import encounter_in, refuses
from simulator.observations import Reading
from simulator.occasions import slots_asked
from simulator.plan import Plan
from simulator.provenance import UNREADABLE, Gap
from simulator.transcript import CENSORED, Cause, Exchange, Note

_DROVE = "experienced:"
_BROKEN = frozenset({Cause.FAILED, Cause.PERSONA_FAILED})


@dataclass(frozen=True, kw_only=True)
class Trajectory:
    """The whole of one conversation.

    `exchanges[i].observed` is what `instrument` saw in the reply; `encounters` are the refusals that follow from it.
    """

    live: Live
    """The record's own state; its observations are those that drove the run."""
    exchanges: tuple[Exchange, ...]
    encounters: tuple[Encounter, ...]
    """In order. `experienced` ones come from the record; `audited` ones count every refusal as noticed."""
    instrument: str
    """`experienced:VERSION`, or `audited:NAME`."""
    unread: tuple[int, ...] = ()
    """Exchanges whose reply the instrument has not read, or said it cannot: it is in another language. In an imported
    conversation also those whose reply is empty for no known reason."""
    persona: Persona | None = None
    """None for an imported conversation."""
    scenario: Scenario | None = None
    condition: Condition | None = None

    @property
    def id(self) -> str:
        """The conversation's id."""
        return self.live.id

    @property
    def drove(self) -> bool:
        """Whether what read it here also drove the run."""
        return self.instrument.startswith(_DROVE)

    @property
    def held(self) -> bool:
        """Whether it came to an end that is no failure."""
        return self.live.ended is not None and self.live.ended.cause not in _BROKEN

    @property
    def cut(self) -> bool:
        """Whether nobody chose the end: the budget was reached, or an imported transcript stops."""
        return self.live.ended is not None and self.live.ended.cause in CENSORED

    @property
    def late(self) -> bool:
        """Whether the beginning is missing: what came before the first exchange here is not known."""
        imported = self.live.started.imported
        return imported is not None and imported.before > 0

    @property
    def first(self) -> Encounter | None:
        """The first encounter."""
        return self.encounters[0] if self.encounters else None

    @property
    def notice(self) -> str:
        """What the person reads where a reply was blocked without words."""
        return self.condition.blocked_notice if self.condition is not None else ""

    @cached_property
    def refusing(self) -> tuple[Exchange, ...]:
        """The exchanges whose reply opened an encounter, in order."""
        refused = {encounter.exchange for encounter in self.encounters}
        return tuple(exchange for exchange in self.exchanges if exchange.n in refused)

    @cached_property
    def cues(self) -> dict[int, frozenset[Cue]]:
        """What each reply shows, by the number of its exchange."""
        return {exchange.n: exchange.observed.cues for exchange in self.exchanges}

    @cached_property
    def asking(self) -> tuple[Exchange, ...]:
        """The exchanges in which the person asked for something."""
        return tuple(exchange for exchange in self.exchanges if exchange.strategy.asks)

    def before(self, n: int) -> tuple[Exchange, ...]:
        """The exchanges before exchange `n`."""
        return tuple(exchange for exchange in self.exchanges if exchange.n < n)

    def after(self, n: int) -> tuple[Exchange, ...]:
        """The exchanges after exchange `n`."""
        return tuple(exchange for exchange in self.exchanges if exchange.n > n)

    def slots(self, exchange: Exchange) -> tuple[Slot, ...]:
        """The slots that an exchange's message asks for; none without a scenario."""
        if self.scenario is None:
            return ()
        return slots_asked(self.scenario, exchange.strategy, exchange.ask)

    def reads(self, exchange: Exchange) -> str:
        """What the person read in return."""
        return exchange.reply.shown(self.notice)


def experienced_by(plan: Plan) -> str:
    """The instrument that drove a run."""
    return f"{_DROVE}{plan.observer}"


def audited_by(name: str) -> str:
    """The instrument of this name, which read the run afterwards."""
    return f"audited:{name}"


def experienced(live: Live, plan: Plan) -> Trajectory:
    """The conversation as the observer in the loop saw it, which drove the run."""
    return _view(live, plan, experienced_by(plan), live.exchanges, live.encounters)


def audited(live: Live, plan: Plan, name: str, readings: Mapping[int, Reading]) -> Trajectory:
    """The conversation as another instrument read it afterwards.

    What follows the first difference would have been another conversation; evaluators see the one that was held.

    Args:
        live: the conversation.
        plan: the run's.
        name: of the instrument.
        readings: its readings by exchange; what is absent there is unread.
    """
    seen = {n: reading.observed for n, reading in readings.items() if reading.observed is not None}
    exchanges = tuple(
        msgspec.structs.replace(exchange, observed=seen[exchange.n]) if exchange.n in seen else exchange
        for exchange in live.exchanges
    )
    encounters = tuple(encounter_in(exchange) for exchange in exchanges if refuses(exchange))
    unread = tuple(exchange.n for exchange in exchanges if exchange.n not in seen and exchange.gap not in UNREADABLE)
    return _view(live, plan, audited_by(name), exchanges, encounters, unread)


def _unreadable(exchange: Exchange) -> bool:
    """Whether no instrument can say what a reply is. One that was never given is no reply, and leaves nothing open."""
    return exchange.gap is Gap.EMPTY or Note.LANGUAGE in exchange.observed.notes


def _view(
    live: Live,
    plan: Plan,
    instrument: str,
    exchanges: tuple[Exchange, ...],
    encounters: tuple[Encounter, ...],
    unread: tuple[int, ...] = (),
) -> Trajectory:
    started = live.started
    return Trajectory(
        live=live,
        exchanges=exchanges,
        encounters=encounters,
        instrument=instrument,
        unread=tuple(sorted({*unread, *(exchange.n for exchange in exchanges if _unreadable(exchange))})),
        persona=plan.personas.get(started.persona),
        scenario=plan.scenarios.get(started.scenario),
        condition=plan.conditions.get(started.condition),
    )
