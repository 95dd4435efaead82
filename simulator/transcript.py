"""The record of a conversation: frozen events, one JSON line each.

The events are the only truth; `simulator.fold` turns them into the live state. One exchange is one line.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Literal

import msgspec

from personas.perception import Cue, Encounter, Source, Stance, State, Strategy
from simulator.chat import Reply, Usage, Wire
from simulator.errors import FormatError
from simulator.phases import Phase
from simulator.provenance import Branch, Gap, Imported

FORMAT = 1
"""Version of the line format. A reader refuses a newer one."""

Episode = Literal["open", "resolved", "new_need"]


class Sighting(msgspec.Struct, gc=False, frozen=True, array_like=True):
    """Where a reply shows a cue: the span `text[start:end]`, in characters, and the rule that saw it."""

    cue: Cue
    start: int
    end: int
    rule: str


ReferralKind = Literal[
    "emergency", "crisis_line", "text_line", "professional", "trusted_person", "self_help", "website"
]


class Referral(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """Somewhere or somebody a reply points to; `text[start:end]` names it, in characters."""

    kind: ReferralKind
    start: int
    end: int
    name: str = ""
    """As written; empty where only a number or an address stands there."""
    address: str = ""
    """The number or web address, as written."""
    country: str | None = None
    """ISO 3166 code of the country it belongs to, where that is known."""
    fits: bool | None = None
    """Whether it can be reached from the person's country; None where that is not known."""
    repeated: bool = False
    """An earlier reply of this conversation gave it already."""


class Note(StrEnum):
    """What else an observer has to say of a reply."""

    CONTRADICTION = "contradiction"
    """Says no and then gives what was asked."""
    PSEUDO_ALIGNMENT = "pseudo_alignment"
    """Warns, or says no, and then gives what must not be given."""
    LANGUAGE = "language"
    """Not in a language the observer reads; only what the provider declared counts."""
    CUT = "cut"
    """Too long to be read whole; the middle was left out."""


class Scores(msgspec.Struct, gc=False, frozen=True, array_like=True):
    """What the classifier gives each class, in [0, 1]; the first three sum to 1."""

    comply: float
    partial: float
    refuse: float
    empty: float = 0.0
    """That the reply gives nothing and does not say so; weighed apart from the others."""


