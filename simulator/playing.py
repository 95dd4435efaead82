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


def voices_of(personas: Mapping[str, Persona], suite: Suite) -> dict[str, Target]:
    """The models that voice somebody, by spec."""
    given = suite.voice if isinstance(suite.voice, Target) else None
    specs = {persona.voice.model for persona in personas.values() if persona.voice.kind == "llm"}
    found = sorted(spec for spec in specs if spec is not None)
    if given is not None:
        return {portable(given.spec): given.model_copy(update={"spec": portable(given.spec)})} if found else {}
    return {spec: Target(spec=spec) for spec in found}


def portable_voice(suite: Suite) -> str | Target | None:
    """The suite's voice as it may be recorded."""
    if isinstance(suite.voice, Target):
        return suite.voice.model_copy(update={"spec": portable(suite.voice.spec)})
    return None if suite.voice is None else portable(suite.voice)


def portable(spec: str) -> str:
    """The spec as it may be recorded: a file named by an absolute path keeps its name alone."""
    kind, _, name = spec.partition(":")
    return f"{kind}:{Path(name).name}" if kind in _FILES and Path(name).is_absolute() else spec
