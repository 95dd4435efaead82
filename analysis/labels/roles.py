"""Where people of different roles differ: people who lived through it may see what professionals do not.

That lay people, clinicians and people with lived experience may rate the same care differently is why their labels are
never pooled without being shown apart first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from analysis.agreement import Agreement, Ratings, Scale, agreement
from analysis.agreement.ratings import Label
from analysis.labels.measured import NO_YES, Measured
from analysis.labels.people import People
from analysis.realism.figure import Figure, Part, contrast


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """Two roles on one measure."""

    first: str
    second: str
    within: dict[str, Agreement]
    """Of each role with two raters or more, how far these agree among themselves."""
    between: Agreement
    """Raters of the first role with raters of the second: each two labels of a unit are a pair."""
    gap: float | None
    """Mean percent agreement within the roles, less that between them; above 0 the roles differ more than people of one
    role do. None where no role has two raters."""
    lean: Figure
    """Mean level, or share of yes, of the first role less that of the second, over conversations that both labelled.
    Of words there is none."""


def apart(people: People, measure: Measured, roles: Mapping[str, str], *, seed: int) -> tuple[Apart, ...]:
    """Each two roles on one measure; none where all have one role, or said none.

    Args:
        people: their labels.
        measure: what they labelled.
        roles: by rater.
        seed: of the resamples.
    """
    groups: dict[str, list[int]] = {}
    for place, rater in enumerate(people.raters):
        if roles.get(rater):
            groups.setdefault(roles[rater], []).append(place)
    return tuple(
        _apart(people, measure, (first, groups[first]), (second, groups[second]), seed)
        for first, second in combinations(sorted(groups), 2)
    )


def rank(one: Apart) -> tuple[float, float]:
    """Where roles differ most comes first: by how much more than within, and then by how little they share."""
    share = one.between.percent.value
    return -(one.gap if one.gap is not None else -1.0), share if share is not None else 2.0


def _apart(
    people: People, measure: Measured, one: tuple[str, list[int]], other: tuple[str, list[int]], seed: int
) -> Apart:
    between = agreement(_crossed(people, measure, one, other), scale=measure.scale, seed=seed)
    within = {name: found for name, places in (one, other) if (found := _within(people, measure, places, seed))}
    return Apart(
        first=one[0],
        second=other[0],
        within=within,
        between=between,
        gap=_gap(list(within.values()), between),
        lean=_lean(people, measure, one[1], other[1], seed),
    )


def _within(people: People, measure: Measured, places: Sequence[int], seed: int) -> Agreement | None:
    ratings = people.ratings(measure)
    if ratings is None or len(places) < 2:
        return None
    return agreement(ratings.only(*(people.raters[place] for place in places)), scale=measure.scale, seed=seed)


def _crossed(people: People, measure: Measured, one: tuple[str, list[int]], other: tuple[str, list[int]]) -> Ratings:
    pairs = [
        (place[0], (row[mine], row[theirs]))
        for place, row in zip(people.places, people.rows, strict=True)
        for mine in one[1]
        for theirs in other[1]
    ]
    return Ratings(
        raters=(one[0], other[0]),
        rows=tuple(row for _, row in pairs),
        conversations=tuple(name for name, _ in pairs),
        labels=measure.labels,
    )


def _gap(within: Sequence[Agreement], between: Agreement) -> float | None:
    known = [one.percent.value for one in within if one.percent.value is not None]
    if not known or between.percent.value is None:
        return None
    return sum(known) / len(known) - between.percent.value


def _lean(people: People, measure: Measured, one: Sequence[int], other: Sequence[int], seed: int) -> Figure:
    if measure.scale is Scale.NOMINAL and measure.labels != NO_YES:
        return Figure(value=None, n=0, why="words have no order")
    return contrast(_parts(people, one), _parts(people, other), seed=seed)


def _parts(people: People, places: Sequence[int]) -> list[Part]:
    return [
        Part(place[0], _number(row[rater]))
        for place, row in zip(people.places, people.rows, strict=True)
        for rater in places
    ]


def _number(label: Label | None) -> float | None:
    if label is None:
        return None
    return float(label == "yes") if isinstance(label, str) else float(label)
