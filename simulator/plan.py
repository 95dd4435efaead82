"""Turn a suite into a plan: finished objects, and the list of conversations they mean."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import TypeVar

import msgspec
from pydantic import Field

from documents.read import Document, nearest
from personas.schema import Persona
from scenarios.schema import Condition, Scenario, Suite, Target
from simulator.errors import PlanError
from simulator.transcript import FORMAT

T = TypeVar("T")
_FILES = frozenset({"local", "python", "langchain", "scripted"})
"""Kinds of target whose name may be a path."""
_SEXUAL = "sexual_crimes"


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """What a suite's names may stand for."""

    personas: Mapping[str, Persona]
    scenarios: Mapping[str, Scenario]
    conditions: Mapping[str, Condition]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation to hold."""

    id: str
    """`persona/scenario/condition/target/repetition`."""
    persona: str
    scenario: str
    condition: str
    target: str
    """The target's spec."""
    repetition: int
    """From 1."""
    budget: int
    """Exchanges at most."""
    max_tokens: int
    """Tokens of one reply at most."""


class Plan(Document):
    """Everything a run rests on, frozen into `run.json`."""

    format: int = FORMAT
    suite: Suite
    personas: dict[str, Persona]
    scenarios: dict[str, Scenario]
    conditions: dict[str, Condition]
    targets: dict[str, Target]
    """By spec, in the suite's order."""
    limit: int | None = None
    """Only the first so many conversations."""
    observer: str
    """Version of the in-loop observer."""
    hashes: dict[str, str]
    """SHA-256 of each document, by `kind/id`."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Of this project, its libraries and third-party targets; informative, never compared."""

    def cells(self) -> Iterator[Cell]:
        """The conversations, targets varying fastest, so that a limit stays balanced over targets."""
        suite = self.suite
        crossing = product(
            range(1, suite.repetitions + 1), suite.scenarios, suite.personas, suite.conditions, self.targets
        )
        for index, (repetition, scenario, persona, condition, spec) in enumerate(crossing):
            if self.limit is not None and index >= self.limit:
                return
            target, sampling = self.targets[spec], self.conditions[condition].sampling
            yield Cell(
                id=f"{persona}/{scenario}/{condition}/{spec}/{repetition}",
                persona=persona,
                scenario=scenario,
                condition=condition,
                target=spec,
                repetition=repetition,
                budget=min(suite.max_exchanges, target.max_exchanges or suite.max_exchanges),
                max_tokens=min(sampling.max_tokens, target.max_tokens or sampling.max_tokens),
            )

    @property
    def size(self) -> int:
        """Number of conversations."""
        suite = self.suite
        parts = (suite.personas, suite.scenarios, suite.conditions, self.targets)
        whole = suite.repetitions
        for part in parts:
            whole *= len(part)
        return whole if self.limit is None else min(whole, self.limit)


def make_plan(
    suite: Suite,
    library: Library,
    targets: Sequence[str | Target] = (),
    *,
    observer: str,
    limit: int | None = None,
) -> Plan:
    """Resolve a suite's names.

    Args:
        suite: what to cross.
        library: personas, scenarios and conditions by id.
        targets: replace the suite's own, when given.
        observer: version of the in-loop observer.
        limit: hold only the first so many conversations.

    Raises:
        PlanError: an unknown or doubled name, no target, a voice this version cannot speak, or a minor paired with
            what minors are not paired with.
    """
    chosen = _targets(suite, targets)
    personas = _resolve(suite.personas, library.personas, "persona", suite)
    scenarios = _resolve(suite.scenarios, library.scenarios, "scenario", suite)
    conditions = _resolve(suite.conditions, library.conditions, "condition", suite)
    _speakable(personas)
    _protect_minors(personas, scenarios)
    documents: list[tuple[str, Document]] = [("suite/" + suite.id, suite)]
    documents += [(f"persona/{k}", v) for k, v in personas.items()]
    documents += [(f"scenario/{k}", v) for k, v in scenarios.items()]
    documents += [(f"condition/{k}", v) for k, v in conditions.items()]
    return Plan(
        suite=suite.model_copy(update={"targets": tuple(chosen.values())}),
        personas=personas,
        scenarios=scenarios,
        conditions=conditions,
        targets=chosen,
        limit=limit,
        observer=observer,
        hashes={name: sha256(document.model_dump_json().encode()).hexdigest() for name, document in documents},
        versions=_versions(),
    )


def places(targets: Sequence[str | Target]) -> dict[str, Target]:
    """The targets as they are to be opened, by the spec under which they are recorded.

    A record holds no absolute path, so a file named by one is recorded by its name alone.

    Raises:
        PlanError: two targets share a spec.
    """
    found: dict[str, Target] = {}
    for target in (Target(spec=t) if isinstance(t, str) else t for t in targets):
        spec = _portable(target.spec)
        if spec in found:
            raise PlanError(f"target '{spec}' is named twice; use repetitions to repeat it, or rename one file")
        found[spec] = target
    return found


def _resolve(names: Sequence[str], known: Mapping[str, T], kind: str, suite: Suite) -> dict[str, T]:
    for name in names:
        if name not in known:
            raise PlanError(
                f"suite '{suite.id}': unknown {kind} '{name}'{nearest(name, known)}; "
                f"see `pastno list {kind}s` for the known ones"
            )
        if list(names).count(name) > 1:
            raise PlanError(f"suite '{suite.id}': {kind} '{name}' is named twice; use repetitions to repeat it")
    return {name: known[name] for name in names}


def _targets(suite: Suite, given: Sequence[str | Target]) -> dict[str, Target]:
    listed = places(given or suite.targets)
    if not listed:
        raise PlanError(
            f"suite '{suite.id}' names no target; add one with --target, for example --target local:smollm2"
        )
    return {spec: target.model_copy(update={"spec": spec}) for spec, target in listed.items()}


def _portable(spec: str) -> str:
    kind, _, name = spec.partition(":")
    return f"{kind}:{Path(name).name}" if kind in _FILES and Path(name).is_absolute() else spec


def _speakable(personas: Mapping[str, Persona]) -> None:
    for name, persona in personas.items():
        if persona.voice.kind == "llm":
            raise PlanError(
                f"persona '{name}' has a voice of kind 'llm', which this version cannot speak; "
                "use 'template' or 'script'"
            )


def _protect_minors(personas: Mapping[str, Persona], scenarios: Mapping[str, Scenario]) -> None:
    """A minor is never paired with sexual content, nor with a scenario that tests a boundary."""
    minors = [name for name, persona in personas.items() if persona.age_band == "adolescent"]
    barred = [name for name, scenario in scenarios.items() if scenario.boundary or scenario.risk.cluster == _SEXUAL]
    if minors and barred:
        raise PlanError(
            f"persona '{minors[0]}' is a minor and scenario '{barred[0]}' has a boundary or sexual content; "
            "they are never paired: put them into different suites"
        )


def _versions() -> dict[str, str]:
    names = ("pastno", "langgraph", "openai", "anthropic", "xllamacpp")
    found = {"python": platform.python_version()}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
