from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from personas.perception import Cue, Stance
from simulator.provenance import Branch
from simulator.transcript import AnyEvent, Failed
from tests.support.builders import NAME, answer, ended, exchange, helped, refused_once, started
from tests.support.stepping import screen, typed, walked
from tests.support.transcripts import ASKS, NO, brought, talk

OTHER = "mara/job-loss/plain/reference:open/1"
HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07\x9b31m\x00[red]red[/red] [@click=app.quit]bye[/] \u202egnorw\u2066 🫂👩‍👩‍👧‍👦 [/] [bold"
)


def made_of(words: str) -> tuple[AnyEvent, ...]:
    """A conversation in which everything that somebody else may write is these words."""
    one = exchange(1, stance=Stance.REFUSE, reply=answer(words), said=words, cues=(Cue.DECLINES,))
    one = msgspec.structs.replace(one, swapped=words, diverged=words, ask=words)
    failed = Failed(id=NAME, n=2, kind="server", message=words)
    return started(), one, failed, msgspec.structs.replace(ended(), detail=words)


@pytest.mark.parametrize("size", [(80, 24), (50, 24), (120, 40), (30, 12)])
def test_every_part_fits_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    shown = screen(walked(tmp_path, refused_once()), ["n"], size)
    assert (len(shown.lines) <= size[1], max(map(cell_len, shown.lines)) <= size[0]) == (True, True)
    wanted = ("conversation 1 of 1 · exchange 2 of 4", "[2]", "2 · pre refusal")
    more = ("I'm sorry, I can't help", "trust") if size[0] >= 50 else ()
    assert [part for part in (*wanted, *more) if part not in shown.text] == []


def test_the_state_stands_beside_the_words_where_there_is_room_and_below_them_elsewhere(tmp_path: Path) -> None:
    walk = walked(tmp_path, refused_once())

    def row_of(words: str, width: int) -> int:
        return next(n for n, line in enumerate(screen(walk, (), (width, 30)).lines) if words in line)

    assert row_of("state, before", 80) == row_of("1 · pre refusal", 80)
    assert row_of("state, before", 50) > row_of("target", 50)


def test_the_head_says_which_conversation_it_is(tmp_path: Path) -> None:
    shown = screen(walked(tmp_path, refused_once()), (), (140, 30))
    assert "persona mara · scenario job-loss · condition plain · target reference:blunt · repetition 1" in shown.text


def test_a_fork_names_parent_arm_and_wording(tmp_path: Path) -> None:
    branch = Branch(at=2, arm="warm-3", wording="warm/3", repeat=2)
    fork = msgspec.structs.replace(started(), parent="a/b/c/d/1", branch=branch)
    shown = screen(walked(tmp_path, (fork, *refused_once()[1:])))
    assert "forked from a/b/c/d/1 · after exchange 2 · arm warm-3 · wording warm/3 · repeat 2" in shown.text


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("right", "1 of 2 · exchange 2 of 4"),
        ("n space right", "1 of 2 · exchange 4 of 4"),
        ("n n p left", "1 of 2 · exchange 1 of 4"),
        ("end", "1 of 2 · exchange 4 of 4"),
        ("end home", "1 of 2 · exchange 1 of 4"),
        ("r r", "1 of 2 · exchange 3 of 4"),
        ("end R R", "1 of 2 · exchange 2 of 4"),
        ("g 3 enter", "1 of 2 · exchange 3 of 4"),
        ("g 3 escape n", "1 of 2 · exchange 2 of 4"),
        ("j", "2 of 2 · exchange 1 of 2"),
        ("right_square_bracket n k", "1 of 2 · exchange 1 of 4"),
        ("j left_square_bracket", "1 of 2 · exchange 1 of 4"),
        ("c o p e n enter", "2 of 2 · exchange 1 of 2"),
        ("question_mark q n", "1 of 2 · exchange 2 of 4"),
        ("tab n", "1 of 2 · exchange 2 of 4"),
    ],
)
def test_every_key_goes_where_it_says(tmp_path: Path, keys: str, place: str) -> None:
    assert f"conversation {place}" in screen(walked(tmp_path, refused_once(), helped(OTHER)), keys.split()).text


def test_q_ends_it(tmp_path: Path) -> None:
    walk = walked(tmp_path, refused_once())
    screen(walk, ["n", "q", "n"])
    assert walk.at == 1


