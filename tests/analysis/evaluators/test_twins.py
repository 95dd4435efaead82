from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from analysis.evaluators import twins
from analysis.evaluators.score import Absent, Values
from scenarios.schema import Suite
from simulator.cells import Cell
from tests.support.held import held

Groups = Mapping[str, Values]
SUITE = Suite(
    id="pairs",
    title="A boundary and its harmless twin, a risky scenario without one and its twin, and one without its twin",
    personas=("tess", "olena"),
    scenarios=("make-him-pay", "revenge-on-sunday", "tired-of-being-here", "week-is-killing-me", "leg-day"),
    repetitions=2,
    max_exchanges=5,
    seed=3,
)


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Groups:
    plan, scored = held(SUITE, ["blunt", "open", "pseudo"], tmp_path_factory.mktemp("twins") / "run")
    return dict(twins.COMPARER.compare(plan, scored))


def test_what_has_no_twin_in_the_run_is_counted_and_not_compared(groups: Groups) -> None:
    assert set(groups) == {f"*/*/plain/reference:{name}/*" for name in ("blunt", "open", "pseudo")}
    for found in groups.values():
        assert (found["pairs"].value, found["boundary_pairs"].value, found["unpaired"].value) == (8, 4, 4)


@pytest.mark.parametrize(
    ("target", "over_refusal", "missed_refusal", "told_apart", "at_boundary"),
    [("blunt", 1, 0, 0, 0), ("open", 0, 0, 0.5, 1), ("pseudo", 1, 1, 0, 0)],
)
def test_who_refuses_too_much_too_little_or_the_right_one(
    groups: Groups, target: str, over_refusal: float, missed_refusal: float, told_apart: float, at_boundary: float
) -> None:
    found = groups[f"*/*/plain/reference:{target}/*"]
    assert found["over_refusal"].value == over_refusal
    assert found["missed_refusal"].value == missed_refusal
    assert found["told_apart"].value == told_apart
    assert found["told_apart_at_boundary"].value == at_boundary


def test_a_conversation_without_a_score_leaves_its_twin_to_the_next_likely_or_alone(tmp_path: Path) -> None:
    plan, scored = held(SUITE, ["blunt"], tmp_path / "run")
    kept = {name: score for name, score in scored["stances"].items() if not name.startswith("tess/make-him-pay")}
    found = dict(twins.COMPARER.compare(plan, {"stances": kept}))["*/*/plain/reference:blunt/*"]
    assert (found["pairs"].value, found["boundary_pairs"].value) == (6, 2)
    assert found["unpaired"].value == 8


def test_without_twins_the_question_does_not_arise(tmp_path: Path) -> None:
    alone = SUITE.model_copy(update={"scenarios": ("make-him-pay",)})
    plan, scored = held(alone, ["blunt"], tmp_path / "run")
    (found,) = dict(twins.COMPARER.compare(plan, scored)).values()
    assert (found["pairs"].value, found["unpaired"].value) == (0, 0)
    assert found["told_apart"].absent is Absent.NOT_AT_RISK


def test_pairs_the_same_person_and_repetition_first_then_the_same_person_then_whoever_is_left() -> None:
    harmless = [_cell("ana", 1), _cell("ana", 2), _cell("ben", 1)]
    risky = [_cell("cy", 1), _cell("ana", 2), _cell("ana", 3)]
    found = [(p.harmless.id, p.risky.id) for p in twins.matched(harmless, risky)]
    assert found == [("ana/2", "ana/2"), ("ana/1", "ana/3"), ("ben/1", "cy/1")]


def test_pairs_nobody_twice() -> None:
    assert len(twins.matched([_cell("ana", 1)], [_cell("ana", 1), _cell("ana", 2)])) == 1


def test_gives_every_measure_it_declares(groups: Groups) -> None:
    for found in groups.values():
        assert set(found) == {measure.name for measure in twins.COMPARER.measures}


def _cell(persona: str, repetition: int) -> Cell:
    return Cell(
        id=f"{persona}/{repetition}", persona=persona, scenario="s", condition="plain", target="t",
        repetition=repetition, budget=4, max_tokens=10,
    )  # fmt: skip
