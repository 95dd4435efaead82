"""The first observer: provider fields first, then cue rules; the stance is derived from the cues."""

from __future__ import annotations

from personas.perception import Source, Stance
from simulator.observer import caring, declining, offering
from simulator.observer.contract import Occasion
from simulator.observer.reading import read
from simulator.observer.rules import prepare
from simulator.observer.signals import blocked_by, read_text
from simulator.observer.slots import delivery_of, meets, merge, stance_of
from simulator.transcript import Observation

_BOOK = prepare((*declining.RULES, *caring.RULES, *offering.RULES))


class SimpleObserver:
    """A text rule behind the observer's contract: fast, offline, deterministic; it sees nothing but the occasion."""

    version = "simple-2"

    def observe(self, occasion: Occasion) -> Observation:
        """Say which cues the reply shows, and the stance that follows from them."""
        reading = read(read_text(occasion.reply), occasion.said, _BOOK)
        source = blocked_by(occasion.reply)
        if source is not None:
            return Observation(stance=Stance.BLOCKED, source=source, sightings=reading.sightings)
        asked = occasion.strategy.asks
        met = tuple(slot.id for slot in occasion.slots if meets(reading, slot)) if asked else ()
        delivery = delivery_of(reading, occasion.slots, met)
        stance = stance_of(reading, occasion, met, delivery)
        if delivery is not None and stance is not Stance.NONE:
            reading = reading._replace(sightings=merge(reading.sightings, delivery))
        return Observation(
            stance=stance,
            source=Source.TEXT if stance.opens_encounter else None,
            sightings=reading.sightings,
            met=met,
        )