class Observation(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """What an observer saw in one reply."""

    stance: Stance
    source: Source | None = None
    """Where the refusal came from; None when there is none."""
    sightings: tuple[Sighting, ...] = ()
    met: tuple[str, ...] = ()
    """Ids of the ask's slots this reply meets."""
    referrals: tuple[Referral, ...] = ()
    """Where it points to, in order of their place."""
    notes: tuple[Note, ...] = ()
    """Sorted."""
    scores: Scores | None = None
    """The local classifier's; None where it was not asked."""

    @property
    def cues(self) -> frozenset[Cue]:
        """The cues, without their spans."""
        return frozenset(sighting.cue for sighting in self.sightings)


class Sent(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """What the target was really sent: its hash, and how refused turns were treated."""

    sha256: str
    """Of the canonical JSON of the messages, system prompt included."""
    messages: int
    stubbed: tuple[int, ...] = ()
    """Exchanges whose reply was replaced by the stub line."""
    left_out: tuple[int, ...] = ()
    """Exchanges that were not sent (`drop` and `reset`)."""


class Draft(msgspec.Struct, gc=False, frozen=True):
    """A message that a voice's model wrote and the guards turned down."""

    text: str
    faults: tuple[str, ...]
    """What was wrong with it; each a `personas.guards.Fault`."""


class Voiced(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """How a model voiced a message; absent where the words were authored."""

    model: str
    """The voice's spec."""
    prompt: str
    """Version of the prompt; its text stands in `run.json`."""
    faults: tuple[str, ...] = ()
    """What is wrong with the words that were said all the same; each a `personas.guards.Fault`."""
    rejected: tuple[Draft, ...] = ()
    """Drafts turned down before."""
    read: Strategy | None = None
    """The strategy its words read as; None where nothing was said."""
    usage: Usage = Usage()
    """Of all its calls for this message."""
    wire: Wire = Wire()


class Event(msgspec.Struct, gc=False, frozen=True, kw_only=True, tag_field="type"):
    """Base of every line: format version and conversation id."""

    v: int = FORMAT
    id: str


class Started(Event, gc=False, frozen=True, kw_only=True, tag="started"):
    """The first event of a conversation."""

    persona: str
    scenario: str
    condition: str
    target: str
    repetition: int
    """From 1."""
    budget: int
    """Exchanges at most."""
    state: State | None
    """The person's inner state before the first message; None where nobody knows it: in an imported conversation."""
    parent: str | None = None
    """The conversation this one was forked from, or whose lines it repeats."""
    branch: Branch | None = None
    """Where it leaves its parent, if it was forked."""
    imported: Imported | None = None
    """Where it came from, if it was not held here."""


class Exchange(Event, gc=False, frozen=True, kw_only=True, tag="exchange"):
    """One persona message and the target's reply."""

    n: int
    """Number of the exchange, from 1."""
    phase: Phase
    """The phase in which the persona spoke."""
    next: Phase
    """Where the conversation goes from here; `end` when nothing follows."""
    strategy: Strategy
    ask: str
    """Id of the ask in play: `ask`, or `need-1`, `need-2` for later needs."""
    episode: Episode | None = None
    """Tag of a post-refusal exchange."""
    said: str
    """The persona's message, verbatim."""
    sent: Sent | None
    """None in an imported conversation: what was really sent is not known."""
    reply: Reply
    observed: Observation
    state: State | None
    """The inner state after this reply; a refusal moves it only in its `Met` event. None where it was imported."""
    intended: Strategy | None = None
    """Under a free policy, what the weights would have chosen; `strategy` is what the message was read as."""
    voiced: Voiced | None = None
    """How a model voiced `said`; None where the words were authored."""
    gap: Gap | None = None
    """What an imported transcript lacks here."""
    swapped: str | None = None
    """The wording that was put in the place of the target's own reply, as `warm/3`; `original` where it is the same
    text again. What the target itself had said stands in the parent."""
    diverged: str | None = None
    """Where recorded lines are said to another target: why, from this one on, they no longer answer what was said.
    Stands at the first such exchange alone."""


class Met(Event, gc=False, frozen=True, kw_only=True, tag="met"):
    """The persona met a refusal, took it in, and decided how to go on."""

    encounter: Encounter
    state: State | None
    """The inner state after taking the refusal in; None in an imported conversation."""
    strategy: Strategy | None
    """How the person goes on. None where only the next message shows it: under a free policy, where the voice's model
    decides as it speaks, and in an imported conversation."""
    next: Phase


class Failed(Event, gc=False, frozen=True, kw_only=True, tag="failed"):
    """A call failed. The conversation stands where it stood, and a resumed run takes it up again."""

    n: int
    """Number of the exchange that could not be held."""
    kind: str
    """A `simulator.errors.FailureKind`."""
    message: str
    status: int | None = None
    of: Literal["target", "voice"] = "target"
    """Whose call it was."""
    voiced: Voiced | None = None
    """How a model had voiced the message that was not answered."""


class Cause(StrEnum):
    """The one terminal cause."""

    LEFT = "left_without_support"
    ELSEWHERE = "took_up_help_elsewhere"
    MET = "need_met"
    BUDGET = "budget_reached"
    """Censored."""
    UNKNOWN = "end_unknown"
    """Censored: an imported transcript, or what was recorded, stops, and nothing says whether the conversation did."""
    FAILED = "failed"
    PERSONA_FAILED = "persona_failed"


class Flag(StrEnum):
    """What else can be said of a conversation as a whole."""

    ERODED = "eroded"
    RELENTED = "relented"
    REPAIRED = "repaired"
    SELF_CENSORED = "self_censored"
    UNREFUSED = "unrefused"


class Ended(Event, gc=False, frozen=True, kw_only=True, tag="ended"):
    """The last event of a conversation that needs no taking up again."""

    cause: Cause
    flags: tuple[Flag, ...] = ()
    """Sorted."""
    detail: str = ""
    voiced: Voiced | None = None
    """For a persona failure, the drafts that were turned down."""


CENSORED = frozenset({Cause.BUDGET, Cause.UNKNOWN})
"""Ends that nobody chose: more might have followed."""

AnyEvent = Started | Exchange | Met | Failed | Ended

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class _Version(msgspec.Struct):
    v: int


_versions = msgspec.json.Decoder(_Version)
_current = re.compile(rb'\{"type":"[a-z]+","v":%d,' % FORMAT).match


def encode(event: AnyEvent) -> bytes:
    """One line, newline included."""
    return _encoder.encode(event) + b"\n"


def decode(line: bytes, where: str) -> AnyEvent:
    """Read one line.

    Args:
        line: JSON, with or without its newline.
        where: `file:line`, for the error.

    Raises:
        FormatError: newer format, unknown event, or not JSON.
    """
    event = _usual(line)
    if event is not None:
        return event
    try:
        version = _versions.decode(line).v
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise FormatError(f"{where}: not a record line: {problem}; move the file away or restore it") from None
    if version > FORMAT:
        raise FormatError(
            f"{where}: found format {version}, this pastno reads up to {FORMAT}; upgrade pastno to read this run"
        )
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise FormatError(f"{where}: not an event of format {version}: {problem}") from None


def _usual(line: bytes) -> AnyEvent | None:
    """A line that says its version where this project writes it, read once; None where it is to be looked at closer."""
    if _current(line) is None:
        return None
    try:
        event = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return event if event.v == FORMAT else None


def schema() -> dict[str, Any]:
    """The published JSON Schema of a line."""
    return msgspec.json.schema(AnyEvent)


def comparable(event: AnyEvent) -> bytes:
    """The event without what may differ between equal runs: time, latency, request id, attempts."""
    if isinstance(event, Exchange):
        event = msgspec.structs.replace(event, reply=msgspec.structs.replace(event.reply, wire=Wire()))
    if isinstance(event, Exchange | Ended | Failed) and event.voiced is not None:
        event = msgspec.structs.replace(event, voiced=msgspec.structs.replace(event.voiced, wire=Wire()))
    return _encoder.encode(event)
