"""Balanced samples: the order of the draws, what levelling may swap, and time in proportion to the sittings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from scenarios.schema import Risk, Scenario
from simulator.sampling import Unit, drawn, greedy, levelled
from simulator.sittings import Sitting
from tests.support.people import scenario, suite

CATEGORIES = ("self_harm", "anxiety_crisis", "violent_thoughts")
MARKS = some.tuples(some.sampled_from("abcde"), some.sampled_from("stuvw"))


def units(pairs: list[tuple[str, str]], sizes: int = 1) -> list[Unit]:
    """Units of these persons and situations; a situation's category and size go by its letter."""
    found = []
    for times, (person, family) in enumerate(pairs, start=1):
        number = ord(family)
        seats = tuple(Sitting(person, f"{family}{i}", times) for i in range(1 + number % sizes))
        found.append(Unit((person, family, CATEGORIES[number % len(CATEGORIES)]), seats))
    return found


def by_the_rule(spare: list[Unit], size: int) -> Iterator[Unit]:
    """The draws, all units weighed each time: the rule in its plainest form."""
    spare, counts, taken = list(spare), Counter[tuple[int, str]](), 0
    while spare:
        weights = [[counts[mark] for mark in enumerate(unit.marks)] for unit in spare]
        best = min(range(len(spare)), key=lambda i: (max(weights[i][:2]), sum(weights[i][:2]), weights[i][2]))
        unit = spare.pop(best)
        if taken and taken + len(unit.sittings) > size:
            return
        yield unit
        taken += len(unit.sittings)
        counts.update(enumerate(unit.marks))


@settings(deadline=None)
@given(some.lists(MARKS, min_size=1, max_size=40), some.integers(1, 50), some.integers(1, 2))
def test_each_draw_takes_what_was_drawn_least(pairs: list[tuple[str, str]], size: int, sizes: int) -> None:
    spare = units(pairs, sizes)
    chosen, left = greedy(spare, size)
    expected = list(by_the_rule(spare, size))
    assert (chosen, left) == (expected, [unit for unit in spare if unit not in expected])


@settings(deadline=None)
@given(some.lists(MARKS, max_size=30), some.lists(MARKS, max_size=30), some.integers(0, 1))
def test_levelling_leaves_no_swap_that_helps_and_the_other_axis_as_it_was(
    some_pairs: list[tuple[str, str]], other_pairs: list[tuple[str, str]], axis: int
) -> None:
    every = units([*some_pairs, *other_pairs], sizes=2)
    before, spare = every[: len(some_pairs)], every[len(some_pairs) :]
    chosen, left = levelled(before, spare, axis)
    counts = Counter(unit.marks[axis] for unit in chosen)
    kinds = [sorted((unit.marks[1 - axis], len(unit.sittings)) for unit in side) for side in (chosen, before)]
    swaps = [
        (out, into)
        for out in chosen
        for into in left
        if (out.marks[1 - axis], len(out.sittings)) == (into.marks[1 - axis], len(into.sittings))
        and counts[out.marks[axis]] - counts[into.marks[axis]] > 1
    ]
    assert (sorted([*chosen, *left]), kinds[0], swaps) == (sorted(every), kinds[1], [])


@pytest.mark.parametrize(("people", "situations", "times"), [(20, 601, 1), (2, 6010, 1), (6010, 2, 1), (20, 20, 30)])
def test_a_large_suite_is_sampled_at_once(people: int, situations: int, times: int) -> None:
    places: dict[str, Scenario] = {
        f"s{i}": scenario(f"s{i}", risk=Risk.model_validate({"category": CATEGORIES[i % 3], "framing": "past"}))
        for i in range(situations)
    }
    found = [Sitting(f"p{p}", s, n) for n in range(1, times + 1) for s in places for p in range(people)]
    begun = process_time()
    kept = drawn(suite(sample=6000, seed=3), found, places, arms=1)
    assert (len(kept), process_time() - begun < 2) == (6000, True)
