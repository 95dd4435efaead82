"""What a label's place means: a name, a rank, or a number."""

from __future__ import annotations

from enum import StrEnum


class Scale(StrEnum):
    """How two labels differ, after Stevens (Science 103, 1946)."""

    NOMINAL = "nominal"
    """They are the same, or they are not."""
    ORDINAL = "ordinal"
    """They have an order; how far apart they lie is their ranks, never their numbers."""
    INTERVAL = "interval"
    """They are numbers, and equal differences mean the same everywhere."""
