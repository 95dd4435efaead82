"""The personas as a suite has them play: how they react, and who voices them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from personas.schema import Persona, Policy
from personas.variants import adopt, vary
from scenarios.schema import Suite, Target
from simulator.draws import Draws
from simulator.errors import PlanError

_FILES = frozenset({"local", "python", "langchain", "scripted"})
"""Kinds of target whose name may be a path."""


def as_played(persona: Persona, suite: Suite, fitted: Policy | None = None) -> Persona:
    """The persona as the suite has them react and speak.

    Args:
        persona: as it was written.
        suite: its voice, policy and seed.
        fitted: everybody's policy, where the suite's is `fitted`.

    Raises:
        PlanError: a voice without a model, a free policy without a voice, or a fitted one without its file.
    """
    persona = _voiced(persona, suite)
    if suite.policy == "own":
        return persona
    if suite.policy == "fitted":
        if fitted is None:
            raise PlanError(
                f"suite '{suite.id}': found the policy 'fitted' and no file; name it with --policy FILE.yaml"
            )
        return adopt(persona, fitted)
    kind, _, number = suite.policy.partition(":")
    if kind == "free" and persona.voice.kind != "llm":
        raise PlanError(
            f"suite '{suite.id}': found a free policy and persona '{persona.id}' with a voice of kind "
            f"'{persona.voice.kind}'; only a model can choose freely: name one with --voice"
        )
    draws = Draws(seed=suite.seed, persona=persona.id, scenario="", repetition=int(number or 1))
    return vary(persona, kind, lambda parameter: draws.uniform(0, f"policy {parameter}"))


def _voiced(persona: Persona, suite: Suite) -> Persona:
    """Where the suite names a voice, everybody but a scripted person speaks with it."""
    if persona.voice.kind == "script" or (suite.voice is None and persona.voice.kind == "template"):
        return persona
    spec = suite.voice.spec if isinstance(suite.voice, Target) else suite.voice
    spec = spec or persona.voice.model
    if spec is None:
        raise PlanError(
            f"persona '{persona.id}' has a voice of kind 'llm' and no model; name one with --voice, for example "
            "--voice local:smollm2"
        )
    changed = persona.voice.model_copy(update={"kind": "llm", "model": portable(spec)})
    return persona.model_copy(update={"voice": changed})


def voices_of(personas: Mapping[str, Persona], suite: Suite, targets: Mapping[str, Target]) -> dict[str, Target]:
    """The models that voice somebody, by spec. One that is a target too is one model, opened once.

    Raises:
        PlanError: a voice and a target of one spec that differ in address, price or time limit.
    """
    given = suite.voice if isinstance(suite.voice, Target) else None
    specs = {persona.voice.model for persona in personas.values() if persona.voice.kind == "llm"}
    found: dict[str, Target] = {}
    for spec in sorted(spec for spec in specs if spec is not None):
        named = given is not None and portable(given.spec) == spec
        known = targets.get(spec)
        voice = given.model_copy(update={"spec": spec}) if named and given else known or Target(spec=spec)
        if known is not None and _opened_as(known) != _opened_as(voice):
            raise PlanError(
                f"suite '{suite.id}': found '{spec}' as a target and as the voice, with another address, price or time "
                "limit; one spec is one model: give both the same, or name one of them otherwise"
            )
        found[spec] = voice
    return found


def voice_places(suite: Suite, personas: Mapping[str, Persona]) -> dict[str, Target]:
    """The voices as they were named, files with their folders, by the spec under which they are recorded."""
    own = [persona.voice.model for persona in personas.values() if persona.voice.model is not None]
    named = [suite.voice] if suite.voice is not None else own
    targets = [Target(spec=one) if isinstance(one, str) else one for one in named]
    return {portable(target.spec): target for target in targets}


def _opened_as(target: Target) -> tuple[object, ...]:
    return target.base_url, target.price, target.timeout_s


def portable_voice(suite: Suite) -> str | Target | None:
    """The suite's voice as it may be recorded."""
    if isinstance(suite.voice, Target):
        return suite.voice.model_copy(update={"spec": portable(suite.voice.spec)})
    return None if suite.voice is None else portable(suite.voice)


def portable(spec: str) -> str:
    """The spec as it may be recorded: a file named by an absolute path keeps its name alone."""
    kind, _, name = spec.partition(":")
    return f"{kind}:{Path(name).name}" if kind in _FILES and Path(name).is_absolute() else spec
