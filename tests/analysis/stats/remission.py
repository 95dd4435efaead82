"""Weeks in remission, Freireich et al. (1963), as printed in Kleinbaum and Klein, "Survival Analysis".

A plus marks a censored time.
"""

from __future__ import annotations

SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def read(words: str) -> tuple[list[int], list[bool]]:
    """Times, and whether each ended."""
    return [int(word.rstrip("+")) for word in words.split()], [not word.endswith("+") for word in words.split()]
