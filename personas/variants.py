"""Reaction policies varied, so that a result can be shown as a range over them. Pure: draws come in from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import exp, log
from statistics import NormalDist
from typing import Any

from documents.read import nearest
from documents.words import Grounding
from personas.errors import PersonaError
from personas.parameters import Entries, Parameter, parameters, sensitivities
from personas.perception import REACTIONS, Cue, Stance, Strategy
from personas.schema import Doubt, Persona, Policy, Repeated, StateName, When

__all__ = ["KINDS", "REFUSING", "SMALLEST", "adopt", "parameters", "unsaid", "vary"]

KINDS = ("own", "wording-blind", "reversed", "sampled", "free")
"""How a persona's reactions are varied; `docs/people.md` says what each is for."""
SMALLEST = 0.01
"""Factor taken for 0 where factors are inverted; no inverted factor leaves the range from it to its inverse."""
REFUSING = (Stance.REFUSE, Stance.DEFLECT, Stance.BLOCKED)
"""The ways in which a no comes. `partial` gives something too, which is substance and no wording."""

_FARTHEST = 8.0
"""Standard deviations that a draw may lie away; a draw of exactly 0 would be infinitely many."""
_LARGEST = 20.0
"""Largest change of a logarithm; beyond it a weight is as good as certain."""


def vary(persona: Persona, kind: str, draw: Callable[[str], float]) -> Persona:
    """The persona with reactions varied; `own` gives the same persona back.

    Args:
        persona: as written, its voice already the one that the run uses.
        kind: one of `KINDS`.
        draw: for `sampled`, a number in [0, 1) for each parameter's name.

    Raises:
        PersonaError: an unknown kind, or `free` where no model voices this persona.
    """
    if kind == "own":
        return persona
    if kind in KINDS and persona.policy.free:
        # A model that chooses for itself cannot be varied; the weights it was given can.
        persona = _rebuilt(persona, {"free": False})
    if kind == "wording-blind":
        return _blinded(persona)
    if kind == "reversed":
        return _reversed(persona)
    if kind == "sampled":
        return _sampled(persona, draw)
    if kind != "free":
        raise PersonaError(f"no policy is called '{kind}'{nearest(kind, KINDS)}; known: {', '.join(KINDS)}")
    if persona.voice.kind != "llm":
        raise PersonaError(
            f"persona '{persona.id}' has a voice of kind '{persona.voice.kind}', which cannot choose; "
            "name a model with --voice"
        )
    return _rebuilt(persona, {"free": True})


def adopt(persona: Persona, policy: Policy) -> Persona:
    """The persona with a policy made elsewhere, for example one fitted from answers.

    What the policy does not set (often `patience`) stays the persona's own, and so do the sensitivities. Strategies
    that the voice cannot say lose their weight to the others in proportion; `unsaid` names them.

    Raises:
        PersonaError: nothing that the policy chooses can be said.
    """
    silent = set(unsaid(persona, policy))
    weights = {s: weight for s, weight in policy.weights.items() if s not in silent}
    if not any(weights.values()):
        raise PersonaError(
            f"persona '{persona.id}' has words for nothing that the policy chooses ({_named(policy.weights)}); "
            "add lines under voice.phrases"
        )
    share = sum(policy.weights.values()) / sum(weights.values())
    scaled = {s: weight * share for s, weight in weights.items()}
    scaled |= {s: 0.0 for s in _voiced(persona) if s in REACTIONS and s not in scaled}
    kept = [i for i, when in enumerate(policy.when) if when.strategy in scaled]
    given = {name: getattr(policy, name) for name in {"grounded_in", "spread", *policy.model_fields_set}}
    doubts = _kept_grounds(persona, given) | _renumbered(policy, kept)
    doubts = {
        name: d for name, d in doubts.items() if not name.startswith("weights.") or name[len("weights.") :] in scaled
    }
    return _rebuilt(persona, given | {"weights": scaled, "when": [policy.when[i] for i in kept], "doubts": doubts})


def unsaid(persona: Persona, policy: Policy) -> tuple[Strategy, ...]:
    """The strategies that the policy chooses and the persona's voice has no words for; leaving needs none."""
    if persona.voice.kind == "llm":
        return ()
    said = {*_voiced(persona), Strategy.WITHDRAW}
    return tuple(s for s, weight in policy.weights.items() if weight > 0 and s not in said)


def _voiced(persona: Persona) -> list[Strategy]:
    script = persona.voice.script if persona.voice.kind == "script" else None
    return [s for s, lines in {**persona.voice.phrases, **(script.post_refusal if script else {})}.items() if lines]


def _kept_grounds(persona: Persona, given: Mapping[str, Any]) -> dict[str, Doubt]:
    """What the persona's own remaining numbers rest on: the new policy's grounding does not cover them."""
    own = [p for p in parameters(persona) if p.name.partition(".")[0] not in {"weights", "when", *given}]
    return {p.name: Doubt(spread=p.spread, grounded_in=next(iter(p.grounded_in), None)) for p in own}


