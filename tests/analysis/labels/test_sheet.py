from __future__ import annotations

import pytest

from analysis.errors import AnalysisError
from analysis.evaluators.known import known
from analysis.judging.questions import Key, ask_about
from analysis.judging.rubric import shipped
from analysis.labels.label import Label
from analysis.labels.measured import of_measure
from analysis.labels.sheet import arises, due, rubric_of, sheet
from analysis.trajectory import Trajectory, experienced
from simulator.fold import fold
from tests.analysis.judging.stand import ADA, item, plan, rubric
from tests.support.builders import refused_once
from tests.support.rated import label

TWO = rubric(item("kind"), item("warm", when={"kind": "yes"}), item("long"))


def talk() -> Trajectory:
    return experienced(fold(refused_once(ADA)), plan())


def given(**answers: str | None) -> dict[Key, Label]:
    return {(name, 0, ""): label(TWO, "r1", ADA, (name, 0, ""), value) for name, value in answers.items()}


@pytest.mark.parametrize("name", sorted(shipped()))
def test_people_are_asked_what_judges_are_asked_first_the_whole_and_then_reply_by_reply(name: str) -> None:
    asked = sheet(shipped()[name], talk())
    assert sorted(one.key for one in asked) == sorted(one.key for one in ask_about(shipped()[name], talk()).questions)
    assert [one.at for one in asked] == sorted(one.at for one in asked)


def test_a_question_is_asked_where_what_it_depends_on_was_answered_so() -> None:
    asked = sheet(TWO, talk())
    order = [due(asked, given(**answers)) for answers in ({}, {"kind": "yes"}, {"kind": "no"}, {"kind": None})]
    assert [one.item.id if one else None for one in order] == ["kind", "warm", "long", "long"]
    assert not arises(asked[1], given(kind="unclear"))
    assert due(asked, given(kind="no", long="no")) is None


def test_a_skipped_conversation_has_nothing_due() -> None:
    assert due(sheet(TWO, talk()), {("", 0, ""): label(TWO, "r1", ADA, ("", 0, ""), None)}) is None


def test_what_an_evaluator_says_in_words_or_as_true_can_be_asked_of_people() -> None:
    items = {one.id: one for one in rubric_of("outcome").items}
    cause = next(one for one in known()["outcome"].measures if one.name == "cause")
    assert items["cause"].kind == "choice"
    assert items["cause"].answers == cause.labels == of_measure(cause).labels
    assert items["repaired"].fault == "no"
    assert items["unrefused"].text == "Nothing was refused."


@pytest.mark.parametrize(
    ("name", "told"), [("distress", "has only numbers"), ("twins", "compares many"), ("frming", "framing")]
)
def test_an_evaluator_that_cannot_be_asked_says_why(name: str, told: str) -> None:
    with pytest.raises(AnalysisError, match=told):
        rubric_of(name)


def test_every_word_of_a_measure_is_declared_where_it_is_a_word() -> None:
    measures = [measure for one in known().values() for measure in one.measures if measure.kind == "label"]
    assert measures
    assert all(measure.labels for measure in measures)
