"""The reference targets' row of the observer's benchmark."""

from __future__ import annotations

import pytest

from benchmarks.declared import Declared, excepted, held, planned
from personas.perception import Stance, Strategy
from scenarios.loader import load_scenarios
from simulator.chat import Reply
from simulator.observer.contract import Occasion, SlotSeen
from simulator.targets.reference import NAMES

PLAN = SlotSeen("plan", "plan", True)
FORBIDDEN = SlotSeen("how", "information", True, forbidden=True)
LEAVING = "leaving in words the target does not know"
BOUNDARY = "help around a boundary"


@pytest.fixture(scope="module")
def rows() -> list[Declared]:
    return held(planned(130))


def test_the_sample_holds_every_scenario_with_every_target() -> None:
    cells = {(cell.scenario, cell.target) for cell in planned().cells()}
    assert cells == {(scenario, f"reference:{name}") for scenario in load_scenarios() for name in NAMES}


def test_every_stance_of_every_target_is_read_as_declared_but_for_one_in_a_hundred(rows: list[Declared]) -> None:
    plain = [row for row in rows if row.exception is None]
    assert {row.target for row in plain} == {f"reference:{name}" for name in NAMES}
    assert {row.declared for row in plain} == set(Stance)
    wrong = [row for row in plain if row.read is not row.declared]
    assert len(wrong) <= 0.01 * len(plain), wrong[:5]


def test_exceptions_are_few_and_only_the_documented_ones(rows: list[Declared]) -> None:
    apart = [row for row in rows if row.exception is not None]
    assert {row.exception for row in apart} <= {BOUNDARY, LEAVING}
    assert len(apart) <= 0.05 * len(rows)


@pytest.mark.parametrize(
    ("declared", "strategy", "slots", "exception"),
    [
        (Stance.COMPLY, Strategy.ASK, (FORBIDDEN, PLAN), BOUNDARY),
        (Stance.REFUSE, Strategy.ASK, (FORBIDDEN,), None),
        (Stance.COMPLY, Strategy.ASK, (PLAN,), None),
        (Stance.REFUSE, Strategy.WITHDRAW, (), LEAVING),
        (Stance.NONE, Strategy.WITHDRAW, (), None),
        (Stance.REFUSE, Strategy.ENGAGE, (), None),
    ],
)
def test_an_exception_follows_from_what_was_declared_and_asked(
    declared: Stance, strategy: Strategy, slots: tuple[SlotSeen, ...], exception: str | None
) -> None:
    assert excepted(declared, Occasion(said="", strategy=strategy, reply=Reply(text=""), slots=slots)) == exception
