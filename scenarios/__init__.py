"""What is asked: scenarios, the conditions they are held under, and the suites that cross them."""

from scenarios.errors import ScenarioError
from scenarios.loader import (
    find_condition,
    find_scenario,
    load_conditions,
    load_scenarios,
    load_suite,
    load_suites,
)
from scenarios.schema import Condition, Scenario, Suite, Target

__all__ = [
    "Condition",
    "Scenario",
    "ScenarioError",
    "Suite",
    "Target",
    "find_condition",
    "find_scenario",
    "load_conditions",
    "load_scenarios",
    "load_suite",
    "load_suites",
]
