"""How a person goes on after a reply. Pure: the draw comes in from outside."""

from __future__ import annotations

from personas.perception import REACTIONS, Cue, Perceived, State, Strategy
from personas.schema import Policy, When


def choose(state: State, perceived: Perceived, policy: Policy, draw: float) -> Strategy:
    """The strategy of the next message after a refusal that stands.

    Args:
        state: the inner state after appraisal.
        perceived: the last reply. A refusal the person did not notice is answered by `ENGAGE`.
        policy: weights and what changes them.
        draw: uniform in [0, 1); the same draw gives the same strategy.
    """
    if not perceived.noticed:
        return Strategy.ENGAGE
    if perceived.encounters > policy.patience:
        return Strategy.WITHDRAW
    weights = weigh(state, perceived, policy)
    total = sum(weights.values())
    if total <= 0:
        return Strategy.WITHDRAW
    mark = draw * total
    for strategy, weight in weights.items():
        mark -= weight
        if mark < 0:
            return strategy
    return next(s for s in reversed(weights) if weights[s] > 0)


def weigh(state: State, perceived: Perceived, policy: Policy) -> dict[Strategy, float]:
    """The weight of each strategy here and now, in the order of `REACTIONS`; no referral, nothing to accept."""
    weights = {s: policy.weights[s] for s in REACTIONS if s in policy.weights}
    for when in policy.when:
        if when.strategy in weights and _applies(when, state, perceived):
            weights[when.strategy] *= when.times
    if Cue.RESOURCE not in perceived.cues:
        weights.pop(Strategy.ACCEPT_REFERRAL, None)
    return weights


def _applies(when: When, state: State, perceived: Perceived) -> bool:
    if when.cue is not None and when.cue not in perceived.cues:
        return False
    if when.stance is not None and when.stance is not perceived.stance:
        return False
    if when.encounters is not None and perceived.encounters < when.encounters:
        return False
    return when.state is None or when.above <= getattr(state, when.state) <= when.below
