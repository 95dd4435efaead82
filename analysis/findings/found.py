"""Everything the statistics say of some conversations, put together: one struct, which `--json` writes."""

from __future__ import annotations

import msgspec

from analysis.findings.family import Apart
from analysis.findings.pool import Source
from analysis.stats import endings as chain
from analysis.stats import survival
from analysis.stats.hazard import Hazards
from analysis.stats.number import Number
from analysis.stats.paths import Way
from analysis.stats.rates import Rates

FORMAT = 1


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """A hazard regression, or why there is none."""

    of: survival.Of
    found: Hazards | None
    warnings: tuple[str, ...] = ()


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """One p, and what is left of it among all that were looked at."""

    name: str
    p: float
    holm: float


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """From one state to another."""

    state: str
    to: str
    count: int
    probability: Number


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """How one group moves, and where it ends."""

    group: str
    conversations: int
    left_out: int
    """Conversations that must not be told so, or of which some reply was not read."""
    moves: tuple[Move, ...]
    ends: tuple[chain.Ending, ...]
    lengths: dict[str, Number]
    ways: tuple[Way, ...]
    """The most frequent; none where they are withheld."""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """The share of one group that met one end by a time that every group has."""

    group: str
    end: str
    time: float
    share: Number


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found. Groups are named as `target=reference:blunt`; `all` is the whole."""

    v: int = FORMAT
    sources: tuple[Source, ...]
    by: tuple[str, ...]
    primary: str
    """Declared in the suite before anything was held; empty where nothing was."""
    rates: Rates
    first_refusal: survival.Survival
    persistence: survival.Survival
    hazards: tuple[Pace, ...]
    tests: tuple[Test, ...]
    """All p of the log-rank tests and regressions, adjusted together (Holm)."""
    endings: survival.Endings
    ended: tuple[Ended, ...]
    phases: tuple[Moved, ...]
    strategies: tuple[Moved, ...]
    """Empty where they are withheld."""
    differences: tuple[Apart, ...]
    """Of each group less one of them; empty where there are more than two and none was named."""
    warnings: tuple[str, ...]
