"""A refusal as an event with parts: the same in the loop, in an import and when a run is read again."""

from __future__ import annotations

from personas.perception import Cue, Encounter, Source
from simulator.fold import Live
from simulator.transcript import Exchange

REPEATED_ABOVE = 0.9
"""Two refusals that share more than this part of all their words (Jaccard) are a repetition. Our assumption."""


def refuses(exchange: Exchange) -> bool:
    """Whether a reply is a refusal that somebody meets: who leaves meets nothing more, whatever is answered."""
    return exchange.observed.stance.opens_encounter and not exchange.strategy.closing


def encounter_in(exchange: Exchange, *, noticed: bool = True, repeated: bool = False) -> Encounter:
    """The refusal that a reply is, with its parts.

    Args:
        exchange: holds the reply.
        noticed: whether the person took it for one.
        repeated: whether it says nearly the same as an earlier one.
    """
    observed = exchange.observed
    return Encounter(
        exchange=exchange.n,
        trigger=exchange.strategy,
        stance=observed.stance,
        source=observed.source or Source.TEXT,
        framing=tuple(sorted(observed.cues)),
        referral=Cue.RESOURCE in observed.cues,
        ask=exchange.ask,
        noticed=noticed,
        repeated=repeated,
    )


def repeats(live: Live, last: Exchange) -> bool:
    """Whether a refusal says nearly the same as an earlier one of its conversation."""
    words = _words(last)
    earlier = {one.exchange for one in live.encounters}
    for exchange in live.exchanges:
        other = _words(exchange) if exchange.n in earlier else frozenset()
        if other and len(words & other) > REPEATED_ABOVE * len(words | other):
            return True
    return False


def _words(exchange: Exchange) -> frozenset[str]:
    return frozenset(exchange.reply.shown("").lower().split())
