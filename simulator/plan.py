"""Turn a suite into a plan: finished objects, and the list of conversations they mean."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from importlib import metadata
from itertools import product
from typing import Literal, TypeVar

import msgspec
from pydantic import Field, PrivateAttr

from documents.read import Document, nearest
from personas.prompting import texts
from personas.schema import Persona, Policy
from scenarios.schema import Condition, Scenario, Suite, Target
from scenarios.wording import Wording
from simulator.arms import Forked
from simulator.cells import Cell, branches, said_again
from simulator.errors import PlanError
from simulator.playing import as_played, portable, portable_voice, voice_places, voices_of
from simulator.provenance import Origin
from simulator.redriven import Redriven
from simulator.sampling import drawn
from simulator.sittings import Sitting, sittings
from simulator.transcript import FORMAT

T = TypeVar("T")


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """What a suite's names may stand for."""

    personas: Mapping[str, Persona]
    scenarios: Mapping[str, Scenario]
    conditions: Mapping[str, Condition]
    wordings: Mapping[str, Wording] = {}


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
    sittings: tuple[Sitting, ...] | None = None
    """Who meets what, in order; None crosses everybody with everything."""
    voices: dict[str, Target] = Field(default_factory=dict)
    """The models that voice personas, by spec."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """What those models are told, by version; empty where nobody is voiced by a model."""
    observer: str
    """Version of the in-loop observer."""
    hashes: dict[str, str]
    """SHA-256 of each document, by `kind/id`."""
    made_on: date | None = None
    """The day the plan was made; the observer judges by it what is out of date, on a resume and in any later reading
    too. None in a plan that says none: lists are then taken as of their own day. Never compared."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Of this project, its libraries and third-party targets; informative, never compared."""

    imported: Origin | None = None
    """Where the conversations came from, if they were not held here: then nobody and nothing is planned, the suite
    names none, and the targets are as the source calls them."""

    forked: Forked | None = None
    """What the conversations were forked from and what is changed in them, if they were."""
    redriven: Redriven | None = None
    """The recorded conversations whose words are said again, if that is what it is for; nothing is crossed then."""
    wordings: dict[str, Wording] = Field(default_factory=dict)
    """The refusals that are put in the place of replies, by id."""

    _places: dict[str, Target] = PrivateAttr(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Whether both mean the same run; where models lie is no part of it."""
        return isinstance(other, Plan) and self.model_dump() == other.model_dump()

    __hash__ = None  # type: ignore[assignment]

    def places_are(self, places: Mapping[str, Target]) -> None:
        """Remember where the models lie, which no record holds."""
        self._places.update({spec: place for spec, place in places.items() if spec in self.targets | self.voices})

    @property
    def places(self) -> Mapping[str, Target]:
        """The models as they were named when the plan was made, files with their folders; empty once it was read."""
        return self._places

    def hashed(self) -> dict[str, str]:
        """SHA-256 of each document as it is frozen, by `kind/id`."""
        documents: dict[str, Document] = {f"suite/{self.suite.id}": self.suite}
        kinds: dict[str, Mapping[str, Document]] = {
            "persona": self.personas,
            "scenario": self.scenarios,
            "condition": self.conditions,
            "wording": self.wordings,
        }
        for kind, known in kinds.items():
            documents |= {f"{kind}/{name}": document for name, document in known.items()}
        return {name: sha256(document.model_dump_json().encode()).hexdigest() for name, document in documents.items()}

    def cells(self) -> Iterator[Cell]:
        """The conversations, targets varying fastest, so that a limit stays balanced over targets."""
        if self.imported is not None:
            return
        if self.forked is not None:
            yield from branches(self.forked, self._longest)
            return
        if self.redriven is not None:
            yield from said_again(self.redriven, self.targets, self._longest)
            return
        suite = self.suite
        crossing = product(self._sittings(), suite.conditions, self.targets)
        for index, (sitting, condition, spec) in enumerate(crossing):
            if self.limit is not None and index >= self.limit:
                return
            persona, scenario, repetition = sitting
            target = self.targets[spec]
            yield Cell(
                id=f"{persona}/{scenario}/{condition}/{spec}/{repetition}",
                persona=persona,
                scenario=scenario,
                condition=condition,
                target=spec,
                repetition=repetition,
                budget=min(suite.max_exchanges, target.max_exchanges or suite.max_exchanges),
                max_tokens=self._longest(condition, spec),
            )

    def _longest(self, condition: str, spec: str) -> int:
        """Tokens of one reply at most."""
        sampling = self.conditions[condition].sampling
        return min(sampling.max_tokens, self.targets[spec].max_tokens or sampling.max_tokens)

    @property
    def size(self) -> int:
        """Number of conversations; none is planned where they were imported."""
        if self.imported is not None:
            return 0
        if self.forked is not None:
            return len(self.forked.stems) * self.forked.repeats * len(self.forked.arms)
        if self.redriven is not None:
            return len(self.redriven.recordings) * len(self.targets)
        if self.sittings is None:
            people = len(self.personas) * len(self.scenarios) * self.suite.repetitions
        else:
            people = len(self.sittings)
        whole = people * len(self.suite.conditions) * len(self.targets)
        return whole if self.limit is None else min(whole, self.limit)

    def _sittings(self) -> Iterator[Sitting]:
        if self.sittings is not None:
            yield from self.sittings
            return
        for repetition, scenario, persona in product(
            range(1, self.suite.repetitions + 1), self.scenarios, self.personas
        ):
            yield Sitting(persona, scenario, repetition)


def make_plan(
    suite: Suite,
    library: Library,
    targets: Sequence[str | Target] = (),
    *,
    observer: str,
    limit: int | None = None,
    fitted: Policy | None = None,
) -> Plan:
    """Resolve a suite's names.

    Args:
        suite: what to cross.
        library: personas, scenarios and conditions by id.
        targets: replace the suite's own, when given.
        observer: version of the in-loop observer.
        limit: hold only the first so many conversations.
        fitted: everybody's reaction policy, where the suite's policy is `fitted`.

    Raises:
        PlanError: an unknown or doubled name, no target, a voice without a model, a pair that must not be, a filter
            that names nothing, or nobody left.
    """
    chosen = _targets(suite, targets)
    personas = _resolve(suite.personas, library.personas, "persona", suite)
    scenarios = _resolve(suite.scenarios, library.scenarios, "scenario", suite)
    conditions = _resolve(suite.conditions, library.conditions, "condition", suite)
    wordings = _injected(conditions, library)
    personas = {name: as_played(persona, suite, fitted) for name, persona in personas.items()}
    voices = voices_of(personas, suite, chosen)
    found = sittings(suite, personas, scenarios)
    found = drawn(suite, found, scenarios, len(conditions) * len(chosen))
    crossed = len(found) == len(personas) * len(scenarios) * suite.repetitions
    if not crossed:
        personas = {name: personas[name] for name in personas if any(s.persona == name for s in found)}
        scenarios = {name: scenarios[name] for name in scenarios if any(s.scenario == name for s in found)}
    recorded = suite.model_copy(update={"targets": tuple(chosen.values()), "voice": portable_voice(suite)})
    plan = Plan(
        suite=recorded,
        personas=personas,
        scenarios=scenarios,
        conditions=conditions,
        wordings=wordings,
        targets=chosen,
        limit=limit,
        sittings=None if crossed else found,
        voices=voices,
        prompts=texts() if voices else {},
        observer=observer,
        hashes={},
        versions=versions(),
    )
    plan = plan.model_copy(update={"hashes": plan.hashed()})
    plan.places_are(voice_places(suite, library.personas) | places(targets or suite.targets))
    return plan


def places(targets: Sequence[str | Target]) -> dict[str, Target]:
    """The targets as they are to be opened, by the spec under which they are recorded.

    A record holds no absolute path, so a file named by one is recorded by its name alone.

    Raises:
        PlanError: two targets share a spec.
    """
    found: dict[str, Target] = {}
    for target in (Target(spec=t) if isinstance(t, str) else t for t in targets):
        spec = portable(target.spec)
        if spec in found:
            raise PlanError(f"target '{spec}' is named twice; use repetitions to repeat it, or rename one file")
        found[spec] = target
    return found


def _resolve(names: Sequence[str] | Literal["all"], known: Mapping[str, T], kind: str, suite: Suite) -> dict[str, T]:
    if names == "all":
        return dict(known)
    for name in names:
        if name not in known:
            raise PlanError(
                f"suite '{suite.id}': unknown {kind} '{name}'{nearest(name, known)}; "
                f"see `pastno list {kind}s` for the known ones"
            )
        if list(names).count(name) > 1:
            raise PlanError(f"suite '{suite.id}': {kind} '{name}' is named twice; use repetitions to repeat it")
    return {name: known[name] for name in names}


def _injected(conditions: Mapping[str, Condition], library: Library) -> dict[str, Wording]:
    """The refusal wordings that conditions inject."""
    found: dict[str, Wording] = {}
    for name, condition in conditions.items():
        if condition.inject is None:
            continue
        wording = condition.inject.wording
        if wording not in library.wordings:
            raise PlanError(
                f"condition '{name}' injects the unknown wording '{wording}'{nearest(wording, library.wordings)}; see "
                "`pastno list wordings` for the known ones"
            )
        found[wording] = library.wordings[wording]
    return found


def _targets(suite: Suite, given: Sequence[str | Target]) -> dict[str, Target]:
    listed = places(given or suite.targets)
    if not listed:
        raise PlanError(
            f"suite '{suite.id}' names no target; add one with --target, for example --target local:smollm2"
        )
    return {spec: target.model_copy(update={"spec": spec}) for spec, target in listed.items()}


def versions() -> dict[str, str]:
    """The versions of this project and of the libraries that shape a conversation."""
    names = ("pastno", "langgraph", "openai", "anthropic", "xllamacpp")
    found = {"python": platform.python_version()}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
