"""What the provider itself declared: the first evidence, before any word is read."""

from __future__ import annotations

from personas.perception import Source
from simulator.chat import Reply, StopReason

_STOPS = {StopReason.REFUSAL: Source.STOP, StopReason.FILTER: Source.FILTER}


def blocked_by(reply: Reply) -> Source | None:
    """The source of a block the provider declared, or None where it declared none.

    A stop reason alone counts too: an adapter that lost the signal must not turn a block into an empty reply.
    """
    if reply.signal is not None:
        return reply.signal.source
    return _STOPS.get(reply.stop)


def read_text(reply: Reply) -> str:
    """The words to look for cues in: the reply's own, else those that came with the signal. Spans point into it."""
    return reply.shown(blocked_notice="")
