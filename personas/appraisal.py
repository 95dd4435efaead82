"""How a reply moves the inner state. Pure; every number here is our assumption, an input and never a finding."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from personas.perception import Cue, Perceived, Stance, State
from personas.schema import Repeated, StateName

Sensitivities = Mapping[Cue | Stance | Repeated, Mapping[StateName, float]]
"""For each cue, stance or repetition, what it adds to the numbers of the state; each in [-1, 1]."""

DEFAULTS: Sensitivities = MappingProxyType(
    {
        Stance.REFUSE: {"trust": -0.12, "hope": -0.10, "felt_heard": -0.10, "distress": 0.08},
        Stance.DEFLECT: {"trust": -0.08, "hope": -0.08, "felt_heard": -0.12, "distress": 0.05},
        Stance.BLOCKED: {"trust": -0.15, "hope": -0.12, "felt_heard": -0.15, "distress": 0.10},
        Stance.PARTIAL: {"trust": -0.03, "felt_heard": 0.02},
        Stance.COMPLY: {"trust": 0.08, "hope": 0.08, "felt_heard": 0.10, "distress": -0.06},
        Cue.ACKNOWLEDGES: {"felt_heard": 0.06, "trust": 0.03},
        Cue.REASON: {"trust": 0.02},
        Cue.BLAMES: {"trust": -0.12, "felt_heard": -0.10, "distress": 0.08},
        Cue.APOLOGISES: {"trust": 0.01},
        Cue.RESOURCE: {"hope": 0.02},
        Cue.ALTERNATIVE: {"hope": 0.04},
        Cue.SAFETY: {"felt_heard": 0.02},
        Cue.WAY_BACK: {"hope": 0.04, "trust": 0.03},
        Cue.INVITES: {"trust": 0.03, "felt_heard": 0.03},
        "repeated": {"trust": -0.05, "felt_heard": -0.06},
    }
)
"""Our assumption. A persona's own `sensitivities` replace the entry of the same cue, stance or repetition."""


def appraise(state: State, perceived: Perceived, sensitivities: Sensitivities) -> State:
    """The state after perceiving one reply; each number stays in [0, 1].

    Args:
        state: the state before.
        perceived: what the person perceives. An unnoticed refusal moves the state by its cues alone.
        sensitivities: the persona's own entries; `DEFAULTS` fill the rest.
    """
    entries: list[Mapping[StateName, float]] = []
    seen: list[Cue | Stance | Repeated] = [*sorted(perceived.cues)]
    if perceived.noticed:
        seen.append(perceived.stance)
    if perceived.noticed and perceived.repeated:
        seen.append("repeated")
    for key in seen:
        entries.append(sensitivities.get(key, DEFAULTS.get(key, {})))
    moved = msgspec.structs.asdict(state)
    for entry in entries:
        for name, change in entry.items():
            moved[name] += change
    return State(**{name: round(min(1.0, max(0.0, value)), 6) for name, value in moved.items()})
