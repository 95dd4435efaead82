"""The conversations that a plan means, each as a cell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import product

import msgspec

from simulator.arms import Arm, Forked, Stem
from simulator.draws import Draws
from simulator.provenance import Branch
from simulator.redriven import Recording, Redriven
from simulator.told import FREE, Told


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
    stem: Stem | None = None
    """Where it leaves another conversation, if it is forked."""
    arm: Arm | None = None
    repeat: int = 1
    """Of the fork, from 1."""
    recording: Recording | None = None
    """The recorded conversation whose words are said again, if any are."""


def branches(forked: Forked, longest: Callable[[str, str], int]) -> Iterator[Cell]:
    """The conversations of a fork: stem by stem, in it repeat by repeat, and all arms of one side by side.

    Args:
        forked: what is forked, and how.
        longest: tokens of one reply at most, by condition and target.
    """
    taken: Counter[tuple[str, ...]] = Counter()
    for stem, repeat, arm in product(forked.stems, range(1, forked.repeats + 1), forked.arms):
        condition, spec = arm.condition(stem.condition), arm.value if arm.change == "target" else stem.target
        key = (stem.persona, stem.scenario, condition, spec)
        taken[key] += 1
        yield Cell(
            id=f"{'/'.join(key)}/{taken[key]}",
            persona=stem.persona,
            scenario=stem.scenario,
            condition=condition,
            target=spec,
            repetition=taken[key],
            budget=stem.budget,
            max_tokens=longest(condition, spec),
            stem=stem,
            arm=arm,
            repeat=repeat,
        )


def said_again(redriven: Redriven, specs: Iterable[str], longest: Callable[[str, str], int]) -> Iterator[Cell]:
    """The conversations in which recorded words are said again.

    Args:
        redriven: whose words.
        specs: the targets.
        longest: tokens of one reply at most, by condition and target.
    """
    for recording, spec in product(redriven.recordings, specs):
        yield Cell(
            id=recording.name(spec),
            persona=recording.persona,
            scenario=recording.scenario,
            condition=recording.condition,
            target=spec,
            repetition=recording.repetition,
            budget=recording.budget,
            max_tokens=longest(recording.condition, spec),
            recording=recording,
        )


def draws_of(cell: Cell, seed: int) -> Draws:
    """The draws of a conversation; a forked one makes its parent's, and from the fork on those of its repeat.

    Args:
        cell: the conversation.
        seed: the suite's.
    """
    stem = cell.stem
    if stem is None:
        return Draws(seed=seed, persona=cell.persona, scenario=cell.scenario, repetition=cell.repetition)
    return Draws(
        seed=seed,
        persona=cell.persona,
        scenario=cell.scenario,
        repetition=stem.repetition,
        branches=(*stem.branches, (stem.at, cell.repeat)),
        again=stem.again + (cell.arm is not None and cell.arm.change == "again"),
    )


def branch_of(cell: Cell, told: Told) -> Branch | None:
    """Where a conversation leaves its parent; None where it has none.

    Args:
        cell: the conversation.
        told: what is settled of it.
    """
    if cell.stem is None or cell.arm is None:
        return None
    answer = told.get(cell.stem.at, FREE).answer
    return Branch(
        at=cell.stem.at,
        arm=cell.arm.id,
        repeat=cell.repeat,
        wording=(answer.swapped or "") if answer is not None else "",
        line=answer.line if answer is not None else "",
    )
