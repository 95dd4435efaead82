"""Human reference figures, computed once by `benchmarks/human_reference.py` and shipped as `human.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.realism.figure import Figure
from documents.read import Document, DocumentError, read

FILE = Path(__file__).with_name("human.yaml")


class Known(Document):
    """One figure of people."""

    value: float | None
    n: int
    missing: int = 0
    low: float | None = None
    """95 % interval over dialogues; for repetition, the middle 95 % of samples of the same size."""
    high: float | None = None
    people_low: float | None = None
    """Between this and `people_high` lie nine in ten single people; None where that was not computed."""
    people_high: float | None = None

    def figure(self) -> Figure:
        """The same number as the measure writes it."""
        return Figure(value=self.value, n=self.n, missing=self.missing, low=self.low, high=self.high)


class Human(Document):
    """People's figures, and what they are figures of."""

    title: str
    source: str
    licence: str
    caveat: str
    """In one line; printed wherever the figures are."""
    lexicon: int
    """Version of the word lists they were counted with."""
    seed: int
    dialogues: int
    """Read."""
    refused: int
    """With a refusal: the ones the figures are of."""
    least_exchanges: int | None = None
    """Exchanges of the shortest dialogue: people whose task asks for so many cannot stop sooner."""
    refusals: tuple[str, ...]
    """Annotated acts that count as a refusal."""
    moves: dict[str, tuple[str, ...]]
    """Annotated acts of each kind of move."""
    figures: dict[str, Known]
    mixed: dict[str, Known]
    """Repetition over all kinds of move together, to stand beside transcripts whose moves nobody knows."""


@cache
def human(file: Path = FILE) -> Human:
    """Read the figures.

    Raises:
        AnalysisError: no such file, or not one that the script wrote.
    """
    try:
        return read(file, Human)
    except DocumentError as problem:
        raise AnalysisError(f"{problem}") from None
