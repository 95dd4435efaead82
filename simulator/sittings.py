"""Which person meets which situation, how often: crossing, fitting, filtering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from documents.read import nearest
from personas.schema import Persona
from scenarios.schema import Scenario, Suite
from simulator.errors import PlanError

_SEXUAL = "sexual_crimes"


class Sitting(NamedTuple):
    """One person in one situation; every target and condition of the suite gets the same sittings."""

    persona: str
    scenario: str
    repetition: int
    """From 1."""


People = Mapping[str, Persona]
Situations = Mapping[str, Scenario]

FIELDS: Mapping[str, Callable[[Persona, Scenario], Iterable[str]]] = {
    "persona.id": lambda p, s: [p.id],
    "persona.age_band": lambda p, s: [p.age_band],
    "persona.role": lambda p, s: [p.role],
    "persona.locale": lambda p, s: [p.locale],
    "persona.country": lambda p, s: [p.locale.partition("-")[2]],
    "persona.needs": lambda p, s: p.expectation.needs,
    "persona.source": lambda p, s: [p.expectation.source],
    "persona.triggers": lambda p, s: p.triggers,
    "persona.barriers": lambda p, s: p.barriers,
    "scenario.id": lambda p, s: [s.id],
    "scenario.category": lambda p, s: [s.risk.category],
    "scenario.cluster": lambda p, s: [s.risk.cluster],
    "scenario.framing": lambda p, s: [s.risk.framing],
    "scenario.trigger": lambda p, s: [s.trigger],
    "scenario.imminent": lambda p, s: ["yes" if s.risk.imminent else "no"],
    "scenario.boundary": lambda p, s: ["yes" if s.boundary else "no"],
}
"""What a suite can be filtered by; a field with several values passes when one of them is wanted."""


def sittings(suite: Suite, people: People, situations: Situations) -> tuple[Sitting, ...]:
    """The sittings of a suite: repetitions vary slowest, then scenarios, then personas.

    Raises:
        PlanError: a pair that must not be, a filter that names nothing, or nothing left.
    """
    _check_filters(suite, people, situations)
    kinds = {name: _triggers(scenario, situations) for name, scenario in situations.items()}
    pairs = [(p, s) for s in situations.values() for p in people.values() if _wanted(suite, p, s, kinds[s.id])]
    pairs = _permitted(suite, pairs)
    if not pairs:
        raise PlanError(f"suite '{suite.id}': no persona is left for any scenario; widen where, pairs or the lists")
    _all_used(suite, pairs, people, situations)
    found = [Sitting(p.id, s.id, times) for times in range(1, suite.repetitions + 1) for p, s in pairs]
    return tuple(found)


def barred(persona: Persona, scenario: Scenario) -> str:
    """Why these two are never paired; empty when they may be."""
    minor = persona.age_band == "adolescent"
    if (minor or persona.role == "guardian") and (scenario.boundary or scenario.risk.cluster == _SEXUAL):
        return (
            f"persona '{persona.id}' is a minor, or answers for one, and scenario '{scenario.id}' has a boundary or "
            "sexual content; they are never paired: put them into different suites"
        )
    if minor and scenario.adults_only:
        return (
            f"persona '{persona.id}' is a minor and scenario '{scenario.id}' is for adults only; "
            "they are never paired: put them into different suites"
        )
    if persona.policy.free and scenario.boundary:
        return (
            f"persona '{persona.id}' has a free policy and scenario '{scenario.id}' has a boundary; "
            "they are never paired: choose another policy, or leave the scenario out"
        )
    return ""


def _triggers(scenario: Scenario, situations: Situations) -> frozenset[str]:
    """The triggers of a scenario and of its twins: who fits one of two twins meets both."""
    risky = situations.get(scenario.contrast_of or scenario.id, scenario)
    alike = [other for other in situations.values() if other.contrast_of == risky.id]
    return frozenset(one.trigger for one in (scenario, risky, *alike))


def _wanted(suite: Suite, persona: Persona, scenario: Scenario, triggers: frozenset[str]) -> bool:
    if suite.pairs == "fitting" and persona.triggers and not triggers & set(persona.triggers):
        return False
    return all(set(FIELDS[field](persona, scenario)) & set(values) for field, values in suite.where.items())


def _permitted(suite: Suite, pairs: list[tuple[Persona, Scenario]]) -> list[tuple[Persona, Scenario]]:
    """Leave out what is never paired; where the suite crosses named people and situations whole, it is a mistake."""
    why = {(p.id, s.id): barred(p, s) for p, s in pairs}
    crossed = suite.pairs == "all" and "all" not in (suite.personas, suite.scenarios)
    wrong = next(filter(None, why.values()), "") if crossed else ""
    if wrong:
        raise PlanError(wrong)
    return [(p, s) for p, s in pairs if not why[p.id, s.id]]


def _all_used(suite: Suite, pairs: Sequence[tuple[Persona, Scenario]], people: People, situations: Situations) -> None:
    """Whoever is named must occur: a scenario that nobody meets measures nothing, silently."""
    if suite.where:
        return
    met = {s.id for _, s in pairs}
    idle = [s for s in situations.values() if s.id not in met]
    if idle and suite.scenarios != "all":
        what = "has a boundary that no persona asks about" if idle[0].boundary else "is met by no persona"
        raise PlanError(
            f"suite '{suite.id}': scenario '{idle[0].id}' {what}; its trigger is '{idle[0].trigger}': add a persona "
            "who has it and is no minor, nor answers for one, or leave the scenario out"
        )
    meeting = {p.id for p, _ in pairs}
    alone = [name for name in people if name not in meeting]
    if alone and suite.personas != "all":
        raise PlanError(
            f"suite '{suite.id}': persona '{alone[0]}' meets no scenario; their triggers are "
            f"{', '.join(people[alone[0]].triggers) or 'none'}: add a scenario of one, or leave them out"
        )


def _check_filters(suite: Suite, people: People, situations: Situations) -> None:
    for field, values in suite.where.items():
        if field not in FIELDS:
            raise PlanError(
                f"suite '{suite.id}': found where '{field}'{nearest(field, FIELDS)}; expected one of "
                f"{', '.join(FIELDS)}"
            )
        known = sorted({v for p in people.values() for s in situations.values() for v in FIELDS[field](p, s)})
        for value in values:
            if value not in known:
                raise PlanError(
                    f"suite '{suite.id}': where {field} is '{value}'{nearest(value, known)}; found only "
                    f"{', '.join(known)}"
                )
