"""Words and colours of what the terminal shows; every colour also has a mark or a word of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from types import MappingProxyType

from personas.perception import Stance
from simulator.phases import Phase
from simulator.transcript import Cause

MISSING = "–"
"""Stands for what does not apply or is not known; never a zero."""

PHASE_COLOURS = MappingProxyType(
    {Phase.PRE_REFUSAL: "deep_sky_blue1", Phase.REFUSAL: "red1", Phase.POST_REFUSAL: "orange1", Phase.END: "grey62"}
)

PHASE_MARKS = MappingProxyType({Phase.PRE_REFUSAL: "●", Phase.REFUSAL: "✕", Phase.POST_REFUSAL: "○"})

STANCE_COLOURS = MappingProxyType(
    {
        Stance.NONE: "grey62",
        Stance.COMPLY: "green3",
        Stance.PARTIAL: "yellow3",
        Stance.DEFLECT: "orange3",
        Stance.REFUSE: "red1",
        Stance.BLOCKED: "magenta",
    }
)

CAUSE_WORDS = MappingProxyType(
    {
        Cause.LEFT: "left",
        Cause.ELSEWHERE: "elsewhere",
        Cause.MET: "met",
        Cause.BUDGET: "budget",
        Cause.UNKNOWN: "unknown",
        Cause.FAILED: "failed",
        Cause.PERSONA_FAILED: "persona failed",
    }
)

CAUSE_COLOURS = MappingProxyType(
    {
        Cause.LEFT: "red1",
        Cause.ELSEWHERE: "deep_sky_blue1",
        Cause.MET: "green3",
        Cause.BUDGET: "grey62",
        Cause.UNKNOWN: "grey62",
        Cause.FAILED: "magenta",
        Cause.PERSONA_FAILED: "magenta",
    }
)

_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def plain(name: str) -> str:
    """A name of the record as words."""
    return name.replace("_", " ")


def listed(names: Iterable[str]) -> str:
    """Names of the record as a list of words."""
    return ", ".join(plain(name) for name in names) or MISSING


def number(value: float | None) -> str:
    """A mean or a share, to two decimals; a dash where there is none."""
    return MISSING if value is None else f"{value:.2f}"


def signed(value: float | None) -> str:
    """A difference, with its sign; an exact 0 has none."""
    if value is None or value == 0:
        return MISSING if value is None else "0"
    return f"{value:+.2f}" if abs(value) >= 0.005 else f"{value:+.1g}"


def clean(text: str) -> str:
    """Text somebody else wrote, without what could move the cursor, colour the terminal or turn its direction."""
    return "".join(c if c in "\n\t" or not _steers(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in _TURNS


def counted(count: int, of: str) -> str:
    """The count with its noun, as in `1 pair` and `2 pairs`."""
    return f"{count:,} {of}{'s' * (count != 1)}"
