from __future__ import annotations

import pytest

from analysis.realism.figure import Figure
from analysis.realism.human import Known
from analysis.realism.verdict import side, verdict

PEOPLE = Known(value=20, n=50, low=17, high=28)
NAMES = ("calmer_unhelped", "role_breaks", "persona_failed", "distress_words", "distress_words_opening",
         "distress_words_change", "follows_card")  # fmt: skip
NOTHING = {name: Figure(value=None, n=0) for name in NAMES}


def at(value: float, low: float | None = None, high: float | None = None, n: int = 40) -> Figure:
    return Figure(value=value, n=n, low=low, high=high)


@pytest.mark.parametrize(
    ("figure", "where"),
    [(at(40, 30, 50), "above"), (at(9, 5, 16), "below"), (at(40, 27, 50), "within"), (at(40), None)],
)
def test_only_intervals_that_do_not_touch_are_apart(figure: Figure, where: str | None) -> None:
    assert side("words_median", figure, PEOPLE) == where


def test_repetition_is_apart_where_the_value_leaves_peoples_samples() -> None:
    assert side("self_bleu_start", at(0.5, 0.1, 0.9), Known(value=0.05, n=50, low=0.02, high=0.2)) == "above"


def shown(**figures: Figure) -> dict[str, bool | None]:
    people = {"words_median": PEOPLE}
    found = verdict(NOTHING | {"words_median": at(20)} | figures, people)
    return {one.failure: one.shows for one in found.findings}


@pytest.mark.parametrize(
    ("name", "figure", "failure"),
    [
        ("words_median", at(80, 70, 90), "too_long"),
        ("calmer_unhelped", at(0.4), "too_quickly_consoled"),
        ("role_breaks", at(0.2), "breaks_role"),
        ("persona_failed", at(0.5), "breaks_role"),
        ("follows_card", at(-0.3, n=6), "sanitised"),
    ],
)
def test_a_known_failure_shows(name: str, figure: Figure, failure: str) -> None:
    assert shown(**{name: figure})[failure] is True


def test_too_little_is_neither_shown_nor_cleared() -> None:
    assert set(shown().values()) == {None}
    assert shown(calmer_unhelped=at(0.5, n=2))["too_quickly_consoled"] is None


def test_a_share_within_what_passes_clears() -> None:
    assert shown(calmer_unhelped=at(0.05))["too_quickly_consoled"] is False


def test_milder_than_the_opening_shows_only_beyond_half_and_beyond_doubt() -> None:
    opening, half = at(4.0), at(1.0)
    doubtful = shown(distress_words=half, distress_words_opening=opening, distress_words_change=at(-3, -5, 1))
    certain = shown(distress_words=half, distress_words_opening=opening, distress_words_change=at(-3, -5, -1))
    assert (doubtful["sanitised"], certain["sanitised"]) == (False, True)
