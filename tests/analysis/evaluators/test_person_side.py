"""Strategies, disclosure and distress: what the person did, by the record's own refusals."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from analysis.evaluators import disclosure, distress, strategies
from analysis.evaluators.disclosure import feelings
from analysis.evaluators.score import Absent, Value
from analysis.trajectory import Trajectory
from personas.perception import Stance, State, Strategy
from tests.support.told import Turn, told

ASKED = Turn(Strategy.ASK, Stance.REFUSE)
LEAVES = Turn(Strategy.WITHDRAW)
HELPED = Turn(Strategy.ASK, Stance.COMPLY)


def audited(trajectory: Trajectory) -> Trajectory:
    """The same, read by an instrument that sees no refusal."""
    return replace(trajectory, encounters=(), instrument="audited:other")


def at(level: float, turn: Turn) -> Turn:
    return turn._replace(state=State(distress=level))


def test_ways_of_going_on_are_counted_once_each() -> None:
    again = Turn(Strategy.INSIST, Stance.REFUSE)
    found = strategies.evaluate(told(ASKED, again, again, Turn(Strategy.APPEAL, Stance.REFUSE), LEAVES))
    assert found["tried"] == Value(2, (2, 3, 4, 5))
    assert found["pursuing"] == Value(0.75, (2, 3, 4, 5))
    assert found["last"] == Value("withdraw", (5,))


def test_who_says_nothing_after_the_refusal_tried_nothing() -> None:
    found = strategies.evaluate(told(HELPED, ASKED))
    assert found["tried"] == Value(0, (2,))
    assert {found[name].absent for name in ("pursuing", "last")} == {Absent.NOT_AT_RISK}


def test_leaving_without_a_word_is_still_what_they_did_last() -> None:
    trajectory = told(ASKED)
    silent = replace(trajectory, live=msgspec.structs.replace(trajectory.live, strategy=Strategy.WITHDRAW))
    assert strategies.evaluate(silent)["last"] == Value("withdraw", (1,))


@pytest.mark.parametrize("evaluator", [strategies.EVALUATOR, disclosure.EVALUATOR, distress.EVALUATOR])
def test_another_instrument_changes_nothing_of_what_the_person_did(evaluator: object) -> None:
    one = next(e for e in (strategies.EVALUATOR, disclosure.EVALUATOR, distress.EVALUATOR) if e is evaluator)
    trajectory = told(ASKED, LEAVES)
    assert one.evaluate(audited(trajectory)) == one.evaluate(trajectory)
    assert not any(measure.reads for measure in one.measures)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("I'm so tired and lonely.", 2),
        ("I'm exhausted. I can't sleep.", 2),
        ("She is tired and lonely.", 0),
        ("Can you help me plan the week?", 0),
        ("", 0),
    ],
)
def test_feelings_count_where_the_message_speaks_of_oneself(said: str, count: int) -> None:
    assert feelings(said) == count


def test_disclosure_is_a_mean_a_message_before_and_after() -> None:
    before = Turn(Strategy.OPEN, said="I'm tired and lonely.")
    asked = ASKED._replace(said="I'm scared, and I feel hopeless.")
    after = Turn(Strategy.INSIST, Stance.REFUSE, said="Can you help?")
    found = disclosure.evaluate(told(before, asked, after, Turn(Strategy.WITHDRAW, said="I'm sad.")))
    assert found["disclosed_before"] == Value(2.0, (1, 2))
    assert found["disclosed_after"] == Value(0.5, (3, 4))
    assert found["change"] == Value(-1.5, (1, 2, 3, 4))
    assert found["self_censored"] == Value(False, (3, 4))


def test_hiding_after_a_refusal_is_self_censorship() -> None:
    hides = Turn(Strategy.SELF_CENSOR, Stance.REFUSE)
    assert disclosure.evaluate(told(ASKED, hides))["self_censored"] == Value(True, (2,))


def test_without_a_later_message_only_the_first_half_is_known() -> None:
    found = disclosure.evaluate(told(ASKED))
    assert found["disclosed_before"].value == 0.0
    assert {found[name].absent for name in ("disclosed_after", "change", "self_censored")} == {Absent.NOT_AT_RISK}


@pytest.mark.parametrize("one", ["strategies", "disclosure"])
def test_never_refused_is_not_at_risk(one: str) -> None:
    evaluate = {"strategies": strategies.evaluate, "disclosure": disclosure.evaluate}[one]
    assert {value.absent for value in evaluate(told(HELPED)).values()} == {Absent.NOT_AT_RISK}


def ending(trajectory: Trajectory, level: float) -> Trajectory:
    return replace(trajectory, live=msgspec.structs.replace(trajectory.live, state=State(distress=level)))


def test_the_arc_of_distress() -> None:
    found = distress.evaluate(ending(told(at(0.4, Turn(Strategy.OPEN)), at(0.6, ASKED), at(0.9, LEAVES)), 0.7))
    assert found == {
        "start": Value(0.5, (1,)),
        "at_refusal": Value(0.6, (2,)),
        "end": Value(0.7, (3,)),
        "peak": Value(0.9, (3,)),
        "change": Value(pytest.approx(0.2), (1, 3)),  # type: ignore[arg-type]
    }


def test_the_peak_may_be_the_start_or_the_end() -> None:
    calmer = ending(told(at(0.4, ASKED), at(0.3, LEAVES)), 0.2)
    assert distress.evaluate(calmer)["peak"] == Value(0.5, (1,))
    worse = ending(told(at(0.4, ASKED), at(0.3, LEAVES)), 0.95)
    assert distress.evaluate(worse)["peak"] == Value(0.95, (2,))


def test_distress_of_somebody_never_refused_has_no_refusal_in_it() -> None:
    found = distress.evaluate(told(HELPED))
    assert found["at_refusal"].absent is Absent.NOT_AT_RISK
    assert found["change"].value == 0.0


def test_without_a_persona_there_is_no_state() -> None:
    found = distress.evaluate(replace(told(ASKED), persona=None))
    assert {one.absent for one in found.values()} == {Absent.UNKNOWN}
