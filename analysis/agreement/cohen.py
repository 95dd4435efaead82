"""Cohen's kappa of counted pairs, in plain Python: what re-observing a run needs without any extra installed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

Pair = tuple[str, str]


def cohen(counts: Mapping[Pair, int]) -> float | None:
    """Cohen's kappa of counted pairs; None where there is nothing to agree on, or chance alone agrees always.

    Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960.
    """
    n = sum(counts.values())
    left, right = Counter[str](), Counter[str]()
    for (first, second), count in counts.items():
        left[first] += count
        right[second] += count
    chance = sum(count * right[name] for name, count in left.items())
    if chance == n * n:
        return None
    seen = n * sum(count for (first, second), count in counts.items() if first == second)
    return (seen - chance) / (n * n - chance)
