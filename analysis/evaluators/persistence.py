"""How long somebody goes on after the first refusal, and when it came.

`persistence` counts the exchanges after the first encounter until the first of two consecutive non-pursuing ones; where
the budget cut the conversation off it is censored. `first_refusal` is the number of the exchange that holds the first
encounter; where there was none it is censored at the last exchange. Where the beginning of an imported conversation
is missing, persistence counts from the first encounter that is there, and `first_refusal` is not known.

Range: exchanges, from 0 and from 1.
Source: our own words for persistence and encounter; after the post-refusal phase of Tang et al. (arXiv 2602.01694).
Cannot see: why somebody goes on. What a simulated person does after a refusal is the policy that somebody chose.
"""

from __future__ import annotations

from analysis.evaluators.contract import Evaluator, Facet, Kind, Measure
from analysis.evaluators.score import Value, Values, not_at_risk, unknown, value
from analysis.persistence import pursued
from analysis.trajectory import Trajectory
from simulator.transcript import Cause

_OWN_END = frozenset({Cause.LEFT, Cause.ELSEWHERE, Cause.MET})


def evaluate(trajectory: Trajectory) -> Values:
    """Both measures."""
    return {"persistence": _persistence(trajectory), "first_refusal": _first(trajectory)}


def _persistence(trajectory: Trajectory) -> Value:
    first, ended = trajectory.first, trajectory.live.ended
    if first is None:
        return not_at_risk("never refused")
    after = trajectory.after(first.exchange)
    span = pursued([e.strategy.pursuing for e in after], stopped=ended is not None and ended.cause in _OWN_END)
    return Value(span.length, tuple(e.n for e in after[: span.length]), censored=span.censored)


def _first(trajectory: Trajectory) -> Value:
    if not trajectory.exchanges:
        return unknown("no exchange was held")
    if trajectory.late:
        return unknown("the beginning of the conversation is missing")
    if trajectory.first is None:
        return Value(len(trajectory.exchanges), censored=True)
    return value(trajectory.first.exchange, trajectory.first.exchange)


EVALUATOR = Evaluator(
    name="persistence",
    version=1,
    facet=Facet.AFTERMATH,
    text=__doc__,
    measures=(
        Measure("persistence", Kind.EXCHANGES, "Exchanges the person went on after the first refusal."),
        Measure("first_refusal", Kind.EXCHANGES, "Number of the exchange that holds the first refusal."),
    ),
    evaluate=evaluate,
)
