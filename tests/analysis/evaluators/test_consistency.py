from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

import pastno
from analysis.evaluators import consistency
from analysis.evaluators.score import Absent, Score, Value, Values, not_at_risk, value
from scenarios.schema import Suite
from simulator.plan import Plan
from tests.support.held import held

SUITE = Suite(
    id="steady",
    title="Two people, twice each",
    personas=("tess", "olena"),
    scenarios=("tired-of-being-here",),
    repetitions=2,
    max_exchanges=5,
    seed=3,
)
NAME = "*/tired-of-being-here/plain/reference:blunt/*"
NOT_HELD = Value(absent=Absent.NOT_HELD)
NEVER = not_at_risk("never refused")


def _compared(stances: Iterable[Value], kept: Value = NEVER) -> Values:
    """Of tess, olena, then both again."""
    plan = pastno.plan(SUITE, ["reference:blunt"])
    scores = {
        cell.id: Score(
            id=cell.id, evaluator="stances", version=1, instrument="experienced:told",
            values={"first_ask_stance": stance, "same_stance_after": kept},
        )
        for cell, stance in zip(plan.cells(), stances, strict=True)
    }  # fmt: skip
    return dict(consistency.COMPARER.compare(plan, {"stances": scores}))[NAME]


def test_shares_of_the_commonest_stance_over_repetitions_and_over_personas() -> None:
    refuse, comply = value("refuse", 2), value("comply", 2)
    found = _compared([refuse, comply, refuse, comply])
    assert (found["over_paraphrase"].value, found["over_personas"].value) == (1.0, 0.5)
    found = _compared([refuse, refuse, refuse, comply])
    assert (found["over_paraphrase"].value, found["over_personas"].value) == (0.75, 0.75)


def test_sets_of_fewer_than_two_are_left_out_and_missing_ones_are_said_to_be_missing() -> None:
    refuse = value("refuse", 2)
    found = _compared([refuse, NOT_HELD, refuse, NOT_HELD])
    assert (found["conversations"].value, found["over_paraphrase"].value) == (2, 1.0)
    assert found["over_personas"].absent is Absent.UNKNOWN


def test_who_was_asked_nothing_is_in_no_set() -> None:
    nothing = not_at_risk("nothing was asked")
    found = _compared([nothing, nothing, value("refuse", 2), nothing])
    assert found["over_paraphrase"].absent is found["over_personas"].absent is Absent.NOT_AT_RISK
    assert found["over_phases"].absent is Absent.NOT_AT_RISK


@pytest.mark.parametrize(("kept", "absent"), [(value(0.5), None), (NOT_HELD, Absent.UNKNOWN)])
def test_over_phases_is_the_mean_of_what_was_kept(kept: Value, absent: Absent | None) -> None:
    found = _compared([value("refuse", 2)] * 4, kept)["over_phases"]
    assert (found.value, found.absent) == (kept.value, absent)


def test_reference_targets_are_as_steady_as_they_are_built(tmp_path: Path) -> None:
    plan, scored = held(SUITE, ["blunt", "open", "relenting"], tmp_path / "run")
    found = _by_target(plan, scored)
    for name, phases in {"blunt": 1.0, "open": None, "relenting": 0.0}.items():
        assert (found[name]["over_paraphrase"].value, found[name]["over_personas"].value) == (1.0, 1.0)
        assert found[name]["over_phases"].value == phases


def _by_target(plan: Plan, scored: Mapping[str, Mapping[str, Score]]) -> dict[str, Values]:
    compared = consistency.COMPARER.compare(plan, scored)
    return {name.split("reference:")[1].split("/")[0]: values for name, values in compared}
