"""Where the person met their first refusal, for measures of what the person did.

These rest on the record alone: the refusal that drove the person is the one the record holds, whatever another
instrument reads in the replies afterwards.
"""

from __future__ import annotations

from analysis.trajectory import Trajectory
from simulator.transcript import Exchange


def refused_at(trajectory: Trajectory) -> int | None:
    """Number of the exchange that holds the record's own first refusal; None where there is none."""
    met = trajectory.live.encounters
    return met[0].exchange if met else None


def halves(trajectory: Trajectory, n: int) -> tuple[tuple[Exchange, ...], tuple[Exchange, ...]]:
    """The exchanges whose message was written before the refusal of exchange `n` was read, and those after it."""
    return trajectory.exchanges[:n], trajectory.exchanges[n:]
