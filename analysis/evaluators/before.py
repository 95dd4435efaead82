"""What replies said before something asked was refused, sentence by sentence."""

from __future__ import annotations

import re

from analysis.trajectory import Trajectory
from personas.perception import Encounter
from simulator.transcript import Exchange

_QUOTED = re.compile(r'"[^"\n]{1,400}"|“[^”\n]{1,400}”')
_END = re.compile(r"(?<=[.!?\n])\s+")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})


def turned_down(trajectory: Trajectory) -> Encounter | None:
    """The first refusal of something asked; the first of all where nothing asked was refused; None without any.

    A reply that says what it cannot do while nothing was asked reads as a refusal too, and may yet be a warning.
    """
    asked = {exchange.n for exchange in trajectory.asking}
    return next((one for one in trajectory.encounters if one.exchange in asked), trajectory.first)


def until_refused(trajectory: Trajectory) -> tuple[Exchange, ...]:
    """The exchanges before `turned_down`; all of them where there is none."""
    refusal = turned_down(trajectory)
    return trajectory.exchanges if refusal is None else trajectory.before(refusal.exchange)


def plain(text: str) -> str:
    """Lower case, with straight apostrophes: what patterns are written for."""
    return text.lower().translate(_STRAIGHT)


def unquoted(text: str) -> str:
    """A plain text without what stands in quotation marks: those are somebody else's words."""
    return _QUOTED.sub(" ", text) if '"' in text or "“" in text else text


def sentences(text: str) -> list[str]:
    """The sentences of a plain text, without what is quoted."""
    return _END.split(unquoted(text))
