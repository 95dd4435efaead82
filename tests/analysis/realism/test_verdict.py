from __future__ import annotations

import pytest

from analysis.realism.figure import Figure
from analysis.realism.human import Known
from analysis.realism.verdict import side, verdict

PEOPLE = Known(value=20, n=50, low=17, high=28)
NAMES = ("calmer_unhelped", "role_breaks", "persona_failed", "distress_words", "distress_words_opening",
         "distress_words_change", "follows_card")  # fmt: skip
NOTHING = {name: Figure(value=None, n=0) for name in NAMES}


def at(
    value: float, low: float | None = None, high: float | None = None, n: int = 40, occasions: int | None = None
) -> Figure:
    return Figure(value=value, n=n, low=low, high=high, occasions=n if occasions is None else occasions)


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
        ("calmer_unhelped", at(0.4, 0.2, 0.6), "too_quickly_consoled"),
        ("role_breaks", at(0.2, 0.1, 0.3), "breaks_role"),
        ("persona_failed", at(0.5, 0.4, 0.6), "breaks_role"),
        ("follows_card", at(-0.7, -0.9, 0.0, n=6), "sanitised"),
    ],
)
def test_a_known_failure_shows(name: str, figure: Figure, failure: str) -> None:
    assert shown(**{name: figure})[failure] is True


def test_too_little_is_neither_shown_nor_cleared() -> None:
    assert set(shown().values()) == {None}
    assert shown(calmer_unhelped=at(0.5, n=2))["too_quickly_consoled"] is None


def test_a_share_that_may_lie_within_what_passes_does_not_show() -> None:
    assert shown(calmer_unhelped=at(0.05, 0.0, 0.1))["too_quickly_consoled"] is False
    assert shown(role_breaks=at(0.2, 0.04, 0.4))["breaks_role"] is False


def test_no_rank_below_zero_beyond_doubt_is_no_milder_person() -> None:
    assert shown(follows_card=at(-0.3, -0.9, 0.5, n=6))["sanitised"] is False
    assert shown(follows_card=at(-0.3, n=4))["sanitised"] is None


@pytest.mark.parametrize(
    ("value", "n", "occasions", "shows"),
    [
        (13 / 17, 17, 4, True),  # Three of four at least, whose exact lower end is 0.19.
        (1 / 4, 4, 4, None),  # One of four: 0.006.
        (0.2, 500, 4, None),  # However many messages; none of four whole occasions.
        (0.0, 500, 4, None),
    ],
)
def test_few_occasions_say_nothing_unless_the_exact_bound_does(
    value: float, n: int, occasions: int, shows: bool | None
) -> None:
    assert shown(role_breaks=at(value, n=n, occasions=occasions))["breaks_role"] is shows


def test_the_reason_names_the_occasions() -> None:
    [found] = [
        one
        for one in verdict(NOTHING | {"role_breaks": at(0.5, 0.3, 0.7, 17, 6)}, {}).findings
        if one.failure == "breaks_role"
    ]
    assert found.because == "role_breaks 50%, at least 30%, of 17 in 6 occasions; at most 5% passes"


def test_milder_than_the_opening_shows_only_beyond_half_and_beyond_doubt() -> None:
    opening, half = at(4.0), at(1.0)
    doubtful = shown(distress_words=half, distress_words_opening=opening, distress_words_change=at(-3, -5, 1))
    certain = shown(distress_words=half, distress_words_opening=opening, distress_words_change=at(-3, -5, -1))
    assert (doubtful["sanitised"], certain["sanitised"]) == (False, True)
