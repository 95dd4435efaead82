"""A balanced part of a suite's sittings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from heapq import heappop, heappush, heapreplace
from typing import NamedTuple

from scenarios.schema import Scenario, Suite
from simulator.sittings import Sitting

_Pool = dict[str, list["Unit"]]
"""Units by one of their marks."""


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
    chosen, spare = greedy(_units(suite, found, situations), suite.sample // arms)
    for axis in (0, 1, 0, 1):
        chosen, spare = levelled(chosen, spare, axis)
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


class _Order:
    """Units in the order in which they are drawn: the least weight first, then the order they came in.

    Draws only add to weights. So a heap whose top is weighed again until it stays there has the least on top, and
    nothing else needs weighing. Units of one person (or of one situation, whichever are fewer) and one category wait in
    a queue by what was drawn of the other; queues of one category wait on a heap by their first unit. Of units with the
    same marks only the first waits.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._counts: Counter[tuple[int, str]] = Counter()
        self._axis = min((0, 1), key=lambda axis: len({unit.marks[axis] for unit in units}))
        self._queues: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._heaps: dict[str, list[tuple[tuple[int, int, int], str]]] = {}
        self._after: dict[int, int] = {}
        last: dict[tuple[str, str, str], int] = {}
        for place, unit in enumerate(units):
            if unit.marks in last:
                self._after[last[unit.marks]] = place
            else:
                self._queue(unit).append((0, place))
            last[unit.marks] = place
        for (mark, category), queue in self._queues.items():
            self._heaps.setdefault(category, []).append(((0, 0, queue[0][1]), mark))

    def least(self) -> int | None:
        """The place of the next unit; None when all are drawn."""
        tops = [(self._top(category), self._counts[2, category]) for category in self._heaps]
        return min((most, both, count, place) for (most, both, place), count in tops)[3] if tops else None

    def draw(self, place: int) -> None:
        """Take what `least` found."""
        unit = self._units[place]
        queue, category = self._queue(unit), unit.marks[2]
        heappop(queue)
        self._counts.update(enumerate(unit.marks))
        if place in self._after:
            heappush(queue, (0, self._after[place]))
        if not queue:
            heappop(self._heaps[category])
        if not self._heaps[category]:
            del self._heaps[category]

    def _queue(self, unit: Unit) -> list[tuple[int, int]]:
        return self._queues.setdefault((unit.marks[self._axis], unit.marks[2]), [])

    def _top(self, category: str) -> tuple[int, int, int]:
        heap = self._heaps[category]
        while (weight := self._weight(heap[0][1], category)) != heap[0][0]:
            heapreplace(heap, (weight, heap[0][1]))
        return heap[0][0]

    def _weight(self, mark: str, category: str) -> tuple[int, int, int]:
        """Of the first unit in a queue."""
        queue, other = self._queues[mark, category], 1 - self._axis
        while (drawn := self._counts[other, self._units[queue[0][1]].marks[other]]) != queue[0][0]:
            heapreplace(queue, (drawn, queue[0][1]))
        same, place = self._counts[self._axis, mark], queue[0][1]
        return max(same, drawn), same + drawn, place


def greedy(units: Sequence[Unit], size: int) -> tuple[list[Unit], list[Unit]]:
    """Units of about `size` sittings together, at least one; and the others."""
    order = _Order(units)
    places: dict[int, Unit] = {}
    taken = 0
    while (place := order.least()) is not None:
        taken += len(units[place].sittings)
        if places and taken > size:
            break
        order.draw(place)
        places[place] = units[place]
    return list(places.values()), [unit for place, unit in enumerate(units) if place not in places]


def levelled(chosen: Iterable[Unit], spare: Iterable[Unit], axis: int) -> tuple[list[Unit], list[Unit]]:
    """Swap units of one situation between persons (axis 0), or of one person between situations (axis 1).

    Only units of the same size are swapped, until no swap makes the counts more even. The other axis stays as it is.
    """
    groups: dict[tuple[str, int], tuple[_Pool, _Pool]] = {}
    for side, units in enumerate((chosen, spare)):
        for unit in units:
            pools = groups.setdefault((unit.marks[1 - axis], len(unit.sittings)), ({}, {}))
            pools[side].setdefault(unit.marks[axis], []).append(unit)
    counts = Counter(mark for taken, _ in groups.values() for mark, units in taken.items() for _ in units)
    while sum(_swaps(taken, left, counts) for taken, left in groups.values()):
        pass
    return _all(taken for taken, _ in groups.values()), _all(left for _, left in groups.values())


def _swaps(taken: _Pool, left: _Pool, counts: Counter[str]) -> int:
    """Swap within a group as long as it helps; returns how often it did."""
    done = 0
    while taken and left:
        most, least = max(taken, key=counts.__getitem__), min(left, key=counts.__getitem__)
        if counts[most] - counts[least] < 2:
            break
        out, into = _pop(taken, most), _pop(left, least)
        taken.setdefault(least, []).append(into)
        left.setdefault(most, []).append(out)
        counts[most] -= 1
        counts[least] += 1
        done += 1
    return done


def _pop(pool: _Pool, mark: str) -> Unit:
    unit = pool[mark].pop()
    if not pool[mark]:
        del pool[mark]
    return unit


def _all(pools: Iterable[_Pool]) -> list[Unit]:
    return [unit for pool in pools for units in pool.values() for unit in units]


def _family(name: str, situations: Mapping[str, Scenario]) -> str:
    """A lookalike goes with its risky twin, where the suite holds both."""
    twin = situations[name].contrast_of
    return twin if twin is not None and twin in situations else name
