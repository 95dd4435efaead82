"""Forks, written as events: for each person in each situation a parent, and what became of it in every arm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from personas.perception import Strategy
from simulator.arms import Arm, Forked
from simulator.plan import Library, Plan, make_plan
from simulator.provenance import Branch
from simulator.store import RunFolder
from simulator.transcript import AnyEvent, Cause, Exchange, Started
from tests.support.builders import chased, ended
from tests.support.people import condition, persona, scenario, suite

TARGET = "reference:blunt"
ARMS = (
    Arm(id="control", change="none"),
    Arm(id="a-a", change="again"),
    Arm(id="sham", change="sham"),
    Arm(id="warm", change="wording", value="warm"),
)
STRATEGY = Arm(id="split", change="strategy", value="split")
PEOPLE = ("ada", "ben", "cleo", "dan", "eve", "fay")

Talk = tuple[AnyEvent, ...]


def chase(exchanges: int) -> Talk:
    """Refused, goes after it for so many exchanges, in vain, then leaves."""
    went_on = [Strategy.INSIST] * exchanges
    return (*chased(*went_on, Strategy.WITHDRAW, budget=exchanges + 2), ended(Cause.LEFT))


def branch(
    talk: Talk, arm: str, person: str, *, situation: str = "night", repeat: int = 1, text: str = "", repetition: int = 1
) -> Talk:
    """A talk as a person's in an arm."""
    name = f"{person}/{situation}/plain--{arm}/{TARGET}/{repetition}.{repeat}"
    changes: dict[str, object] = {
        "id": name,
        "persona": person,
        "scenario": situation,
        "condition": f"plain--{arm}",
        "target": TARGET,
        "repetition": repetition,
        "parent": f"{person}/{situation}/plain/{TARGET}/{repetition}",
        "branch": Branch(at=1, arm=arm, repeat=repeat, wording=text),
    }
    return tuple(
        msgspec.structs.replace(event, **(changes if isinstance(event, Started) else {"id": name})) for event in talk
    )


def gives(talk: Talk, n: int, **seen: object) -> Talk:
    """The talk with something else seen in the reply of exchange `n`."""
    return tuple(
        msgspec.structs.replace(event, observed=msgspec.structs.replace(event.observed, **seen))
        if isinstance(event, Exchange) and event.n == n
        else event
        for event in talk
    )


def plan(arms: tuple[Arm, ...] = ARMS, *, policy: str = "own", people: Iterable[str] = PEOPLE, **more: object) -> Plan:
    """The plan of a fork; `more` goes into what says that it is one."""
    names = tuple(people)
    library = Library(
        personas={name: persona(name) for name in names},
        scenarios={name: scenario(name) for name in ("night", "exam")},
        conditions={"plain": condition()},
    )
    made = make_plan(suite(personas=names, targets=(TARGET,), policy=policy), library, observer="built")
    fields: dict[str, object] = {"source": "RUN", "at": "refusal", "arms": arms, "repeats": 1, "stems": ()}
    conditions = {f"plain--{arm.id}": condition(f"plain--{arm.id}") for arm in arms}
    return made.model_copy(update={"conditions": conditions, "forked": Forked.model_validate(fields | more)})


def held(folder: Path, talks: Iterable[Talk], made: Plan | None = None) -> Path:
    """A fork's folder."""
    with RunFolder.start(folder, made or plan()) as record:
        for talk in talks:
            for event in talk:
                record.append(event)
    return folder


def planted(more: Mapping[str, int], people: Iterable[str] = PEOPLE) -> list[Talk]:
    """Everybody, in two situations, goes on longer by so much in each arm; control goes on for 1 to 3 exchanges."""
    found = []
    for at, person in enumerate(people):
        for situation in ("night", "exam"):
            long = 1 + at % 3
            for arm, extra in {"control": 0, **more}.items():
                text = f"warm/{1 + at % 2}" if arm == "warm" else ""
                found.append(branch(chase(long + extra), arm, person, situation=situation, text=text))
    return found
