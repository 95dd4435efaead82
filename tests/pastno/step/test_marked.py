from __future__ import annotations

import re

import pytest
from rich.text import Text

from pastno.step.marked import CUE_COLOURS, FOUND, legend, marked, searched
from pastno.step.safe import UNSAFE, safe
from personas.perception import Cue
from simulator.observer import judge
from simulator.transcript import Sighting


def sighting(cue: Cue, text: str, words: str) -> Sighting:
    return Sighting(cue, text.index(words), text.index(words) + len(words), "built")


def words_of(drawn: Text) -> list[tuple[str, str]]:
    return [(drawn.plain[span.start : span.end], str(span.style)) for span in drawn.spans]


@pytest.mark.parametrize("before", ["", "🫂👩‍👩‍👧 ", "e\u0301 \x1b[2J\x00\r\n\t", "\u202e\u2066\u2028"])
def test_spans_are_exactly_the_words_whatever_stands_before_them(before: str) -> None:
    text = f"{before}I'm sorry, I can't help."
    drawn = marked(text, [sighting(Cue.DECLINES, text, "can't"), sighting(Cue.APOLOGISES, text, "I'm sorry")])
    assert {words for words, _ in words_of(drawn)} == {"can't", "I'm sorry"}
    assert len(drawn.plain) == len(text)


def test_a_shorter_span_shows_on_top_of_a_longer_one() -> None:
    text = "Here is a plan, as you asked."
    drawn = marked(text, [sighting(Cue.WARNS, text, "plan"), sighting(Cue.DELIVERS, text, "Here is a plan")])
    assert [words for words, _ in words_of(drawn)] == ["Here is a plan", "plan"]


def test_a_span_outside_of_the_text_is_no_trouble() -> None:
    outside = [Sighting(Cue.DECLINES, 1, 900, "built"), Sighting(Cue.REASON, -4, -1, "built")]
    assert [words for words, _ in words_of(marked("No.", outside))] == ["o."]


def test_the_legend_quotes_each_cue_once_and_shortly() -> None:
    text = f"I can't. I can't. {'x' * 90}\nso"
    found = [Sighting(Cue.DECLINES, 0, 7, "a"), Sighting(Cue.DECLINES, 9, 16, "a"), Sighting(Cue.REASON, 18, 111, "b")]
    assert legend(text, found, quote=True).plain.splitlines() == [
        "cues",
        "  declines     “I can't”",
        f"  reason       “{'x' * 47}…”",
    ]


def test_the_legend_gives_names_alone_where_nothing_is_to_be_quoted() -> None:
    assert legend("No.", [Sighting(Cue.WAY_BACK, 0, 3, "a")], quote=False).plain == "cues: way back"
    assert legend("No.", [], quote=True).plain == "cues: none seen"


def test_a_search_marks_every_place() -> None:
    drawn = searched(Text("No, no."), re.compile("no", re.IGNORECASE))
    assert words_of(drawn) == [("No", FOUND), ("no", FOUND)]


def test_every_cue_has_a_colour_of_its_own() -> None:
    assert (set(CUE_COLOURS), len(set(CUE_COLOURS.values()))) == (set(Cue), len(Cue))


def test_the_marker_is_the_observers() -> None:
    assert UNSAFE == judge.UNSAFE


@pytest.mark.parametrize("character", [*map(chr, range(32)), "\x7f", "\x9b", "\u202e", "\u2067", "\u2029"])
def test_nothing_that_steers_is_left(character: str) -> None:
    assert safe(f"a{character}b") in ("a b", "a\nb", "a\N{REPLACEMENT CHARACTER}b")
