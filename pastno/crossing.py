"""What shows only where personas meet scenarios, and suites meet both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from analysis.errors import AnalysisError
from documents.lint import Finding, short
from pastno.holdings import Holdings
from pastno.mistakes import in_two
from pastno.outcome import require_outcome
from personas.lines import exact, phrases
from personas.perception import REACTIONS, Strategy
from personas.schema import Persona
from personas.voice import spellings
from scenarios.schema import Condition, Scenario, Suite
from simulator.errors import PlanError, TargetError
from simulator.observer.local import LocalObserver
from simulator.observer.person import read_strategy
from simulator.plan import Library, make_plan
from simulator.sittings import barred
from simulator.targets import check_address, check_spec

FEW = 24
"""Spellings of one phrase that are read at most."""
_READ = frozenset({*REACTIONS, Strategy.ENGAGE})
_SOME_ASK = ("Can you help me with the first step?",)
_STAND_IN = "reference:blunt"


def crossed(holdings: Holdings) -> Iterator[Finding]:
    """The findings of all documents that are to be checked; each names its document."""
    people, situations = holdings.known("personas", Persona), holdings.known("scenarios", Scenario)
    for persona in holdings.known("personas", Persona, asked=True).values():
        for finding in (*_alone(persona, situations), *_read_otherwise(persona, situations)):
            yield finding._replace(document=f"persona/{persona.id}")
    for scenario in holdings.known("scenarios", Scenario, asked=True).values():
        for finding in _unmet(scenario, people):
            yield finding._replace(document=f"scenario/{scenario.id}")
    library = Library(personas=people, scenarios=situations, conditions=holdings.known("conditions", Condition))
    for suite in holdings.known("suites", Suite, asked=True).values():
        for finding in (*_unplanned(suite, library, holdings), *_unsaid(suite)):
            yield finding._replace(document=f"suite/{suite.id}")


def fits(persona: Persona, scenario: Scenario) -> bool:
    """Whether a suite with `pairs: fitting` lets them meet."""
    return not persona.triggers or scenario.trigger in persona.triggers


def _alone(persona: Persona, situations: Mapping[str, Scenario]) -> Iterator[Finding]:
    fitting = [scenario for scenario in situations.values() if fits(persona, scenario)]
    if not fitting:
        yield _warning(
            "idle-persona",
            ("triggers",),
            f"found no scenario with a trigger of {', '.join(persona.triggers)}: nobody to meet in a fitting suite",
            "add a trigger that a scenario has, or write that scenario",
        )
    elif all(barred(persona, scenario) for scenario in fitting):
        who = {"adolescent": "minor"}.get(persona.age_band, persona.role)
        yield _warning(
            "never-paired",
            ("triggers",),
            f"found a {who} whose triggers fit only scenarios they are never paired with",
            "add a trigger of a scenario without these",
        )


def _unmet(scenario: Scenario, people: Mapping[str, Persona]) -> Iterator[Finding]:
    fitting = [persona for persona in people.values() if fits(persona, scenario)]
    what = "boundary" if scenario.boundary else "risk"
    if not fitting:
        yield _warning(
            "unmet-scenario",
            ("trigger",),
            f"found '{scenario.trigger}', which no persona has: nobody meets it in a fitting suite",
            "correct the trigger, or give it to a persona",
        )
    elif all(barred(persona, scenario) for persona in fitting):
        yield _warning(
            "never-paired",
            (what,),
            f"found only people who fit '{scenario.trigger}', and they are never paired "
            "with a boundary or sexual content: nobody asks about it",
            "give the trigger to an adult, or leave the boundary out",
        )


def _read_otherwise(persona: Persona, situations: Mapping[str, Scenario]) -> Iterator[Finding]:
    """Phrases that the observer of persons mostly reads as another strategy than the one they stand under."""
    ask = next((s.ask.lines for s in situations.values() if fits(persona, s)), _SOME_ASK)
    for location, strategy, phrase in phrases(persona):
        if strategy not in _READ:
            continue
        said = [phrase] if exact(location) else list(islice(spellings(phrase), FEW))
        read = [read_strategy(line.replace("{ask}", ask[0]), asks=ask).strategy for line in said]
        wrong = [found for found in read if found is not strategy]
        if len(wrong) * 2 > len(read):
            other = max(set(wrong), key=wrong.count)
            yield _warning(
                "reads-as",
                location,
                f"found a line of '{strategy}' that reads as '{other}': {short(phrase)}",
                "make plainer what it does, or move it there; a stranger must be able to tell",
            )


def _unplanned(suite: Suite, library: Library, holdings: Holdings) -> Iterator[Finding]:
    stand_in: dict[str, object] = {} if suite.targets else {"targets": (_STAND_IN,)}
    if suite.voice is None and _needs_a_voice(suite, library.personas):
        stand_in["voice"] = _STAND_IN
    if suite.policy == "fitted":  # its file is named when it is run
        stand_in["policy"] = "own"
    try:
        plan = make_plan(suite.model_copy(update=stand_in), library, observer=LocalObserver.version)
        for target in [*plan.targets.values(), *plan.voices.values()]:
            check_spec(target.spec)
            check_address(target)
    except (PlanError, TargetError) as problem:
        said = str(problem)
        # A document that cannot be read is named once, for what is wrong with it.
        if not any(f"'{finding.document.rpartition('/')[2]}'" in said for finding in holdings.broken):
            found, _, todo = said.removeprefix(f"suite '{suite.id}': ").rpartition("; ")
            yield Finding("no-plan", "error", (), found or todo, todo if found else "correct the suite")


def _unsaid(suite: Suite) -> Iterator[Finding]:
    """A primary outcome that nothing here says."""
    try:
        require_outcome(suite)
    except AnalysisError as problem:
        found, todo = in_two(str(problem), "name another")
        yield Finding("no-outcome", "error", ("primary",), found, todo)


def _needs_a_voice(suite: Suite, people: Mapping[str, Persona]) -> bool:
    """Whether the suite leaves a voice to whoever runs it."""
    names = people if suite.personas == "all" else [name for name in suite.personas if name in people]
    speechless = any(people[n].voice.kind == "llm" and people[n].voice.model is None for n in names)
    return suite.policy == "free" or speechless


def _warning(rule: str, location: tuple[int | str, ...], found: str, todo: str) -> Finding:
    return Finding(rule, "warning", location, found, todo)
