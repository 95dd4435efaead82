"""Ends of 95 % intervals, shared by curves and incidences.

Where clusters are known, spread is summed over whole clusters and Student's t with one degree of freedom less than
there are clusters takes the place of the normal distribution.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtrit

from analysis.stats.number import FEWEST
from analysis.stats.spells import Floats, Spells

LEVEL = 0.95
FEW = 20
"""Subjects, or clusters, below which a sample is called small. Our assumption."""


def reach(clusters: int | None) -> float:
    """How many standard errors an interval goes to each side."""
    upper = (1 + LEVEL) / 2
    return float(ndtri(upper) if clusters is None else stdtrit(clusters - 1, upper))


def loglog(share: Floats, error: Floats, width: float) -> tuple[Floats, Floats]:
    """Interval of a share by the log(-log) transform, which stays in [0, 1] (Kalbfleisch and Prentice 1980).

    Args:
        share: values in [0, 1].
        error: their standard errors.
        width: of `reach`.

    Returns:
        Lower and upper ends; NaN where the share is 0 or 1, for which the transform has no value, or has no spread.
    """
    inside = (share > 1e-12) & (share < 1 - 1e-12) & (error > 0)
    safe = np.where(inside, share, 0.5)
    move = width * error / np.abs(safe * np.log(safe))
    low, high = safe ** np.exp(move), safe ** np.exp(-move)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def too_few(some: Spells) -> str:
    """Why there is no interval at all; empty where there can be one."""
    if some.size is not None and some.size < FEWEST:
        return f"no interval: {some.size} clusters, and at least {FEWEST} are needed"
    if some.n < FEWEST:
        return f"no interval: {some.n} subjects, and at least {FEWEST} are needed"
    return ""


def small(some: Spells) -> tuple[str, ...]:
    """Warnings of few subjects, clusters or ends."""
    found = [too_few(some)] if too_few(some) else []
    ended = some.n - some.censored
    if not found and some.size is not None and some.size < FEW:
        found.append(f"small sample: {some.size} clusters, of which each weighs much")
    elif not found and some.n < FEW:
        found.append(f"small sample: {some.n} subjects, of whom each weighs much")
    if some.n and not ended:
        found.append("nobody ended: all were cut off")
    return tuple(found)
