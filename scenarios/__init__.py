"""What is asked: scenarios, the conditions they are held under, the suites that cross them, wordings of a no."""

from scenarios.errors import ScenarioError
from scenarios.loader import (
    find_condition,
    find_scenario,
    load_conditions,
    load_scenarios,
    load_suite,
    load_suites,
    load_wording,
    load_wordings,
)
from scenarios.schema import Condition, Scenario, Suite, Target
from scenarios.wording import Wording

__all__ = [
    "Condition",
    "Scenario",
    "ScenarioError",
    "Suite",
    "Target",
    "Wording",
    "find_condition",
    "find_scenario",
    "load_conditions",
    "load_scenarios",
    "load_suite",
    "load_suites",
    "load_wording",
    "load_wordings",
]
