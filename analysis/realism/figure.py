"""A number with its denominator: value, how many it rests on, how many are missing, and an interval over occasions.

Messages of one occasion (a person, a situation, a repetition) are not independent, so intervals resample occasions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from math import exp, lgamma, log, log1p, sqrt
from random import Random
from typing import TypeVar

import msgspec

DRAWS = 200
"""Bootstrap samples of an interval."""
FEWEST = 5
"""Occasions below which no interval is given. Our assumption."""

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
Statistic = Callable[[Sequence[T]], float | None]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the measure."""

    value: float | None
    """None where nothing could be counted; never a zero in its place."""
    n: int
    """What it rests on."""
    missing: int = 0
    """What should have counted and could not."""
    occasions: int | None = None
    """Of how many occasions `n` comes; None where that was not counted."""
    low: float | None = None
    """95 % interval over occasions; None where there are fewer than `FEWEST`, or none was asked for."""
    high: float | None = None
    why: str | None = None
    """Why there is no value, or no interval, where whoever made the figure says so."""


class Part(msgspec.Struct, frozen=True):
    """What one unit adds to a ratio; `top` is None where it is missing."""

    occasion: str
    top: float | None
    bottom: float = 1.0


def ratio(parts: Iterable[Part], *, seed: int | None = None) -> Figure:
    """The sum of the tops by the sum of the bottoms: with bottoms of 1, a mean or a share.

    Args:
        parts: one for each unit.
        seed: of the interval; None gives none.
    """
    kept = list(parts)
    known = [part for part in kept if part.top is not None]
    low, high = interval(_sums(known), _quotient, seed)
    return Figure(
        value=_quotient([(part.top or 0.0, part.bottom) for part in known]),
        n=len(known),
        missing=len(kept) - len(known),
        occasions=len({part.occasion for part in known}),
        low=low,
        high=high,
    )


def share(parts: Iterable[Part], *, seed: int | None = None) -> Figure:
    """A mean of values in [0, 1], each with a bottom of 1.

    Where all are 0, or all 1, resampling would feign certainty: the exact binomial bound over occasions stands instead.
    """
    found = ratio(parts, seed=seed)
    return unanimous(found, found.occasions or 0)


def unanimous(found: Figure, occasions: int) -> Figure:
    """The share with the exact bound in place of its interval, where it has one and all or none did it.

    Args:
        found: the share.
        occasions: those that show whether it was done.
    """
    if found.low is None or found.value not in (0.0, 1.0):
        return found
    low, high = exact(occasions if found.value else 0, occasions) if occasions >= FEWEST else (None, None)
    return msgspec.structs.replace(found, low=low, high=high)


def exact(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of Clopper and Pearson."""
    return _lower(hits, trials), 1 - _lower(trials - hits, trials)


def quantile(values: Iterable[tuple[str, float | None]], at: float, *, seed: int | None = None) -> Figure:
    """The quantile `at` of values that each belong to an occasion, by linear interpolation; None is missing."""
    found: dict[str, list[float]] = {}
    missing = 0
    for occasion, value in values:
        if value is None:
            missing += 1
        else:
            found.setdefault(occasion, []).append(value)

    def statistic(lists: Sequence[list[float]]) -> float | None:
        return between(sorted(value for some in lists for value in some), at)

    lists = list(found.values())
    low, high = interval(lists, statistic, seed)
    n = sum(map(len, lists))
    return Figure(value=statistic(lists), n=n, missing=missing, occasions=len(lists), low=low, high=high)


def variation(values: Iterable[tuple[str, float | None]], *, seed: int | None = None) -> Figure:
    """The coefficient of variation: standard deviation by mean; needs two values and a mean above 0."""
    sums: dict[str, tuple[float, float, float]] = {}
    missing = 0
    for occasion, value in values:
        if value is None:
            missing += 1
            continue
        count, total, squares = sums.get(occasion, (0.0, 0.0, 0.0))
        sums[occasion] = (count + 1, total + value, squares + value * value)
    rows = list(sums.values())
    low, high = interval(rows, _variation, seed)
    n = int(sum(row[0] for row in rows))
    return Figure(value=_variation(rows), n=n, missing=missing, occasions=len(rows), low=low, high=high)


def contrast(first: Iterable[Part], second: Iterable[Part], *, seed: int | None = None) -> Figure:
    """The ratio of the first units minus that of the second, over occasions that have both."""
    left, right = _by_occasion(first), _by_occasion(second)
    rows = [(*left[occasion], *right[occasion]) for occasion in left if occasion in right]
    low, high = interval(rows, _difference, seed)
    missing, n = len(left.keys() ^ right.keys()), len(rows)
    return Figure(value=_difference(rows), n=n, missing=missing, occasions=n, low=low, high=high)


def between(ordered: Sequence[float], at: float) -> float | None:
    """The quantile of sorted values, by linear interpolation; None where there are none."""
    if not ordered:
        return None
    place = at * (len(ordered) - 1)
    index = int(place)
    after = ordered[min(index + 1, len(ordered) - 1)]
    return ordered[index] + (place - index) * (after - ordered[index])


def interval(
    clusters: Sequence[T], statistic: Statistic[T], seed: int | None, draws: int = DRAWS
) -> tuple[float | None, float | None]:
    """The middle 95 % of a statistic over bootstrap samples of clusters; (None, None) where there are too few."""
    if seed is None or len(clusters) < FEWEST:
        return None, None
    chance = Random(seed)
    found = (statistic(chance.choices(clusters, k=len(clusters))) for _ in range(draws))
    ordered = sorted(value for value in found if value is not None)
    return between(ordered, 0.025), between(ordered, 0.975)


def _lower(hits: int, trials: int) -> float:
    below, above = 0.0, 1.0
    for _ in range(40 if hits else 0):
        middle = (below + above) / 2
        below, above = (middle, above) if _tail(hits, trials, middle) < 0.025 else (below, middle)
    return below


def _tail(hits: int, trials: int, chance: float) -> float:
    """Probability of so many hits or more."""
    yes, no, ways = log(chance), log1p(-chance), lgamma(trials + 1)
    return sum(
        exp(ways - lgamma(k + 1) - lgamma(trials - k + 1) + k * yes + (trials - k) * no)
        for k in range(hits, trials + 1)
    )


def _by_occasion(parts: Iterable[Part]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for part in parts:
        if part.top is not None:
            top, bottom = found.get(part.occasion, (0.0, 0.0))
            found[part.occasion] = (top + part.top, bottom + part.bottom)
    return found


def _sums(parts: Iterable[Part]) -> list[tuple[float, float]]:
    return list(_by_occasion(parts).values())


def _quotient(rows: Sequence[tuple[float, float]]) -> float | None:
    bottom = sum(row[1] for row in rows)
    return sum(row[0] for row in rows) / bottom if bottom else None


def _difference(rows: Sequence[tuple[float, float, float, float]]) -> float | None:
    left, right = _quotient([row[:2] for row in rows]), _quotient([row[2:] for row in rows])
    return None if left is None or right is None else left - right


def _variation(rows: Sequence[tuple[float, float, float]]) -> float | None:
    count, total, squares = (sum(row[place] for row in rows) for place in range(3))
    if count < 2 or not total:
        return None
    variance = max(0.0, (squares - total * total / count) / (count - 1))
    return sqrt(variance) / (total / count)
