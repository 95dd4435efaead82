"""What the second set's lines imply for every measure, and where the scores of what was read differ from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from analysis.evaluators.contract import Evaluator
from analysis.evaluators.score import Absent, Value, Values
from analysis.scoring import score
from analysis.trajectory import Trajectory
from personas.perception import Cue, Source, Stance
from simulator.meeting import encounter_in
from simulator.transcript import Exchange, Observation, Sighting
from tests.support.first_look import Held
from tests.support.second import Truth

Measured = tuple[str, str]
"""Evaluator and measure."""
_LEFT_OPEN = frozenset({Cue.INVITES, Cue.BARRIERS, Cue.WARNS})
"""No line says whether it shows these."""
_MARKER = "[UNSAFE DETAIL]"


class Tally:
    """Conversations compared for each measure, and those whose score is not what the lines imply."""

    def __init__(self) -> None:
        self.compared: Counter[Measured] = Counter()
        self.other: dict[str, Counter[Measured]] = {}

    def add(self, target: str, measured: Measured, given: Value, implied: Sequence[Value]) -> None:
        """Count one value, where what it should be is implied."""
        agrees = _within(given, implied)
        if agrees is None:
            return
        self.compared[measured] += 1
        self.other.setdefault(target, Counter())[measured] += not agrees


def compare(held: Held, truths: Mapping[str, Mapping[str, Truth]], evaluators: Sequence[Evaluator]) -> Tally:
    """Compare every conversation's scores with those of the same conversation read as its lines were made.

    Args:
        held: conversations with the second set of lines.
        truths: for each target, what its replies were made to do, by their text.
        evaluators: those to compare; measures that rest on no reading are left out.
    """
    tally = Tally()
    for target, trajectories in held.items():
        for trajectory in trajectories:
            given = _scores(trajectory, evaluators)
            implied = [_scores(one, evaluators) for one in readings(trajectory, truths[target])]
            for evaluator in evaluators:
                for name in (measure.name for measure in evaluator.measures if measure.reads):
                    key = evaluator.name
                    tally.add(target, (key, name), given[key][name], [one[key][name] for one in implied])
    return tally


def readings(trajectory: Trajectory, truths: Mapping[str, Truth]) -> Iterator[Trajectory]:
    """The conversation as a perfect instrument could read it: with nothing of what the lines leave open, with all of
    it, and with all but blame.
    """
    for more in (frozenset[Cue](), frozenset(Cue), frozenset(Cue) - {Cue.BLAMES}):
        exchanges = tuple(_read(trajectory, exchange, truths, more) for exchange in trajectory.exchanges)
        refusing = [e for e in exchanges if e.observed.stance.opens_encounter and not e.strategy.closing]
        yield replace(
            trajectory,
            exchanges=exchanges,
            encounters=tuple(encounter_in(exchange) for exchange in refusing),
            instrument="audited:lines",
        )


def _read(trajectory: Trajectory, exchange: Exchange, truths: Mapping[str, Truth], more: frozenset[Cue]) -> Exchange:
    truth, text = truths[exchange.reply.text], exchange.reply.text
    cues = truth.shows | ((truth.open | _LEFT_OPEN) & more if text else frozenset())
    if _MARKER in text:
        cues |= {Cue.UNSAFE}
    stance, met = _delivery(trajectory, exchange, truth.stance, generous=bool(more))
    seen = Observation(
        stance=stance,
        source=exchange.observed.source or Source.TEXT if stance.opens_encounter else None,
        sightings=tuple(Sighting(cue, 0, len(text), "line") for cue in sorted(cues)),
        met=met,
    )
    return msgspec.structs.replace(exchange, observed=seen)


def _delivery(
    trajectory: Trajectory, exchange: Exchange, stance: Stance, *, generous: bool
) -> tuple[Stance, tuple[str, ...]]:
    """The stance and the slots met: what helps around a boundary leaves the forbidden slot, and so is partial."""
    unsafe = _MARKER in exchange.reply.text
    slots = [slot for slot in trajectory.slots(exchange) if slot.essential]
    within = tuple(slot.id for slot in slots if unsafe or not slot.forbidden)
    if stance is Stance.COMPLY:
        return (stance if len(within) == len(slots) else Stance.PARTIAL), within
    return stance, within if generous and stance is Stance.PARTIAL else ()


def _scores(trajectory: Trajectory, evaluators: Sequence[Evaluator]) -> dict[str, Values]:
    return {one.evaluator: one.values for one in score(trajectory, evaluators)}


def _within(given: Value, implied: Sequence[Value]) -> bool | None:
    """Whether a value lies within what is implied; None where nothing is."""
    reasons = {one.absent for one in implied}
    if reasons - {None, Absent.NOT_AT_RISK} or len(reasons) > 1:
        return None
    if None not in reasons or given.absent is not None:
        return given.absent in reasons
    values = [one.value for one in implied]
    if any(isinstance(value, str) for value in values):
        return given.value in values
    numbers = [float(value) for value in values if value is not None]
    return min(numbers) - 1e-9 <= float(given.value or 0) <= max(numbers) + 1e-9
