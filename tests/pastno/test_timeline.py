from __future__ import annotations

import pytest

from pastno.bars import bar
from pastno.timeline import marks, mini, timeline
from pastno.words import clean
from simulator.fold import fold
from simulator.phases import Phase
from simulator.transcript import Failed
from tests.support.builders import NAME, chased, helped, refused_once, started


def test_the_walk_goes_through_refusal_without_an_exchange() -> None:
    walk = [(mark.phase, mark.exchange) for mark in marks(fold(refused_once()))]
    pre, no, post = Phase.PRE_REFUSAL, Phase.REFUSAL, Phase.POST_REFUSAL
    assert walk == [(pre, 1), (pre, 2), (no, None), (post, 3), (no, None), (post, 4)]


def test_a_table_cell_shows_the_walk_and_how_it_ended() -> None:
    assert mini(fold(refused_once())).plain == "● ● ✕ ○ ✕ ○ │ left"
    assert mini(fold(helped()), spaced=False).plain == "●●│ met"


def test_what_has_not_ended_does_not_look_as_if_it_had() -> None:
    failed = Failed(id=NAME, n=2, kind="rate_limit", message="too many")
    assert mini(fold(chased())).plain.endswith("…")
    assert timeline(fold((*chased(), failed)), 80).plain.splitlines()[1].endswith("failed (rate limit)")


@pytest.mark.parametrize("width", [30, 80])
def test_the_timeline_stays_within_its_width(width: int) -> None:
    lines = timeline(fold(refused_once()), width).plain.splitlines()[:-1]
    assert max(map(len, lines)) <= width


def test_a_conversation_without_an_exchange_can_be_drawn() -> None:
    assert "not ended" in timeline(fold([started()]), 80).plain


@pytest.mark.parametrize(("value", "drawn"), [(0.0, "     "), (0.5, "██▌  "), (1.0, "█████"), (7.0, "█████")])
def test_a_bar_is_as_long_as_its_number(value: float, drawn: str) -> None:
    assert bar(value) == drawn


def test_foreign_text_cannot_steer_the_terminal() -> None:
    assert clean("a\x1b[2Jb\u202ec\td\n") == "a\ufffd[2Jb\ufffdc\td\n"
