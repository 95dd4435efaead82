"""BLEU and what is built on it."""

from __future__ import annotations

import pytest

from analysis.realism.bleu import bleu
from analysis.realism.message import Message
from analysis.realism.variety import SAMPLE, mixed, variety
from tests.analysis.realism.records import message

# Papineni et al. (2002), example 2: "the" seven times against two references, modified unigram precision 2/7.
THE = ["the"] * 7
CATS = ["the cat is on the mat".split(), "there is a cat on the mat".split()]


def said(*texts: str) -> list[Message]:
    return [message(text, str(place)) for place, text in enumerate(texts)]


def test_unigram_precision_is_clipped_as_in_the_paper() -> None:
    assert bleu(THE, CATS, order=1) == pytest.approx(2 / 7)


def test_no_match_of_four_words_is_smoothed_not_zero() -> None:
    # By hand: precisions 1, 4/5, 2/4, and no run of four: 0.1/3; both are six words long, so there is no penalty.
    found = bleu("the cat is on a mat".split(), ["the cat is on the a mat".split()])
    assert found == pytest.approx((1 * (4 / 5) * (2 / 4) * (1 / 3)) ** 0.25 * 2.718281828459045 ** (1 - 7 / 6))


def test_a_shorter_message_is_punished_for_brevity() -> None:
    assert bleu(CATS[0][:4], [CATS[0]]) < bleu(CATS[0], [CATS[0]]) == 1


def test_the_same_words_everywhere_are_one_in_self_bleu_and_least_distinct() -> None:
    found = variety(said(*["please just listen to me once"] * 6), 1)
    assert found["self_bleu"].value == pytest.approx(1)
    assert found["distinct_1"].value == pytest.approx(1 / SAMPLE)


def test_different_words_everywhere_are_wholly_distinct() -> None:
    texts = [" ".join(f"w{place}{i}" for i in range(8)) for place in range(6)]
    found = variety(said(*texts), 1)
    assert found["distinct_2"].value == 1
    assert (found["self_bleu"].value or 0) < 0.1


def test_the_same_person_in_the_same_situation_is_not_compared_with_themselves() -> None:
    twice = [message(f"one line of occasion {place}", str(place)) for place in range(SAMPLE)] * 2
    once, both = variety(twice[:SAMPLE], 1)["self_bleu"], variety(twice, 1)["self_bleu"]
    assert both.value == pytest.approx(once.value)


def test_only_messages_of_one_kind_are_compared_and_the_rest_is_missing() -> None:
    kinds = [message("i have said this before now", str(place), kind=f"kind {place}") for place in range(6)]
    found = variety(kinds, 1)["self_bleu"]
    assert (found.value, found.n, found.missing) == (None, 0, 6)


def test_where_nobody_knows_the_kinds_all_messages_are_one() -> None:
    kinds = [message("i have said this before now", str(place), kind=f"kind {place}") for place in range(6)]
    assert mixed(kinds, 1)["self_bleu_any"].value == pytest.approx(1)
