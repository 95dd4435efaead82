from __future__ import annotations

from analysis.realism.arms import Case, arms


def case(arm: str, occasion: int, *flags: str) -> Case:
    return Case(arm, str(occasion), flags, 3)


def test_flagged_conversations_are_counted_by_arm_with_their_chances() -> None:
    [blunt, warm] = arms([case("blunt", 1, "too_long"), case("blunt", 2), case("warm", 1)], 1).arms
    assert (blunt.flagged, blunt.conversations, blunt.written, blunt.flags) == (1, 2, 6, {"too_long": 1})
    assert (warm.flagged, warm.conversations) == (0, 1)


def test_an_arm_that_is_flagged_every_time_is_uneven() -> None:
    cases = [c for i in range(10) for c in (case("blunt", i, "one_note"), case("warm", i))]
    assert arms(cases, 1).uneven


def test_flags_that_fall_on_either_arm_are_chance() -> None:
    cases = [c for i in range(10) for c in (case("blunt", i, *["f"] * (i % 2)), case("warm", i, *["f"] * (1 - i % 2)))]
    found = arms(cases, 1)
    assert (found.uneven, found.chance) == (False, 1.0)


def test_occasions_flagged_in_every_arm_say_nothing_of_arms() -> None:
    assert arms([case("blunt", 1, "f"), case("warm", 1, "f")], 1).chance is None
