"""The frozen plan of a fork: its source's people and situations, and a condition for every arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from personas.perception import REACTIONS, Strategy
from personas.schema import Persona
from scenarios.schema import Condition, Scenario, Suite, Target
from scenarios.wording import Wording
from simulator.arms import AGAIN, CONTROL, SHAM, Arm, Forked
from simulator.errors import PlanError
from simulator.forking.stems import Going, Stems, stems_of
from simulator.forking.where import Where
from simulator.plan import Plan
from simulator.playing import as_played
from simulator.settled import digest
from simulator.speaker import can_say
from simulator.store import Run

ALWAYS = (Arm(id=CONTROL, change="none"), Arm(id=AGAIN, change="again"), Arm(id=SHAM, change="sham"))
"""Run beside every change."""


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for."""

    source: str
    """The folder's name."""
    at: Where
    arms: Sequence[Arm]
    """Those that change something."""
    repeats: int = 1
    wordings: Mapping[str, Wording] = {}
    """Those the arms name."""
    systems: Mapping[str, str] = {}
    """System prompts of the arms that change them, by the arm's id."""
    targets: Mapping[str, Target] = {}
    """Those that the arms, and `going`, name; by spec."""
    going: Going = Going()
    personas: Mapping[str, Persona] = {}
    """The library's, where a persona is named for imported conversations."""
    scenarios: Mapping[str, Scenario] = {}
    condition: Condition | None = None
    """Of imported conversations; their system prompt takes the place of its own."""
    policy: str | None = None
    """How everybody reacts from the start of their conversation; None leaves each as they were."""
    limit: int | None = None
    """Fork only the first so many conversations."""


def fork_plan(run: Run, fork: Fork, *, observer: str) -> tuple[Plan, Stems]:
    """The plan of a fork, and what its conversations share with their parents.

    Args:
        run: the source.
        fork: what is asked for.
        observer: version of the observer that reads new replies.

    Raises:
        PlanError: nothing can be forked there, two arms share an id, a strategy is chosen where there is a boundary, or
            nobody is named who could go on with an imported conversation.
    """
    source = _peopled(run.plan, fork)
    found = stems_of(run, fork.at, fork.going, source)
    if fork.limit is not None:
        found = msgspec.structs.replace(found, stems=found.stems[: fork.limit])
    arms = (*ALWAYS, *fork.arms)
    found = _speaking(found, arms, source)
    if not found.stems:
        why = _reasons(found.left_out) or f"no conversation has '{fork.going.only}' in its id"
        raise PlanError(
            f"{fork.source}: found nothing to fork at {fork.at}: {why}; choose other conversations with --only, "
            "another place with --at, or other changes"
        )
    _check(arms, found, source)
    conditions = _conditions(arms, {stem.condition for stem in found.stems}, (source, found, fork))
    plan = source.model_copy(
        update={
            "conditions": conditions,
            "targets": _targets(arms, found, (source, fork)),
            "wordings": source.wordings | dict(fork.wordings),
            "limit": None,
            "sittings": None,
            "observer": observer,
            "imported": None,
            "redriven": None,
            "forked": Forked(
                source=fork.source,
                at=str(fork.at),
                arms=arms,
                repeats=fork.repeats,
                stems=found.stems,
                left_out=found.left_out,
            ),
        }
    )
    return plan.model_copy(update={"hashes": {**plan.hashed(), "settled": digest(found.settled)}}), found


def _reasons(left_out: Sequence[str]) -> str:
    """Each reason with how many it holds for, those that hold for most last: what was asked for is rarely at fault."""
    counts = Counter(line.partition(": ")[2] for line in left_out)
    return ", ".join(f"{count} {why}" for why, count in sorted(counts.items(), key=lambda one: one[1]))


def _speaking(found: Stems, arms: Sequence[Arm], plan: Plan) -> Stems:
    """Leave out whoever has no words for a strategy that an arm chooses; one can leave without a word."""
    chosen = [Strategy(arm.value) for arm in arms if arm.change == "strategy" and arm.value != Strategy.WITHDRAW]
    mute = {
        stem: next((s for s in chosen if not can_say(plan.personas[stem.persona], s)), None) for stem in found.stems
    }
    return msgspec.structs.replace(
        found,
        stems=tuple(stem for stem in found.stems if mute[stem] is None),
        left_out=(
            *found.left_out,
            *(f"{s.parent}: {s.persona} has no words for {mute[s]}" for s in found.stems if mute[s] is not None),
        ),
    )


def _peopled(plan: Plan, fork: Fork) -> Plan:
    """The source's plan with those who go on with its conversations, reacting as they are to."""
    suite: Suite = plan.suite
    if fork.policy is not None and suite.policy not in ("own", fork.policy):
        raise PlanError(
            f"found --policy {fork.policy} and a run held with the policy '{suite.policy}'; only a run in which all "
            "react in their own way can be forked into another policy"
        )
    personas, scenarios = dict(plan.personas), dict(plan.scenarios)
    if plan.imported is not None:
        personas, scenarios = dict(fork.personas), dict(fork.scenarios)
    if fork.policy is not None and fork.policy != suite.policy:
        suite = suite.model_copy(update={"policy": fork.policy})
        personas = {name: as_played(persona, suite) for name, persona in personas.items()}
    return plan.model_copy(update={"suite": suite, "personas": personas, "scenarios": scenarios})


def _check(arms: Sequence[Arm], found: Stems, plan: Plan) -> None:
    names = [arm.id for arm in arms]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise PlanError(f"found the arm '{double}' twice; every --change needs a name of its own: rename its file")
    if not any(arm.change == "strategy" for arm in arms):
        return
    bounded = next((s.scenario for s in found.stems if plan.scenarios[s.scenario].boundary is not None), None)
    if bounded is not None:
        raise PlanError(
            f"found --change strategy and scenario '{bounded}', which has a boundary: what makes a target give in is "
            "not compared by strategy; leave its conversations out with --only, or change something else"
        )
    for arm in arms:
        if arm.change == "strategy" and Strategy(arm.value) not in REACTIONS:
            raise PlanError(f"found --change strategy={arm.value}, which nobody does after a refusal")


def _conditions(arms: Sequence[Arm], bases: Iterable[str], rest: tuple[Plan, Stems, Fork]) -> dict[str, Condition]:
    """For every condition of the source, one for each arm."""
    plan, found, fork = rest
    known = dict(plan.conditions)
    for name, system in found.systems.items():
        like = fork.condition or Condition(id=name, title="As it was imported")
        known[name] = like.model_copy(update={"id": name, "system": system if system is not None else like.system})
    made: dict[str, Condition] = {}
    for base in sorted(bases):
        for arm in arms:
            changed: dict[str, Any] = {"id": arm.condition(base), "title": f"{known[base].title}; arm {arm.id}"}
            if arm.change == "context":
                changed["context"] = arm.value
            if arm.change == "system":
                changed["system"] = fork.systems[arm.id]
            made[changed["id"]] = known[base].model_copy(update=changed)
    return made


def _targets(arms: Sequence[Arm], found: Stems, rest: tuple[Plan, Fork]) -> dict[str, Target]:
    """Those that go on, in any arm."""
    plan, fork = rest
    specs = [stem.target for stem in found.stems] + [arm.value for arm in arms if arm.change == "target"]
    known = plan.targets | dict(fork.targets)
    return {spec: known[spec] for spec in dict.fromkeys(specs)}
