"""What may reach the terminal: words of others without what steers it, and nothing unsafe before it is asked for."""

from __future__ import annotations

from pastno.words import clean
from personas.perception import Cue
from simulator.transcript import Exchange

UNSAFE = "[UNSAFE DETAIL]"
"""Stands in this project for what must not be given."""
HIDDEN = "[hidden: this gives what must not be given; u shows it]"

_PLAIN = str.maketrans({"\t": " ", "\r": " ", "\N{LINE SEPARATOR}": "\n", "\N{PARAGRAPH SEPARATOR}": "\n"})


def safe(text: str) -> str:
    """Words somebody else wrote, character for character as long as before, so that spans still fit."""
    return clean(text.translate(_PLAIN))


def line(text: str) -> str:
    """The same on one line."""
    return safe(text).replace("\n", " ")


def shielded(text: str, *, unsafe: bool) -> str:
    """Safe words; hidden whole where they hold the marker of what must not be given, unless asked for."""
    return safe(text) if unsafe or UNSAFE not in text else HIDDEN


def withheld(exchange: Exchange) -> bool:
    """Whether the reply gives what must not be given."""
    return Cue.UNSAFE in exchange.observed.cues or UNSAFE in exchange.reply.shown("")
