"""What is handed from process to process comes out as it was, and what is alike in it is there once."""

from __future__ import annotations

from analysis.comparison.seen import Seen
from analysis.comparison.shared import Shared, packed
from analysis.evaluators.score import Absent, Value
from personas.perception import State
from simulator.transcript import Started


def started(name: str) -> Started:
    return Started(
        id=name, persona="ana", scenario="flat", condition="plain", target="t", repetition=1, budget=8,
        state=State(trust=0.25),
    )  # fmt: skip


def seen(name: str, *values: Value) -> Seen:
    return Seen(started(name), values, None, "look")


def test_what_was_packed_comes_out() -> None:
    some = [seen("a", Value(True), Value(absent=Absent.UNKNOWN)), seen("b", Value("left"), Value(0.5, censored=True))]
    assert Shared().unpacked(packed(some)) == some


def test_equal_parts_are_one_object_over_all_that_was_packed() -> None:
    shared = Shared()
    one, other = (shared.unpacked(packed([seen(name, Value(True))]))[0] for name in "ab")
    assert one.values is other.values
    assert one.started.persona is other.started.persona
    assert one.started.state is other.started.state


def test_true_and_one_are_equal_and_stay_apart() -> None:
    found = Shared().unpacked(packed([seen("a", Value(True)), seen("b", Value(1)), seen("c", Value(1.0))]))
    assert [type(one.values[0].value) for one in found] == [bool, int, float]
