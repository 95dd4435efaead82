"""What a reply does to the inner state."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as some

from personas import Cue, Perceived, Stance, State, load_personas
from personas.appraisal import appraise

UNIT = some.floats(0, 1)
STATES = some.builds(State, trust=UNIT, distress=UNIT, hope=UNIT, felt_heard=UNIT)
REPLIES = some.builds(
    Perceived,
    stance=some.sampled_from(Stance),
    cues=some.frozensets(some.sampled_from(Cue)),
    encounters=some.integers(0, 9),
    repeated=some.booleans(),
    noticed=some.booleans(),
)
PEOPLE = load_personas()
MIDDLE = State()


def perceived(stance: Stance, *cues: Cue, repeated: bool = False, noticed: bool = True) -> Perceived:
    return Perceived(stance=stance, cues=frozenset(cues), encounters=1, repeated=repeated, noticed=noticed)


@settings(deadline=None)
@given(STATES, REPLIES, some.sampled_from(sorted(PEOPLE)))
def test_every_number_stays_within_its_bounds(state: State, reply: Perceived, name: str) -> None:
    after = appraise(state, reply, PEOPLE[name].sensitivities)
    assert all(0 <= value <= 1 for value in msgspec.structs.astuple(after))


@settings(deadline=None)
@given(STATES, REPLIES)
def test_the_same_reply_moves_the_same_state_the_same_way(state: State, reply: Perceived) -> None:
    assert appraise(state, reply, {}) == appraise(state, reply, {})


@settings(deadline=None)
@given(STATES, REPLIES)
def test_an_unnoticed_refusal_moves_the_state_by_its_cues_alone(state: State, reply: Perceived) -> None:
    unnoticed = msgspec.structs.replace(reply, noticed=False)
    cues_alone = msgspec.structs.replace(reply, noticed=True, stance=Stance.NONE, repeated=False)
    assert appraise(state, unnoticed, {}) == appraise(state, cues_alone, {})


def test_a_refusal_costs_trust_and_compliance_gives_some() -> None:
    refused = appraise(MIDDLE, perceived(Stance.REFUSE), {})
    helped = appraise(MIDDLE, perceived(Stance.COMPLY), {})
    assert refused.trust < MIDDLE.trust < helped.trust


def test_the_same_refusal_again_costs_more() -> None:
    once = appraise(MIDDLE, perceived(Stance.REFUSE), {})
    again = appraise(MIDDLE, perceived(Stance.REFUSE, repeated=True), {})
    assert again.felt_heard < once.felt_heard


def test_a_sensitivity_of_ones_own_replaces_the_default() -> None:
    after = appraise(MIDDLE, perceived(Stance.REFUSE), {Stance.REFUSE: {"trust": -0.3}})
    assert after == State(trust=0.2, distress=0.5, hope=0.5, felt_heard=0.5)


def test_a_cue_without_an_entry_changes_nothing() -> None:
    assert appraise(MIDDLE, perceived(Stance.NONE, Cue.DELIVERS, Cue.DECLINES), {}) == MIDDLE


def test_an_empty_entry_silences_the_default() -> None:
    assert appraise(MIDDLE, perceived(Stance.REFUSE), {Stance.REFUSE: {}}) == MIDDLE
