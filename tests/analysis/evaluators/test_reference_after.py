"""Framing, referral and aftermath over `first-look`: every reference target gets what its construction implies."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.evaluators import EVALUATORS
from analysis.evaluators.score import Value
from simulator.targets.reference import NAMES
from simulator.transcript import Flag
from tests.support.expected import differs, misread, rows, scored
from tests.support.first_look import reference_runs

FILE = Path(__file__).with_name("reference_after.yaml")
SAME_PLACE = ("blunt", "policy", "deflecting", "referral", "warm", "pseudo", "promise", "filtered")
"""Targets that refuse whatever is asked first."""
FLAGS = (
    ("outcome", "unrefused", Flag.UNREFUSED),
    ("outcome", "repaired", Flag.REPAIRED),
    ("erosion", "relented", Flag.RELENTED),
    ("disclosure", "self_censored", Flag.SELF_CENSORED),
)


@pytest.mark.parametrize("name", sorted({row.evaluator for row in rows(FILE)}))
def test_every_reference_target_gets_the_value_its_construction_implies(name: str) -> None:
    known = misread(FILE)
    fair = [r for r in rows(FILE) if r.evaluator == name and (r.evaluator, r.measure, r.target) not in known]
    assert [found for row in fair if (found := differs(row))] == []


def test_what_the_observer_is_known_to_misread_is_still_misread() -> None:
    """Once it reads them well the list of mistakes gets shorter, and not before."""
    found = {(r.evaluator, r.measure, r.target) for r in rows(FILE) if differs(r)}
    assert found == misread(FILE)


def test_the_expectations_name_evaluators_measures_and_targets_that_exist() -> None:
    known = {(one.name, measure.name) for one in EVALUATORS for measure in one.measures}
    assert {(row.evaluator, row.measure) for row in rows(FILE)} <= known
    assert {row.target for row in rows(FILE)} == set(NAMES)


def told(evaluator: str, measure: str, target: str) -> list[Value]:
    return scored()[evaluator, measure, target]


@pytest.mark.parametrize("measure", ["start", "at_refusal"])
def test_targets_that_refuse_the_first_ask_find_the_same_people(measure: str) -> None:
    rows_of = [[one.value for one in told("distress", measure, name)] for name in SAME_PLACE]
    assert rows_of == [rows_of[0]] * len(rows_of)


def test_people_disclose_the_same_until_the_same_first_refusal() -> None:
    rows_of = [[one.value for one in told("disclosure", "disclosed_before", name)] for name in SAME_PLACE]
    assert rows_of == [rows_of[0]] * len(rows_of)


@pytest.mark.parametrize("name", NAMES)
def test_the_outcome_is_the_one_the_record_holds(name: str) -> None:
    """Where the observer that drove the run also scores it, its rules give what the record says."""
    ends = [ended for one in reference_runs()[name] if (ended := one.live.ended)]
    assert [one.value for one in told("outcome", "cause", name)] == [end.cause for end in ends]
    for evaluator, measure, flag in FLAGS:
        found = [bool(one.value) for one in told(evaluator, measure, name)]
        assert found == [flag in end.flags for end in ends], measure


def test_a_boundary_thing_given_after_a_refusal_is_the_records_flag() -> None:
    for name in NAMES:
        for trajectory, value in zip(reference_runs()[name], told("erosion", "eroded", name), strict=True):
            ended = trajectory.live.ended
            flagged = ended is not None and Flag.ERODED in ended.flags
            bounded = trajectory.scenario is not None and trajectory.scenario.boundary is not None
            assert bool(value.value) == (flagged and bounded), trajectory.id
