"""Student's t distribution for whole degrees of freedom, without a library.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, inf, isinf, pi, sin, sqrt

_STEPS = 60
"""Halvings of a bracket: more than a float can tell apart."""


def within(t: float, freedom: int) -> float:
    """Probability that a t with `freedom` degrees lies between -|t| and |t|; in [0, 1]."""
    if isinf(t):
        return 1.0
    angle = atan(abs(t) / sqrt(freedom))
    odd = freedom % 2 == 1
    term = total = cos(angle) if odd else 1.0
    square = cos(angle) ** 2
    for k in range(2 + odd, freedom - 1, 2):
        term *= square * (k - 1) / k
        total += term
    if not odd:
        return min(1.0, sin(angle) * total)
    return min(1.0, 2 / pi * (angle + (sin(angle) * total if freedom > 1 else 0.0)))


def two_sided(t: float, freedom: int) -> float:
    """Probability of a t at least as far from 0, in [0, 1]."""
    return 1 - within(t, freedom)


@lru_cache(maxsize=1024)
def reach(share: float, freedom: int) -> float:
    """The t that so large a share, in (0, 1), lies within."""
    low, high = 0.0, 1.0
    while within(high, freedom) < share:
        low, high = high, high * 2
        if high == inf:
            return inf
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, freedom) < share else (low, middle)
    return high
