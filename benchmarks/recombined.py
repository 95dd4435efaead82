"""As large a run as is asked for, out of a few that were held: their exchanges in another order, by other people.

A conversation follows one that was held in the same situation, and at every exchange may go on with another of them, at
a place where the person speaks in the same phase, about the same ask, with the same strategy. So lengths, refusals and
ends are new, every move is one that the phases allow, and ends and flags follow from what stands there. Words are added
to what both say. People are copied under other names, so clusters grow with the run. Some conversations fail, and some
do not end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product, zip_longest
from pathlib import Path
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

import pastno
from scenarios import load_suites
from simulator.cells import Cell
from simulator.fold import fold
from simulator.outcome import outcome
from simulator.phases import Phase
from simulator.plan import Plan
from simulator.sittings import Sitting
from simulator.store import PLAN
from simulator.transcript import AnyEvent, Cause, Ended, Exchange, Failed, Met, Started, encode

TARGETS = ("reference:blunt", "reference:warm", "reference:referral", "reference:eroding", "reference:open")
BUDGET = 12
"""Exchanges at most; persons in the shipped suites have 8."""
TURNS = 0.3
"""Chance at an exchange to go on with another conversation."""
FAILED, OPEN = 0.01, 0.005
"""Chances that a conversation fails, or does not end."""
TIMES = 2
"""Repetitions of one person in one situation."""
WORDS = tuple("again anyway before later maybe morning night often quiet really slowly still today twice week".split())

Key = tuple[str, ...]


class Step(NamedTuple):
    """One exchange, and the refusal that was met in it."""

    exchange: Exchange
    met: Met | None


class Place(NamedTuple):
    """A step of a conversation that was held."""

    steps: tuple[Step, ...]
    at: int


class Pool(NamedTuple):
    """What was held, by where it can be entered."""

    begins: dict[Key, list[tuple[Started, Place]]]
    """By situation and target."""
    goes_on: dict[Key, list[Place]]
    """By `_key`."""


def hold(folder: Path, sample: int) -> None:
    """Hold about so many conversations, balanced over persons and situations."""
    suite = load_suites()["full"].model_copy(update={"sample": sample, "max_exchanges": BUDGET})
    pastno.run(pastno.plan(suite, TARGETS), folder)


def recombine(folder: Path, out: Path, exchanges: int, seed: int) -> int:
    """Write a run folder of at least so many exchanges; gives how many they are.

    Args:
        folder: of the run that was held.
        out: the new folder; it must not be there.
        exchanges: what it holds at least.
        seed: of every choice; another gives another run, whatever the order in which the held ones ended.
    """
    chance, run, whole = Random(seed), pastno.read(folder), pastno.plan("full", TARGETS)
    pool = pooled([run.conversations[name] for name in sorted(run.conversations)])
    out.mkdir()
    count, used = 0, list[Sitting]()
    with (out / "events-0001.jsonl").open("wb") as file:
        for sitting in _sittings(run.plan, whole, chance):
            used.append(sitting)
            cells = run.plan.model_copy(update={"sittings": (sitting,), "limit": None}).cells()
            talks = [[encode(event) for event in talk(chance, pool, cell)] for cell in cells]
            count += sum(line.startswith(b'{"type":"exchange"') for lines in talks for line in lines)
            # Conversations that are held at once are written in turns.
            file.writelines(line for turn in zip_longest(*talks) for line in turn if line is not None)
            if count >= exchanges:
                break
    (out / PLAN).write_text(_plan(run.plan, whole, used).model_dump_json(), encoding="utf-8")
    return count


def pooled(talks: Sequence[Sequence[AnyEvent]]) -> Pool:
    """What can be put together anew."""
    found = Pool(defaultdict(list), defaultdict(list))
    for events in talks:
        started, steps = events[0], _steps(events)
        if isinstance(started, Started) and steps:
            found.begins[started.scenario, started.target].append((started, Place(steps, 0)))
            for at in range(len(steps)):
                found.goes_on[_key(started.scenario, steps[at])].append(Place(steps, at))
    return found


def talk(chance: Random, pool: Pool, cell: Cell) -> Iterator[AnyEvent]:
    """One new conversation."""
    began, place = chance.choice(pool.begins[cell.scenario, cell.target])
    started = replace(
        began, id=cell.id, persona=cell.persona, condition=cell.condition, repetition=cell.repetition,
        budget=cell.budget,
    )  # fmt: skip
    events = [started, *_renewed(chance, cell.id, _walk(chance, pool, place, cell))]
    yield from events
    fate = chance.random()
    if fate < FAILED:
        n = sum(isinstance(event, Exchange) for event in events) + 1
        yield Failed(id=cell.id, n=n, kind="network", message="made up")
        yield Ended(id=cell.id, cause=Cause.FAILED, detail="made up")
    elif fate > OPEN + FAILED:
        yield outcome(fold(events))


def _steps(events: Sequence[AnyEvent]) -> tuple[Step, ...]:
    met = {event.encounter.exchange: event for event in events if isinstance(event, Met)}
    return tuple(Step(event, met.get(event.n)) for event in events if isinstance(event, Exchange))


def _key(scenario: str, step: Step) -> Key:
    return scenario, step.exchange.ask, step.exchange.phase, step.exchange.strategy


def _walk(chance: Random, pool: Pool, place: Place, cell: Cell) -> list[Step]:
    found: list[Step] = []
    while place.at < len(place.steps) and len(found) < cell.budget:
        if found and chance.random() < TURNS:
            place = chance.choice(pool.goes_on[_key(cell.scenario, place.steps[place.at])])
        found.append(place.steps[place.at])
        place = Place(place.steps, place.at + 1)
    return found


def _renewed(chance: Random, name: str, steps: Sequence[Step]) -> Iterator[AnyEvent]:
    for n, (exchange, met) in enumerate(steps, start=1):
        last, reply = n == len(steps), exchange.reply
        said, text = _said(chance, exchange.said), _said(chance, reply.text)
        follows = Phase.END if last and met is None else exchange.next
        yield replace(exchange, id=name, n=n, said=said, reply=replace(reply, text=text), next=follows)
        if met is not None:
            encounter = replace(met.encounter, exchange=n)
            yield replace(met, id=name, encounter=encounter, next=Phase.END if last else met.next)


def _said(chance: Random, words: str) -> str:
    """Words are added behind, so what an observer saw stands where it stood."""
    return f"{words} {' '.join(chance.choices(WORDS, k=chance.randrange(8)))}".rstrip() if words else words


def _sittings(held: Plan, whole: Plan, chance: Random) -> Iterator[Sitting]:
    """Persons in the situations that were held, in any order; again and again, as other people."""
    pairs = sorted({(one.persona, one.scenario) for one in whole.sittings or () if one.scenario in held.scenarios})
    turn = 0
    while pairs:
        turn += 1
        chance.shuffle(pairs)
        for (persona, scenario), times in product(pairs, range(1, TIMES + 1)):
            yield Sitting(f"{persona}-{turn}", scenario, times)


def _plan(held: Plan, whole: Plan, used: Sequence[Sitting]) -> Plan:
    """The plan of the new run."""
    names = sorted({one.persona for one in used})
    people = {name: whole.personas[name.rpartition("-")[0]].model_copy(update={"id": name}) for name in names}
    suite = held.suite.model_copy(update={"sample": None, "repetitions": TIMES})
    plan = held.model_copy(update={"suite": suite, "personas": people, "sittings": tuple(used)})
    return plan.model_copy(update={"hashes": plan.hashed()})
