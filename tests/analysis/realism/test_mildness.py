from __future__ import annotations

import pytest

from analysis.realism.mildness import mildness, spearman
from tests.analysis.realism.records import by_model, known, name, talk


def test_ranks_share_their_mean_and_a_side_that_does_not_vary_has_no_correlation() -> None:
    # By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    assert spearman([(1, 1), (2, 2), (2, 3), (5, 9)]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert spearman([(1, 1), (1, 2)]) is None


def test_words_of_distress_are_counted_in_the_voices_messages_alone() -> None:
    found = mildness(known(talk("I am so scared and alone", "ok", voiced=[by_model(), by_model()])))
    assert found["distress_words"].value == pytest.approx(100 * 2 / 9, abs=8)


def test_two_personas_are_too_few_for_a_rank() -> None:
    found = mildness(known(talk("I hurt"), talk("fine", id=name(persona="ben"))))["follows_card"]
    assert (found.value, found.n) == (None, 2)
