"""What other measures say of a run: how far its people are from people, and how far another instrument agrees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis.observers import compare
from analysis.realism.figure import Figure
from analysis.realism.human import human
from analysis.realism.measure import Measured
from analysis.report.page import Line
from analysis.stats.number import Number
from simulator.observations import read as read_observations
from simulator.store import Run

_TOLD = {
    "words_median": "words of a message, median",
    "words_cv": "how much the length varies",
    "thanks": "messages with thanks",
    "goes_on": "goes on after the first no",
    "calmer_unhelped": "ends calmer though never helped",
    "role_breaks": "messages that break role",
}


def realism(run: str, measured: Measured) -> tuple[Line, ...]:
    """A few figures of each voice beside people's, and how many conversations failed; `pastno realism` says all."""
    lines = [
        Line(name=told, group=f"{run}, {group.voice}", number=_number(group.figures[name], _beside(name)))
        for group in measured.voices
        for name, told in _TOLD.items()
        if name in group.figures
    ]
    share = len(measured.excluded) / measured.conversations
    failed = Number(value=share, n=measured.conversations, how="share of conversations with a realism flag")
    return (*lines, Line(name="conversations that failed realism", group=run, number=failed))


def agreement(name: str, folder: Path, run: Run) -> Iterator[Line]:
    """How far each instrument that read the run again agrees with what drove it, on stances.

    Raises:
        FormatError: a damaged line.
    """
    readings = read_observations(folder)
    for instrument in readings.instruments:
        found = compare(run, readings, instrument).stance
        group = f"{name}, {instrument.name}"
        yield Line(name="stances: share that agree", group=group, number=_number(found.agreement, ""))
        yield Line(name="stances: Cohen's kappa", group=group, number=_number(found.kappa, ""))


def _number(figure: Figure, beside: str) -> Number:
    return Number(
        value=figure.value,
        n=figure.n,
        low=figure.low,
        high=figure.high,
        missing=figure.missing,
        clusters=figure.occasions,
        how=f"95 % interval resampled by occasion{beside}",
        warnings=(figure.why,) if figure.why else (),
    )


def _beside(name: str) -> str:
    known = human().figures.get(name)
    return "" if known is None or known.value is None else f"; people: {known.value:.2f}"