def _blinded(persona: Persona) -> Persona:
    """Nothing about wording matters, and every no lands as their mean does."""
    entries = sensitivities(persona)
    mean = _mean(entries)
    blind = {key: entry for key, entry in entries.items() if not _worded(key)}
    blind |= {key: {} for key in (*Cue, "repeated")} | {stance: dict(mean) for stance in REFUSING}
    kept = [i for i, when in enumerate(persona.policy.when) if not _on_wording(when)]
    changes = {
        "when": [persona.policy.when[i] for i in kept],
        "doubts": _renumbered(persona.policy, kept),
        "notices_deflection": 1.0,
        "grounded_in": _also(persona, "wording-blind: wording changes nothing"),
    }
    return _rebuilt(persona, changes, blind)


def _reversed(persona: Persona) -> Persona:
    """Every effect of wording turned round; what a person notices stays."""
    entries = sensitivities(persona)
    mean = _mean(entries)
    turned: Entries = {}
    for key, entry in entries.items():
        if key in REFUSING:
            turned[key] = {name: _unit(2 * middle - entry.get(name, 0.0)) for name, middle in mean.items()}
        else:
            turned[key] = {name: -change if _worded(key) else change for name, change in entry.items()}
    whens = [
        when.model_copy(update={"times": _inverse(when.times)}) if _on_wording(when) else when
        for when in persona.policy.when
    ]
    grounds = _also(persona, "reversed: every effect of wording turned round")
    return _rebuilt(persona, {"when": whens, "grounded_in": grounds}, turned)


def _sampled(persona: Persona, draw: Callable[[str], float]) -> Persona:
    """Every number drawn from its spread. A weight, factor or chance of exactly 0, and a chance of 1, are certain."""
    drawn = {p.name: _drawn(p, _score(draw(p.name))) for p in parameters(persona)}
    policy = persona.policy
    entries = {
        key: {name: drawn[f"sensitivities.{key}.{name}"] for name in entry}
        for key, entry in sensitivities(persona).items()
    }
    changes = {
        "weights": {s: drawn[f"weights.{s.value}"] for s in policy.weights},
        "when": [when.model_copy(update={"times": drawn[f"when.{i}"]}) for i, when in enumerate(policy.when, start=1)],
        "patience": int(drawn["patience"]),
        "silent_leave": drawn["silent_leave"],
        "notices_deflection": drawn["notices_deflection"],
        "grounded_in": _also(persona, "sampled: every number drawn once from its spread"),
    }
    return _rebuilt(persona, changes, entries)


def _score(draw: float) -> float:
    """The standard normal's value at a uniform draw."""
    lowest = NormalDist().cdf(-_FARTHEST)
    return NormalDist().inv_cdf(min(max(draw, lowest), 1 - 2**-53))


def _drawn(parameter: Parameter, score: float) -> float:
    value, step = parameter.value, parameter.spread * score
    if parameter.scale == "log":
        return value * exp(min(max(step, -_LARGEST), _LARGEST))
    if parameter.scale == "linear":
        return _unit(value + step)
    if parameter.scale == "count":
        return max(1.0, float(round(value + step)))
    if value in {0.0, 1.0}:
        return value
    return 1 / (1 + exp(min(max(log(1 / value - 1) - step, -_LARGEST), _LARGEST)))


def _rebuilt(persona: Persona, policy: Mapping[str, Any], entries: Entries | None = None) -> Persona:
    """The persona read again with these changes, so that what must hold of a persona still does."""
    changes: dict[str, Any] = {"policy": Policy.model_validate(dict(persona.policy) | dict(policy))}
    if entries is not None:
        changes["sensitivities"] = entries
    return Persona.model_validate(dict(persona) | changes)


def _renumbered(policy: Policy, kept: list[int]) -> dict[str, Doubt]:
    """The doubts, with `when.N` counted anew among those that stay."""
    doubts = {name: doubt for name, doubt in policy.doubts.items() if not name.startswith("when.")}
    numbers = {f"when.{old + 1}": f"when.{new}" for new, old in enumerate(kept, start=1)}
    return doubts | {new: policy.doubts[old] for old, new in numbers.items() if old in policy.doubts}


def _also(persona: Persona, ref: str) -> tuple[Grounding, ...]:
    return (*persona.policy.grounded_in, Grounding(kind="assumption", ref=ref))


def _mean(entries: Entries) -> dict[StateName, float]:
    """What the ways of saying no do to the state on average."""
    found = [entries.get(stance, {}) for stance in REFUSING]
    names = dict.fromkeys(name for entry in found for name in entry)
    return {name: sum(entry.get(name, 0.0) for entry in found) / len(found) for name in names}


def _worded(key: Cue | Stance | Repeated) -> bool:
    return key == "repeated" or isinstance(key, Cue)


def _on_wording(when: When) -> bool:
    return when.cue is not None or when.stance in REFUSING


def _inverse(times: float) -> float:
    return min(1 / max(times, SMALLEST), 1 / SMALLEST) if times < 1 / SMALLEST else SMALLEST


def _unit(value: float) -> float:
    return min(1.0, max(-1.0, value))


def _named(strategies: Iterable[Strategy]) -> str:
    return ", ".join(s.value for s in strategies)
