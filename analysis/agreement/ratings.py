"""Who gave which label to what: units by raters, with gaps, each unit in a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

import msgspec

from analysis.agreement.scale import Scale
from analysis.errors import AnalysisError

Label = str | bool | int | float


class Rating(NamedTuple):
    """One label that one rater gave to one unit."""

    unit: str
    conversation: str
    rater: str
    label: Label


class Ratings(msgspec.Struct, frozen=True, kw_only=True):
    """Units by raters. What nobody said is None, and counts neither as agreement nor as disagreement.

    Raises:
        AnalysisError: fewer than two raters, a name twice, rows that do not fit, a label that is not among `labels`,
            text and numbers mixed, or a number that is not finite.
    """

    raters: tuple[str, ...]
    rows: tuple[tuple[Label | None, ...], ...]
    """One for each unit: a label or None for each rater, in their order."""
    conversations: tuple[str, ...]
    """One for each unit: the cluster that is resampled as a whole."""
    labels: tuple[Label, ...] | None = None
    """All labels that could have been given, in their order. Declare them: AC1 depends on how many there are, ranks on
    those in between. None takes those that were given, which for an order must be numbers."""

    def __post_init__(self) -> None:
        """Check."""
        if len(set(self.raters)) < max(2, len(self.raters)):
            raise AnalysisError(f"found the raters {list(self.raters)}, expected two or more with different names")
        if len(self.rows) != len(self.conversations):
            found = f"{len(self.rows)} rows and {len(self.conversations)} conversations"
            raise AnalysisError(f"found {found}, expected one conversation for each row")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.raters):
                expected = f"{len(self.raters)}, one for each rater; write None where nothing was said"
                raise AnalysisError(f"row {number}: found {len(row)} labels, expected {expected}")
        _check(self.given(), self.labels)

    def given(self) -> set[Label]:
        """Every label that somebody gave."""
        return {label for row in self.rows for label in row if label is not None}

    def ordered(self, scale: Scale) -> tuple[Label, ...]:
        """The labels in their order.

        Raises:
            AnalysisError: the scale needs an order, or numbers, that are not there.
        """
        known = self.given() if self.labels is None else self.labels
        text = any(isinstance(label, str) for label in known)
        if text and scale is Scale.INTERVAL:
            raise AnalysisError(f"found labels that are words, such as {min(map(str, known))!r}, expected numbers")
        if text and scale is Scale.ORDINAL and self.labels is None:
            raise AnalysisError("found labels that are words, without an order; pass them as labels, lowest first")
        if self.labels is not None:
            return self.labels
        return tuple(sorted(known, key=str) if text else sorted(known))

    def only(self, *raters: str) -> Ratings:
        """The same units, rated by these alone.

        Raises:
            AnalysisError: a rater who is not there.
        """
        unknown = [name for name in raters if name not in self.raters]
        if unknown:
            raise AnalysisError(f"found no rater {unknown[0]!r}, expected one of {', '.join(self.raters)}")
        places = [self.raters.index(name) for name in raters]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return msgspec.structs.replace(self, raters=raters, rows=rows)


def gather(said: Iterable[Rating], *, labels: tuple[Label, ...] | None = None) -> Ratings:
    """Ratings from single labels in any order; units and raters stand in the order in which they first appear.

    Raises:
        AnalysisError: a rater who gave a unit two labels, a unit of two conversations, or what `Ratings` refuses.
    """
    found: dict[str, dict[str, Label]] = {}
    where: dict[str, str] = {}
    raters: dict[str, None] = {}
    for one in said:
        row = found.setdefault(one.unit, {})
        if one.rater in row:
            raise AnalysisError(f"unit {one.unit}: found two labels by {one.rater}, expected one; drop or merge them")
        if where.setdefault(one.unit, one.conversation) != one.conversation:
            raise AnalysisError(
                f"unit {one.unit}: found the conversations {where[one.unit]} and {one.conversation}, expected one"
            )
        row[one.rater] = one.label
        raters[one.rater] = None
    return Ratings(
        raters=tuple(raters),
        rows=tuple(tuple(row.get(name) for name in raters) for row in found.values()),
        conversations=tuple(where[unit] for unit in found),
        labels=labels,
    )


def _check(given: set[Label], labels: tuple[Label, ...] | None) -> None:
    both = [*given, *(labels or ())]
    if len({isinstance(label, str) for label in both}) == 2:
        raise AnalysisError("found labels that are words beside labels that are numbers, expected one kind")
    wrong = [label for label in both if isinstance(label, float) and not isfinite(label)]
    if wrong:
        raise AnalysisError(f"found the label {wrong[0]}, expected a number; write None where nothing was said")
    if labels is None:
        return
    if len(set(labels)) < len(labels):
        raise AnalysisError(f"found the labels {list(labels)}, expected each once")
    strange = sorted(given - set(labels), key=str)
    if strange:
        raise AnalysisError(f"found the label {strange[0]!r}, expected one of {list(labels)}; correct it, or add it")
