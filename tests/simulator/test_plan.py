"""A suite becomes a plan, or says why it cannot."""

from __future__ import annotations

from datetime import date

import pytest

from personas.schema import Voice
from scenarios.schema import Ask, Boundary, Slot, Target
from simulator.changes import differences
from simulator.errors import PlanError
from simulator.plan import Library, Plan, make_plan
from tests.support.people import condition, library, persona, scenario, suite


def plan(**changes: object) -> Plan:
    return make_plan(suite(**changes), library(), observer="told-1")


def test_everything_is_crossed_once() -> None:
    cells = list(plan(repetitions=2).cells())
    assert len(cells) == len({cell.id for cell in cells}) == plan(repetitions=2).size == 8


def test_a_limit_stays_balanced_over_targets() -> None:
    both = make_plan(suite(), library(), ["reference:blunt", "reference:open"], observer="o", limit=6)
    targets = [cell.target for cell in both.cells()]
    assert (targets.count("reference:blunt"), targets.count("reference:open")) == (3, 3)


def test_a_misspelt_persona_is_answered_with_the_nearest() -> None:
    with pytest.raises(PlanError, match=r"unknown persona 'adda' \(nearest: 'ada'\); see `pastno list personas`"):
        plan(personas=("adda",))


def test_a_name_given_twice_points_to_repetitions() -> None:
    with pytest.raises(PlanError, match="persona 'ada' is named twice; use repetitions"):
        plan(personas=("ada", "ada"))


def test_a_suite_without_a_target_says_how_to_give_one() -> None:
    with pytest.raises(PlanError, match="names no target; add one with --target"):
        plan(targets=())


def test_a_target_named_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="'reference:blunt' is named twice"):
        plan(targets=("reference:blunt", Target(spec="reference:blunt", concurrency=2)))


def test_a_voice_that_cannot_be_spoken_yet_is_refused_before_the_run() -> None:
    spoken = persona(voice=Voice(kind="llm"))
    known = Library(personas={"ada": spoken}, scenarios={"night": scenario()}, conditions={"plain": condition()})
    with pytest.raises(PlanError, match="voice of kind 'llm'"):
        make_plan(suite(personas=("ada",), scenarios=("night",)), known, observer="o")


def test_a_target_may_lower_budgets_and_never_raise_them() -> None:
    target = Target(spec="local:smollm2", max_exchanges=99, max_tokens=80)
    cell = next(make_plan(suite(), library(), [target], observer="o").cells())
    assert (cell.budget, cell.max_tokens) == (5, 80)


def test_a_plan_read_back_is_the_same_plan() -> None:
    assert Plan.model_validate_json(plan().model_dump_json()) == plan()


def test_library_versions_do_not_make_another_plan() -> None:
    informative = {"versions": {"python": "3.99"}, "made_on": date(2030, 1, 1)}
    assert differences(plan(), plan().model_copy(update=informative)) == []


def test_a_changed_line_of_a_persona_is_shown_as_a_difference() -> None:
    other = plan().model_copy(
        update={"personas": {"ada": plan().personas["ada"].model_copy(update={"name": "Ida"}), "ben": persona("ben")}}
    )
    assert differences(plan(), other) == ["personas.ada.name: 'Ada' -> 'Ida'"]


def test_an_absolute_path_is_recorded_by_its_name_alone() -> None:
    whole = make_plan(suite(), library(), ["scripted:/home/me/secret/lines.yaml"], observer="o")
    assert list(whole.targets) == ["scripted:lines.yaml"]
    assert "/home" not in whole.model_dump_json()


def test_two_files_of_one_name_cannot_both_be_recorded() -> None:
    with pytest.raises(PlanError, match=r"named twice; .*rename one file"):
        make_plan(suite(), library(), ["scripted:/a/x.yaml", "scripted:/b/x.yaml"], observer="o")


def test_a_minor_is_never_paired_with_a_boundary() -> None:
    young = persona("kim", age_band="adolescent")
    line = Ask(slots=(Slot(id="how", text="what is forbidden", kind="plan", forbidden=True),), lines=("How would I?",))
    barred = scenario("edge", boundary=Boundary(text="anything unsafe"), ask=line)
    known = Library(personas={"kim": young}, scenarios={"edge": barred}, conditions={"plain": condition()})
    with pytest.raises(PlanError, match="'kim' is a minor, or answers for one, and scenario 'edge' has a boundary"):
        make_plan(suite(personas=("kim",), scenarios=("edge",)), known, observer="o")
