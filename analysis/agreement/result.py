"""What agreement comes to: every coefficient with its denominator, the labels crossed, and what to be wary of."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analysis.agreement.ratings import Label
from analysis.agreement.scale import Scale
from analysis.realism.figure import Figure

Confusion = dict[str, dict[str, int]]
"""Label of the first rater, then of the second, then how many units."""


class Caution(StrEnum):
    """Why a reader should look twice."""

    NEGATIVE = "negative"
    """A coefficient lies below 0."""
    PREVALENCE = "prevalence"
    """One label takes nearly all ratings."""
    FEW = "few"
    """So few conversations that the intervals are too narrow."""


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """One warning."""

    caution: Caution
    text: str


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far raters agree.

    In a figure, `occasions` are conversations, `n` units that count, and `missing` those that should and cannot.
    Below 0 is shown as it is. Where a value or an interval is None, the figure's `why` says why.
    """

    scale: Scale
    raters: tuple[str, ...]
    labels: tuple[Label, ...]
    units: int
    gaps: int
    """Labels that nobody gave: units by raters, less all ratings."""
    percent: Figure
    cohen: Figure
    """Of two raters; so are the weighted ones, which need an order."""
    linear: Figure
    quadratic: Figure
    fleiss: Figure
    alpha: Figure
    """Krippendorff's, on the scale."""
    ac1: Figure
    confusion: Confusion | None
    """Of two raters; None where there are more."""
    warned: tuple[Warned, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Every coefficient by name."""
        return {name: getattr(self, name) for name in COEFFICIENTS}


COEFFICIENTS = ("percent", "cohen", "linear", "quadratic", "fleiss", "alpha", "ac1")


class Leniency(msgspec.Struct, frozen=True, kw_only=True):
    """How much kinder one rater, the judge, is than the others, who are people."""

    judge: str
    people: tuple[str, ...]
    difference: Figure
    """The judge's label minus the mean of the people's, averaged over the units that both rated: in steps of the labels
    on an ordinal scale, in their numbers on an interval scale. Above 0, the judge rates higher."""
    caught: Figure
    """Of the faults that people saw, the share that the judge saw; each person's counts. `n` are units, as ever."""
    confirmed: Figure
    """Of the faults that the judge saw, the share that people saw; each person's word on it counts."""
    warned: tuple[Warned, ...]
