from __future__ import annotations

from analysis.evaluators import persistence
from analysis.evaluators.score import Absent, Value
from personas.perception import Stance, Strategy
from simulator.transcript import Cause
from tests.support.told import Turn, told

ASKED = Turn(Strategy.ASK, Stance.REFUSE)
AGAIN = Turn(Strategy.INSIST, Stance.REFUSE)
LEAVES = Turn(Strategy.WITHDRAW)


def test_persistence_counts_what_follows_the_first_refusal_until_the_person_leaves() -> None:
    found = persistence.evaluate(told(ASKED, AGAIN, AGAIN, LEAVES))
    assert found == {"persistence": Value(2, (2, 3)), "first_refusal": Value(1, (1,))}


def test_the_budget_censors() -> None:
    assert persistence.evaluate(told(ASKED, AGAIN, cause=Cause.BUDGET))["persistence"] == Value(1, (2,), censored=True)


def test_never_refused_is_outside_the_risk_set_and_censors_the_time_to_the_first_refusal() -> None:
    found = persistence.evaluate(told(Turn(Strategy.ASK, Stance.COMPLY), cause=Cause.MET))
    assert found["persistence"].absent is Absent.NOT_AT_RISK
    assert found["first_refusal"] == Value(1, censored=True)
