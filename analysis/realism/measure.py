"""The whole measure of a run: each voice, each persona, the flags, the arms, and people beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from analysis.realism.arms import Arms, Case, arms
from analysis.realism.flags import Flagged, Spoken, flags
from analysis.realism.group import Group, personas, voices
from analysis.realism.human import Human, human
from analysis.realism.lexicon import VERSION
from analysis.realism.message import Conversation, conversations
from analysis.realism.transcripts import Transcripts, transcripts
from analysis.realism.verdict import Verdict, verdict
from personas.perception import State
from simulator.store import Run
from simulator.transcript import AnyEvent, Cause, Met


class Excluded(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation that failed realism."""

    id: str
    arm: str
    """`condition/target`."""
    voice: str
    flags: tuple[Flagged, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the measure knows of a run."""

    seed: int
    lexicon: int
    """Version of the word lists."""
    conversations: int
    """Begun."""
    planned: int
    voices: tuple[Group, ...]
    personas: tuple[Group, ...]
    excluded: tuple[Excluded, ...]
    occasions: tuple[str, ...]
    """Persona, scenario and repetition of every flagged conversation: left out in all arms, they unbalance none."""
    arms: Arms
    human: Human
    references: tuple[Transcripts, ...]
    verdicts: dict[str, Verdict]
    """By voice."""


def measure(run: Run, references: Sequence[Path] = (), *, seed: int = 0) -> Measured:
    """Measure a run.

    Args:
        run: as it was read; it may be unfinished.
        references: files of a user's own transcripts.
        seed: of intervals, samples and the comparison of arms.

    Raises:
        AnalysisError: a reference cannot be used, or nobody in the run was simulated.
    """
    if run.plan.imported is not None:
        raise AnalysisError(
            f"found conversations imported from {run.plan.imported.source}, expected simulated people; measure a run "
            "that `pastno run` held, with transcripts as its --reference"
        )
    people = human()
    beside = tuple(transcripts(file, seed) for file in references)
    known = conversations(run.lives(), run.plan)
    states = {name: _taken_in(events) for name, events in run.conversations.items()}
    groups = voices(known, states, seed)
    flagged = [(one, excluding(one)) for one in known]
    return Measured(
        seed=seed,
        lexicon=VERSION,
        conversations=len(known),
        planned=run.plan.size,
        voices=tuple(groups),
        personas=tuple(personas(known, states, seed)),
        excluded=tuple(
            Excluded(id=one.live.id, arm=_arm(one), voice=one.voice, flags=found) for one, found in flagged if found
        ),
        occasions=tuple(sorted({one.occasion for one, found in flagged if found})),
        arms=arms([_case(one, found) for one, found in flagged], seed),
        human=people,
        references=beside,
        verdicts={group.voice: verdict(group.figures, people.figures) for group in groups},
    )


def excluding(one: Conversation) -> tuple[Flagged, ...]:
    """The flags of one conversation; what the target did is left behind here."""
    spoken = [
        Spoken(n=m.n, text=m.text, own=m.own, authored=m.authored, faults=m.voiced.faults if m.voiced else ())
        for m in one.messages
    ]
    return flags(spoken, one.persona.voice.max_words, _failure(one))


def encoded(measured: Measured) -> bytes:
    """The measure as indented JSON."""
    whole = msgspec.json.encode(measured, enc_hook=lambda document: document.model_dump(mode="json"))
    return msgspec.json.format(whole, indent=1) + b"\n"


def _failure(one: Conversation) -> Sequence[str] | None:
    ended = one.live.ended
    if ended is None or ended.cause is not Cause.PERSONA_FAILED:
        return None
    drafts = ended.voiced.rejected if ended.voiced is not None else ()
    return drafts[-1].faults if drafts else ()


def _taken_in(events: Sequence[AnyEvent]) -> dict[int, State]:
    met = (event for event in events if isinstance(event, Met))
    return {event.encounter.exchange: event.state for event in met if event.state is not None}


def _case(one: Conversation, found: Sequence[Flagged]) -> Case:
    return Case(
        arm=_arm(one),
        occasion=one.occasion,
        flags=tuple(flag.flag for flag in found),
        written=sum(not message.authored for message in one.messages),
    )


def _arm(one: Conversation) -> str:
    return f"{one.live.started.condition}/{one.live.started.target}"
