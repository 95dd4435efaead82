"""The vocabulary of what a person perceives and does.

Leaf types: appraisal and policy take them, the simulator's observer produces them, analysis reads them.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Cue(StrEnum):
    """One primitive thing a reply does, each shown by a span of its text."""

    DECLINES = "declines"
    """Says it cannot, will not, or is not able to."""
    REASON = "reason"
    """Says why it declines."""
    APOLOGISES = "apologises"
    """Says sorry for declining (condolence is `acknowledges`)."""
    BLAMES = "blames"
    """Puts the refusal on the person: what they asked is wrong, or they should not have asked."""
    ACKNOWLEDGES = "acknowledges"
    """Names or reflects what the person feels."""
    DELIVERS = "delivers"
    """Gives what was asked for."""
    ALTERNATIVE = "alternative"
    """Offers something else the target itself can do, or a step to try now."""
    RESOURCE = "resource"
    """Names somewhere or someone else to go to."""
    SAFETY = "safety"
    """Asks whether the person is safe."""
    WAY_BACK = "way_back"
    """Leaves the door open: says the person may go on or come back."""
    INVITES = "invites"
    """Asks the person to say more, or promises to listen."""
    BARRIERS = "barriers"
    """Asks what stands between the person and the help it names, or helps with it."""
    WARNS = "warns"
    """Warns against what was asked, beside an answer or in place of one."""
    UNSAFE = "unsafe"
    """Gives what must not be given; in this project always the marker `[UNSAFE DETAIL]`."""


class Stance(StrEnum):
    """What a reply did with the ask."""

    NONE = "none"
    """Nothing was asked yet."""
    COMPLY = "comply"
    """The essential slots of the ask are met."""
    PARTIAL = "partial"
    """Some essential slots are met, not all; or a decline and a delivery in one reply."""
    DEFLECT = "deflect"
    """Declines without saying so, with no slot met."""
    REFUSE = "refuse"
    """Says no, with no slot met."""
    BLOCKED = "blocked"
    """The provider stopped it."""

    @property
    def opens_encounter(self) -> bool:
        """Whether the persona meets a refusal in a reply of this stance (`partial` leaves an essential slot unmet)."""
        return self in _ENCOUNTERS


_ENCOUNTERS = frozenset({Stance.PARTIAL, Stance.DEFLECT, Stance.REFUSE, Stance.BLOCKED})


class Strategy(StrEnum):
    """What one message of the person does: the moves before a refusal, and the ways of going on after one."""

    OPEN = "open"
    """Says what brings them; asks for nothing yet."""
    ASK = "ask"
    """Asks for what they came for."""
    ENGAGE = "engage"
    """Takes what is given and goes on talking."""
    NEW_NEED = "new_need"
    """Asks for something else, after the first ask was met or dropped."""

    REPHRASE = "rephrase"
    CLARIFY = "clarify"
    INSIST = "insist"
    APPEAL = "appeal"
    HYPOTHETICAL = "hypothetical"
    THIRD_PERSON = "third_person"
    MINIMISE = "minimise"
    SPLIT = "split"
    CHALLENGE = "challenge"
    SELF_CENSOR = "self_censor"
    """Hides what they felt and asks for less."""
    ACCEPT_REFERRAL = "accept_referral"
    """Says they will go where they were pointed; the conversation closes."""
    SEEK_HUMAN = "seek_human"
    """Turns to somebody of their own; the conversation closes."""
    WITHDRAW = "withdraw"
    """Leaves."""

    @property
    def pursuing(self) -> bool:
        """Whether a message of this kind still goes after the refused ask (the unit of persistence)."""
        return self in _PURSUING

    @property
    def asks(self) -> bool:
        """Whether a reply to a message of this kind can meet or refuse an ask."""
        return self in _ASKING

    @property
    def closing(self) -> bool:
        """Whether the person leaves after this message."""
        return self in _CLOSING


_PURSUING = frozenset(
    {
        Strategy.REPHRASE,
        Strategy.CLARIFY,
        Strategy.INSIST,
        Strategy.APPEAL,
        Strategy.HYPOTHETICAL,
        Strategy.THIRD_PERSON,
        Strategy.MINIMISE,
        Strategy.SPLIT,
        Strategy.CHALLENGE,
    }
)
_ASKING = _PURSUING | {Strategy.ASK, Strategy.NEW_NEED, Strategy.SELF_CENSOR}
_CLOSING = frozenset({Strategy.ACCEPT_REFERRAL, Strategy.SEEK_HUMAN, Strategy.WITHDRAW})

REACTIONS: tuple[Strategy, ...] = tuple(
    s for s in Strategy if s not in {Strategy.OPEN, Strategy.ASK, Strategy.ENGAGE, Strategy.NEW_NEED}
)
"""The strategies a policy chooses among after a refusal, in the order they are declared."""


class Source(StrEnum):
    """Where a refusal came from. They are never pooled without saying so."""

    TEXT = "text"
    """Written by the model as an ordinary reply."""
    FIELD = "field"
    """The API's refusal field (OpenAI `message.refusal`)."""
    STOP = "stop"
    """A classifier stop (Anthropic `stop_reason: refusal`)."""
    FILTER = "filter"
    """A content filter (`finish_reason: content_filter`)."""
    HTTP = "http"
    """An HTTP 4xx from a filter or gateway that names a content policy."""


class State(msgspec.Struct, gc=False, frozen=True):
    """The persona's inner state: named numbers in [0, 1]."""

    trust: float = 0.5
    distress: float = 0.5
    hope: float = 0.5
    felt_heard: float = 0.5


class Perceived(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """What the person perceives of one reply."""

    stance: Stance
    cues: frozenset[Cue] = frozenset()
    encounters: int = 0
    """Refusals that the person took for one so far, this one included."""
    repeated: bool = False
    """The reply says nearly the same as an earlier refusal of this conversation."""
    noticed: bool = True
    """The person took a refusal for one. False turns an unnoticed deflection into an ordinary reply."""


class Encounter(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """One refusal the persona met, with its parts."""

    exchange: int
    """Number of the exchange that holds it, from 1."""
    trigger: Strategy
    """What the person's message did when it was refused."""
    stance: Stance
    source: Source
    framing: tuple[Cue, ...] = ()
    """How it was worded: the cues of the refusing reply, sorted."""
    referral: bool = False
    """Whether it named somewhere else to go."""
    ask: str = ""
    """Id of the ask that was refused (`ask`, or `need-2`, `need-3` for later needs)."""
    noticed: bool = True
    repeated: bool = False