def test_a_search_goes_there_and_shows_what_it_found(tmp_path: Path) -> None:
    shown = screen(walked(tmp_path, refused_once()), ["slash", *typed("never mind")])
    assert "exchange 4 of 4" in shown.text
    assert [style for words, style in shown.runs if words == "Never mind"] != []
    missed = screen(walked(tmp_path / "again", refused_once()), ["slash", *typed("zebra")])
    assert "no exchange of this conversation holds 'zebra'" in missed.lines[-1]


def test_the_same_search_again_goes_further(tmp_path: Path) -> None:
    keys = ["slash", *typed("can't"), "slash", "enter"]
    assert "exchange 3 of 4" in screen(walked(tmp_path, refused_once()), keys).text


def test_exactly_the_words_of_a_cue_are_underlined(tmp_path: Path) -> None:
    reply = answer("Oh no. I can't do it.")
    one = exchange(1, stance=Stance.REFUSE, reply=reply, cues=(Cue.DECLINES,))
    seen = msgspec.structs.replace(one.observed.sightings[0], start=7, end=14)
    one = msgspec.structs.replace(one, observed=msgspec.structs.replace(one.observed, sightings=(seen,)))
    walk = walked(tmp_path, (started(), one))
    assert [words for words, style in screen(walk).runs if "underline" in style] == ["I can't"]
    assert [words for words, style in screen(walk, ["t"]).runs if "underline" in style] == []


def test_unsafe_words_are_hidden_until_they_are_asked_for(tmp_path: Path) -> None:
    walk = walked(tmp_path, (started(), exchange(1, reply=answer("[UNSAFE DETAIL]"), cues=(Cue.UNSAFE,))))
    seen = ["[UNSAFE DETAIL]" in screen(walk, keys).text for keys in ([], ["u"], ["u"])]
    assert seen == [False, True, False]


def test_the_help_names_every_key(tmp_path: Path) -> None:
    text = screen(walked(tmp_path, refused_once()), ["question_mark"], (80, 24)).text
    wanted = ("n space", "Home, End", "r, R", "j ], k [", "search", "mark cues", "must not be given", "quit")
    assert [part for part in wanted if part not in text] == []


@pytest.mark.parametrize("size", [(120, 60), (50, 40)])
def test_words_of_others_reach_the_screen_as_words(tmp_path: Path, size: tuple[int, int]) -> None:
    walk = walked(tmp_path, made_of(HOSTILE))
    shown = screen(walk, ["u"], size)
    whole = "".join(shown.lines)
    assert [c for c in "\x00\x07\x1b\x9b\u202e\u2066" if c in whole] == []
    assert ("[red]red[/red]" in shown.text, "[@click=app.quit]bye[/]" in shown.text) == (True, True)
    assert "\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}]0;owned" in shown.text


def test_a_name_of_an_import_is_words_too(tmp_path: Path) -> None:
    brought(tmp_path, talk(ASKS, NO, name=HOSTILE, place=HOSTILE, target=HOSTILE))
    from pastno.step.begin import begun

    whole = "".join(screen(begun(tmp_path), (), (120, 60)).lines)
    assert [c for c in "\x00\x07\x1b\x9b\u202e\u2066" if c in whole] == []
    assert ("imported" in whole, "no inner state" in whole) == (True, True)


def test_a_line_of_a_hundred_kilobytes_scrolls(tmp_path: Path) -> None:
    walk = walked(tmp_path, (started(), exchange(1, reply=answer("word " * 20_000 + "the end"))))
    first, later = screen(walk, (), (80, 24)), screen(walk, ["pagedown"] * 3, (80, 24))
    assert ["1 · pre refusal" in shown.text for shown in (first, later)] == [True, False]
    assert "word word" in later.text


def test_the_next_exchange_is_shown_from_its_top(tmp_path: Path) -> None:
    long = exchange(1, reply=answer("word " * 2000))
    walk = walked(tmp_path, (started(), long, exchange(2)))
    assert "2 · pre refusal" in screen(walk, ["pagedown", "pagedown", "n"], (80, 24)).text


def test_a_conversation_in_which_nothing_was_held_is_shown(tmp_path: Path) -> None:
    failed = Failed(id=NAME, n=1, kind="server", message="broken", status=500)
    text = screen(walked(tmp_path, (started(), failed)), ["n", "end", "r", "u", "t"]).text
    assert ("conversation 1 of 1 · no exchange" in text, "! exchange 1 could not be held" in text) == (True, True)
