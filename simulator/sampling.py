"""A balanced part of a suite's sittings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from scenarios.schema import Scenario, Suite
from simulator.sittings import Sitting


class Unit(NamedTuple):
    """What is drawn together: one person's sittings with twins, in one repetition."""

    marks: tuple[str, str, str]
    """Person, situation (twins are one), and the situation's category."""
    sittings: tuple[Sitting, ...]


def drawn(suite: Suite, found: Sequence[Sitting], situations: Mapping[str, Scenario], arms: int) -> tuple[Sitting, ...]:
    """A balanced part of the sittings, about `suite.sample` conversations large; all where no sample is asked for.

    Twins of one person and repetition are drawn together. Each draw takes the unit whose person and situation were
    drawn least, then whose category was; the suite's seed decides between equals. What is uneven at the end is swapped
    for what is even, as long as that helps.

    Args:
        suite: its sample, seed and id.
        found: all sittings.
        situations: by id.
        arms: conversations a sitting means: conditions × targets.
    """
    if suite.sample is None:
        return tuple(found)
    spare = _units(suite, found, situations)
    chosen = _greedy(spare, suite.sample // arms)
    for axis in (0, 1, 0, 1):
        _level(chosen, spare, axis)
    kept = {sitting for unit in chosen for sitting in unit.sittings}
    return tuple(sitting for sitting in found if sitting in kept)


def _units(suite: Suite, found: Sequence[Sitting], situations: Mapping[str, Scenario]) -> list[Unit]:
    """The units, in the order of the suite's seed."""
    units: dict[tuple[str, str, int], list[Sitting]] = {}
    for sitting in found:
        key = (sitting.persona, _family(sitting.scenario, situations), sitting.repetition)
        units.setdefault(key, []).append(sitting)
    hashed = {key: sha256(f"{suite.seed}\x1fsample\x1f{key}".encode()).digest() for key in units}
    return [
        Unit((person, family, situations[family].risk.category), tuple(units[person, family, times]))
        for person, family, times in sorted(units, key=hashed.__getitem__)
    ]


def _greedy(spare: list[Unit], size: int) -> list[Unit]:
    """Take units of about `size` sittings together, at least one, out of `spare`."""
    counts: Counter[tuple[int, str]] = Counter()
    chosen: list[Unit] = []
    taken = 0
    while spare:
        best = min(spare, key=lambda unit: _weight(unit, counts))
        if chosen and taken + len(best.sittings) > size:
            break
        spare.remove(best)
        chosen.append(best)
        taken += len(best.sittings)
        counts.update(enumerate(best.marks))
    return chosen


def _level(chosen: list[Unit], spare: list[Unit], axis: int) -> None:
    """Swap units of one situation between persons (axis 0), or of one person between situations (axis 1)."""
    counts = Counter(unit.marks[axis] for unit in chosen)
    while swap := _swap(chosen, spare, axis, counts):
        out, into = swap
        chosen[chosen.index(out)] = into
        spare[spare.index(into)] = out
        counts[out.marks[axis]] -= 1
        counts[into.marks[axis]] += 1


def _swap(chosen: list[Unit], spare: list[Unit], axis: int, counts: Counter[str]) -> tuple[Unit, Unit] | None:
    """A unit to give up and one to take for it that make the counts more even and leave the other axis as it is."""
    for out in chosen:
        for into in spare:
            alike = out.marks[1 - axis] == into.marks[1 - axis] and len(out.sittings) == len(into.sittings)
            if alike and counts[out.marks[axis]] - counts[into.marks[axis]] >= 2:
                return out, into
    return None


def _family(name: str, situations: Mapping[str, Scenario]) -> str:
    """A lookalike goes with its risky twin, where the suite holds both."""
    twin = situations[name].contrast_of
    return twin if twin is not None and twin in situations else name


def _weight(unit: Unit, counts: Counter[tuple[int, str]]) -> tuple[int, int, int]:
    person, family, category = (counts[mark] for mark in enumerate(unit.marks))
    return max(person, family), person + family, category
