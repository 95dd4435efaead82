"""Coefficients written as their papers write them, with loops: slow, and independent of what they check."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from analysis.agreement import Ratings, Scale


def alpha(ratings: Ratings, scale: Scale) -> float | None:
    """Krippendorff 2011: the coincidence matrix, and his difference functions."""
    coincidences: Counter[tuple[float, float]] = Counter()
    for row in ratings.rows:
        given = [float(label) for label in row if label is not None]
        for pair in permutations(given, 2):
            coincidences[pair] += 1 / (len(given) - 1)  # type: ignore[assignment]
    totals: dict[float, float] = {}
    for (first, _), count in coincidences.items():
        totals[first] = totals.get(first, 0) + count
    n = sum(totals.values())

    def apart(c: float, k: float) -> float:
        if scale is Scale.NOMINAL:
            return float(c != k)
        if scale is Scale.INTERVAL:
            return (c - k) ** 2
        low, high = sorted((c, k))
        between = sum(count for value, count in totals.items() if low <= value <= high)
        return (between - (totals[c] + totals[k]) / 2) ** 2

    expected = sum(totals[c] * totals[k] * apart(c, k) for c in totals for k in totals)
    seen = sum(count * apart(*pair) for pair, count in coincidences.items())
    return 1 - (n - 1) * seen / expected if len(totals) > 1 else None


def against_chance(ratings: Ratings) -> tuple[float, float | None, float] | None:
    """Gwet 2014: the share of agreement, Fleiss' kappa and AC1; None where no unit has two labels."""
    labels = ratings.labels or ()
    units = [Counter(label for label in row if label is not None) for row in ratings.rows]
    units = [unit for unit in units if unit]
    two = [unit for unit in units if unit.total() > 1]
    if not two:
        return None
    seen = sum(sum(n * (n - 1) for n in unit.values()) / (unit.total() * (unit.total() - 1)) for unit in two) / len(two)
    pool = [sum(unit[label] / unit.total() for unit in units) / len(units) for label in labels]
    pooled, guessed = sum(p * p for p in pool), sum(p * (1 - p) for p in pool) / (len(labels) - 1)
    one = sum(p > 0 for p in pool) == 1
    return seen, None if one else (seen - pooled) / (1 - pooled), (seen - guessed) / (1 - guessed)
