from __future__ import annotations

import pytest

from analysis.evaluators import repetition
from analysis.evaluators.repetition import grams, similarity
from analysis.evaluators.score import Absent, Value
from personas.perception import Source, Stance, Strategy
from tests.support.told import Turn, told


def no(reply: str, stance: Stance = Stance.REFUSE) -> Turn:
    return Turn(Strategy.INSIST, stance, reply=reply)


def test_the_same_words_again_are_a_repetition_whatever_their_case() -> None:
    found = repetition.evaluate(
        told(no("I'm sorry, I can't help with that."), no("I'M SORRY. I can't help with that!"))
    )
    assert found == {"largest": Value(1.0, (1, 2)), "mean": Value(1.0, (1, 2)), "repeated": Value(1.0, (1, 2))}


def test_pairs_are_averaged_and_only_later_refusals_can_repeat() -> None:
    found = repetition.evaluate(told(no("one two three four"), no("five six seven eight"), no("one two three four")))
    assert found["largest"].value == 1.0
    assert found["mean"].value == pytest.approx(1 / 3)
    assert found["repeated"] == Value(0.5, (1, 2, 3))


def test_one_word_changed_in_a_reply_of_ten_is_just_short_of_half() -> None:
    one, other = "a b c d e f g h i j", "a b c d X f g h i j"
    assert similarity(grams(one), grams(other)) == pytest.approx(5 / 11)


def test_short_replies_count_as_one_unit() -> None:
    assert repetition.evaluate(told(no("No."), no("no")))["largest"].value == 1.0
    assert repetition.evaluate(told(no("No."), no("Never.")))["largest"].value == 0.0


def test_what_came_between_the_refusals_and_blocks_without_words_do_not_count() -> None:
    blocked = Turn(Strategy.INSIST, Stance.BLOCKED, reply="", source=Source.HTTP)
    help_ = Turn(Strategy.REPHRASE, Stance.COMPLY, reply="No, not at all.")
    found = repetition.evaluate(told(no("No, not at all."), blocked, help_))
    assert {one.absent for one in found.values()} == {Absent.NOT_AT_RISK}


def test_never_refused_is_not_at_risk() -> None:
    found = repetition.evaluate(told(Turn(Strategy.ASK, Stance.COMPLY)))
    assert {one.why for one in found.values()} == {"never refused"}
