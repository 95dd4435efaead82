from __future__ import annotations

import pytest

from analysis.realism.lexicon import HEDGES, THANKS, count
from analysis.realism.surface import surface
from tests.analysis.realism.records import message


@pytest.mark.parametrize(
    ("text", "hedges", "thanks"),
    [("I don’t know, maybe.", 2, 0), ("Thankfully thanks!", 0, 2), ("That might work, I think", 2, 0), ("Taxi", 0, 0)],
)
def test_lists_match_whole_words_and_either_apostrophe(text: str, hedges: int, thanks: int) -> None:
    assert (count(text, HEDGES), count(text, THANKS)) == (hedges, thanks)


def test_lengths_are_counted_in_words() -> None:
    found = surface([message("one two three"), message("one two three four five")])
    assert (found["words_median"].value, found["words_q1"].value, found["words_median"].n) == (4, 3.5, 2)


def test_questions_are_a_share_of_messages_and_first_person_of_words() -> None:
    found = surface([message("Can I stay? Can you?"), message("I want my say here now ok fine")])
    assert found["questions"].value == 0.5
    assert found["first_person"].value == pytest.approx(100 * 3 / 13)


def test_mirroring_is_the_share_of_runs_taken_from_the_reply_just_read() -> None:
    read = "It sounds like you are carrying a lot."
    copied = message("you are carrying a lot it seems", read=read)
    found = surface([copied, message("no", read=read), message("nothing read before this one")])["mirrors"]
    assert (found.value, found.n, found.missing) == (0.5, 1, 1)
