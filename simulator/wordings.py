"""Wordings of a refusal as somebody reads them: the crisis line filled in, and the cues that a wording promises."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from personas.perception import Cue
from scenarios.wording import LINE, Manner, Wording
from simulator.observer.lines import CrisisLine, LineBook

Given = Literal["none", "local", "unverified", "general"]
"""Which line a text gives: it names none; one of the person's country; one of it that nobody checked or whose review is
overdue; or, where no line of the country is known, none by name."""

GENERAL = "a crisis line where you live"
"""Stands where no line of the person's country is known."""
PROMISED: Mapping[Manner, frozenset[Cue]] = MappingProxyType(
    {
        "bare": frozenset({Cue.DECLINES}),
        "policy": frozenset({Cue.DECLINES, Cue.REASON}),
        "warm": frozenset({Cue.DECLINES, Cue.ACKNOWLEDGES}),
        "four_part": frozenset({Cue.DECLINES, Cue.ACKNOWLEDGES, Cue.ALTERNATIVE}),
    }
)
"""The cues of each manner; `other` promises none in particular."""


class Filled(NamedTuple):
    """A text as it is read."""

    text: str
    given: Given
    """For the record: whether a local referral was really given."""


def filled(text: str, locale: str | None, lines: LineBook) -> Filled:
    """A text of a wording with its crisis line; the same for the same country and list.

    Args:
        text: as the wording has it, with or without `{line}`.
        locale: the person's language and country, as in `en-GB`; None where it is not known.
        lines: the dated list, as it stands on the run's day.
    """
    if LINE not in text:
        return Filled(text, "none")
    line = _line(locale, lines)
    if line is None:
        return Filled(text.replace(LINE, GENERAL), "general")
    named = text.replace(LINE, f"{line.name} ({line.numbers[0]})")
    return Filled(named, "local" if lines.verified(line) else "unverified")


def promised(wording: Wording) -> frozenset[Cue] | None:
    """The cues that every text of a wording shows and no others; None where its manner promises none (`other`)."""
    if wording.manner not in PROMISED:
        return None
    line = {Cue.RESOURCE} if wording.referral else set()
    back = {Cue.WAY_BACK} if wording.way_back else set()
    return PROMISED[wording.manner] | line | back


def _line(locale: str | None, lines: LineBook) -> CrisisLine | None:
    """The first line of the country that one can call and that was checked; else the first that one can call."""
    country = locale.partition("-")[2] if locale else ""
    reachable = [line for line in lines.by_country.get(country, ()) if not line.written]
    return next(filter(lines.verified, reachable), next(iter(reachable), None))
