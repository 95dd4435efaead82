"""One conversation that ended, with what every computed evaluator says of it."""

from __future__ import annotations

import msgspec

from analysis.cases import Case
from analysis.evaluators.score import Value
from simulator.transcript import Started


class Seen(msgspec.Struct, gc=False, frozen=True):
    """One conversation that ended."""

    started: Started
    values: tuple[Value, ...]
    """In the order of the measures; without exchanges and reasons."""
    case: Case | None = None
    """What else statistics take; None where it was not asked for, or the conversation failed."""
    run: str = ""
    """The run's name, where several are pooled."""
    cluster: str = ""
    """What it shares with others, as of `analysis.cluster.cluster_of`."""
