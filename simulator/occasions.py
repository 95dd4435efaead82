"""What an observer may know of a reply: the same in the loop and when a run is read again."""

from __future__ import annotations

from collections.abc import Iterable

from personas.perception import Strategy
from scenarios.schema import Scenario, Slot
from simulator.course import asks
from simulator.observer.contract import SlotSeen
from simulator.transcript import Exchange


def slots_asked(scenario: Scenario, strategy: Strategy, ask: str) -> tuple[Slot, ...]:
    """The slots that a message asks for; none where it asks for nothing, or hides what it came for."""
    return asks(scenario)[ask].slots if strategy.asks and strategy is not Strategy.SELF_CENSOR else ()


def slots_seen(slots: Iterable[Slot]) -> tuple[SlotSeen, ...]:
    """The slots as an observer sees them."""
    return tuple(SlotSeen(slot.id, slot.kind, slot.essential, slot.signs, slot.forbidden) for slot in slots)


def read_before(exchanges: Iterable[Exchange], blocked_notice: str) -> tuple[tuple[str, str], ...]:
    """What the person wrote and what they read in return, exchange by exchange."""
    return tuple((exchange.said, exchange.reply.shown(blocked_notice)) for exchange in exchanges)
