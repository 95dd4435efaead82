"""Every number of a person's reactions, with how far it may be off and what it rests on."""

from __future__ import annotations

from typing import Literal, NamedTuple

from documents.words import Grounding
from personas.appraisal import DEFAULTS
from personas.perception import Cue, Stance
from personas.schema import Doubt, Persona, Repeated, StateName

Scale = Literal["log", "linear", "logit", "count"]
"""On what a parameter is varied: its logarithm, itself, its logit, or itself rounded."""
Entries = dict[Cue | Stance | Repeated, dict[StateName, float]]
"""Sensitivities written out."""

_DEFAULT = Grounding(kind="assumption", ref="a default of personas.appraisal")


class Parameter(NamedTuple):
    """One number of a persona's reactions."""

    name: str
    """As `Policy.doubts` writes it."""
    value: float
    spread: float
    """One standard deviation, on `scale`."""
    grounded_in: tuple[Grounding, ...]
    scale: Scale


def parameters(persona: Persona) -> tuple[Parameter, ...]:
    """Every number of the persona's reactions: the policy's first, then the sensitivities in effect."""
    policy, spread = persona.policy, persona.policy.spread
    found = [_told(persona, f"weights.{s.value}", w, spread.weights, "log") for s, w in policy.weights.items()]
    for number, when in enumerate(policy.when, start=1):
        found.append(_told(persona, f"when.{number}", when.times, spread.times, "log"))
    found.append(_told(persona, "patience", policy.patience, spread.patience, "count"))
    found.append(_told(persona, "silent_leave", policy.silent_leave, spread.chances, "logit"))
    found.append(_told(persona, "notices_deflection", policy.notices_deflection, spread.chances, "logit"))
    for key, entry in sensitivities(persona).items():
        for name, change in entry.items():
            found.append(_told(persona, f"sensitivities.{key}.{name}", change, spread.sensitivities, "linear"))
    return tuple(found)


def sensitivities(persona: Persona) -> Entries:
    """What each cue, stance and repetition does to this persona's state, with the defaults written out."""
    return {key: dict(entry) for key, entry in {**DEFAULTS, **persona.sensitivities}.items()}


def _told(persona: Persona, name: str, value: float, usual: float, scale: Scale) -> Parameter:
    """The parameter, with what the persona's `doubts` say of it."""
    doubt = persona.policy.doubts.get(name, Doubt())
    spread = usual if doubt.spread is None else doubt.spread
    ground = persona.policy.grounded_in if doubt.grounded_in is None else (doubt.grounded_in,)
    if doubt.grounded_in is None and scale == "linear" and name.split(".")[1] not in persona.sensitivities:
        ground = (_DEFAULT,)
    return Parameter(name, float(value), spread, ground, scale)
