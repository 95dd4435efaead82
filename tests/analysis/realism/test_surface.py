from __future__ import annotations

import pytest

from analysis.realism.lexicon import DISTRESS, HEDGES, THANKS, count
from analysis.realism.surface import own_length, per_hundred, surface
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


def test_what_the_scenarios_author_wrote_is_not_the_voices_question_hedge_thanks_or_first_person() -> None:
    carried = message("No. Maybe you can help me, thanks?", own="No.")
    found = surface([carried])
    assert [found[name].value for name in ("questions", "hedges", "thanks", "first_person")] == [0, 0, 0, 0]


def test_a_message_without_words_of_its_own_is_missing() -> None:
    found = surface([message("Can I stay?", own=""), message("Please?")])
    assert [(found[name].n, found[name].missing) for name in ("questions", "hedges", "thanks", "first_person")] == [
        (1, 1)
    ] * 4
    assert found["questions"].value == 1


def test_length_is_given_as_it_is_read_and_without_the_authored_ask() -> None:
    said = [message("one two three four", own="one two"), message("five six", own="")]
    assert (surface(said)["words_median"].value, own_length(said)["own_words_median"].value) == (3, 2)
    assert (own_length(said)["own_words_median"].missing, own_length(said)["own_words_cv"].missing) == (1, 1)


def test_words_of_a_list_are_those_of_the_voice_unless_the_whole_is_asked_about() -> None:
    carried = [message("ok then I hurt", own="ok then")]
    [own], [whole] = per_hundred(carried, DISTRESS), per_hundred(carried, DISTRESS, whole=True)
    assert (own.top, own.bottom, whole.top, whole.bottom) == (0, 2, 100, 4)


def test_copying_is_looked_for_in_the_voices_own_words() -> None:
    ask = "can you help me plan"
    found = surface([message(f"well I do not know {ask}", own="well I do not know", read=ask)])["mirrors"]
    assert (found.value, found.n) == (0, 1)
