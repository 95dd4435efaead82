"""What was settled before a conversation is held: a recorded line said again, a strategy chosen, a reply given."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from personas.perception import Stance, Strategy
from simulator.chat import Reply
from simulator.provenance import Gap
from simulator.transcript import Observation, Sent, Voiced


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that is given without asking the target."""

    reply: Reply
    sent: Sent | None = None
    """What the target was sent for it, where it was sent anything."""
    observed: Observation | None = None
    """What was seen in it; None has the observer read it."""
    swapped: str | None = None
    """The wording that stands in the place of the target's own reply; see `Exchange.swapped`."""
    line: str = ""
    """The crisis line that this wording gives; see `Branch.line`."""
    gap: Gap | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is settled of one exchange."""

    strategy: Strategy | None = None
    """What the message does; None leaves it to the person."""
    ask: str | None = None
    """Id of the ask it is about; None takes the one in play."""
    said: str | None = None
    """The words, sent verbatim; None lets the voice find them."""
    intended: Strategy | None = None
    voiced: Voiced | None = None
    diverged: str | None = None
    """Why these words no longer answer what was said, where that begins here."""
    answer: Answer | None = None
    """The reply; None asks the target."""
    answers: Stance | None = None
    """What the reply before these words was read as when they were first said; None where nobody judges whether they
    still answer what was said."""
    same_person: bool = True
    """Whether the person in play said them first, so that it can be asked what they would do now."""


Told = Mapping[int, Line]
"""What is settled, by the number of the exchange."""
NOTHING: Told = {}
FREE = Line()
"""Where nothing is settled."""
