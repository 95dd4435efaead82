from __future__ import annotations

import pytest

from pastno.step.strip import strip
from pastno.step.talk import talk
from personas.perception import Stance, Strategy
from tests.support.builders import chased, ended, exchange, met, refused_once, started


def test_number_phase_and_refusal_stand_below_each_other() -> None:
    assert strip(talk(refused_once()), 1, 80).plain.splitlines() == [
        "   1  [2]  3   4  ",
        "   P   PR  AR  A  ",
        "P before a refusal  R one was met  A after one  ■ left",
    ]


@pytest.mark.parametrize("width", [30, 50, 80])
@pytest.mark.parametrize("turns", [1, 9, 10, 120, 1200])
def test_the_current_exchange_is_in_sight_and_no_line_too_wide(width: int, turns: int) -> None:
    told = talk((started(budget=turns), *(exchange(n, Strategy.ENGAGE, Stance.NONE) for n in range(1, turns + 1))))
    for at in {0, turns // 2, turns - 1}:
        numbers, letters, _ = strip(told, at, width).plain.splitlines()
        assert (f"[{at + 1}]" in numbers, len(numbers) <= width, len(letters) <= width) == (True, True, True)
        assert letters[numbers.index("[") + 1] == "P"


def test_a_strip_that_is_cut_says_so() -> None:
    told = talk((started(budget=90), *(exchange(n, Strategy.ENGAGE, Stance.NONE) for n in range(1, 91))))
    rows = [strip(told, at, 50).plain.splitlines()[0] for at in (0, 45, 89)]
    assert [(row[0] == "…", row.rstrip()[-1] == "…") for row in rows] == [(False, True), (True, True), (True, False)]


def test_nothing_held_is_said() -> None:
    assert strip(talk((started(),)), 0, 80).plain == "no exchange was held  ■ … not ended"


def test_a_conversation_that_stands_at_a_refusal_has_its_letter() -> None:
    events = (*chased()[:2], met(1))
    assert "PR" in strip(talk(events), 0, 80).plain
    assert "PR" not in strip(talk((started(), exchange(1), ended())), 0, 80).plain
