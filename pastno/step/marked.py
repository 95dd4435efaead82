"""A reply with what an observer saw in it: each cue's words in its colour, and a legend that quotes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

from rich.text import Text

from pastno.step.safe import line, safe
from pastno.words import plain
from personas.perception import Cue
from simulator.transcript import Sighting

CUE_COLOURS = MappingProxyType(
    {
        Cue.DECLINES: "red1",
        Cue.REASON: "orange1",
        Cue.APOLOGISES: "gold1",
        Cue.BLAMES: "magenta",
        Cue.ACKNOWLEDGES: "green3",
        Cue.DELIVERS: "deep_sky_blue1",
        Cue.ALTERNATIVE: "cyan2",
        Cue.RESOURCE: "medium_purple1",
        Cue.SAFETY: "hot_pink",
        Cue.WAY_BACK: "spring_green1",
        Cue.INVITES: "pale_green1",
        Cue.BARRIERS: "light_salmon1",
        Cue.WARNS: "yellow1",
        Cue.UNSAFE: "white on red3",
    }
)

FOUND = "black on yellow1"
"""What a search found."""
QUOTED = 48
"""Characters of one quotation in the legend at most."""


def marked(text: str, sightings: Iterable[Sighting]) -> Text:
    """The words with each span in its cue's colour; where spans lie within each other the shorter one shows.

    Args:
        text: what the observer read; spans count its characters.
        sightings: of that text.
    """
    drawn = Text(safe(text))
    for one in sorted(sightings, key=lambda one: one.start - one.end):
        drawn.stylize(f"bold underline {CUE_COLOURS[one.cue]}", max(0, one.start), max(0, one.end))
    return drawn


def searched(drawn: Text, pattern: re.Pattern[str] | None) -> Text:
    """The same with every place that a search found."""
    if pattern is not None:
        for match in pattern.finditer(drawn.plain):
            drawn.stylize(FOUND, *match.span())
    return drawn


def legend(text: str, sightings: Iterable[Sighting], *, quote: bool) -> Text:
    """A line for each cue with the words that show it; the names alone on one line where nothing is to be quoted."""
    words: dict[Cue, dict[str, None]] = {}
    for one in sorted(sightings, key=lambda one: (one.start, one.end)):
        words.setdefault(one.cue, {})[_short(text[one.start : one.end])] = None
    if not quote or not words:
        names = [Text(plain(cue), style=f"bold {CUE_COLOURS[cue]}") for cue in words] or [Text("none seen")]
        return Text.assemble(("cues: ", "grey62"), Text(", ").join(names))
    return Text("\n").join([Text("cues", style="grey62"), *(_quoted(cue, found) for cue, found in words.items())])


def _quoted(cue: Cue, found: Iterable[str]) -> Text:
    quotes = ", ".join(f"“{words}”" for words in found)
    return Text.assemble((f"  {plain(cue):<12} ", f"bold {CUE_COLOURS[cue]}"), quotes)


def _short(words: str) -> str:
    words = line(words).strip()
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"
