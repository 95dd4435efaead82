"""The values of one measure, counted and not kept, and what they come to: a mean with its bounds, or a median."""

from __future__ import annotations

from collections import Counter

from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Value
from analysis.persistence import Span, kaplan_meier_median


class Heap:
    """The values of one measure of one target under one condition, counted and not kept."""

    __slots__ = ("censored", "kin", "labels", "lengths", "missing", "n", "not_at_risk", "total")

    def __init__(self) -> None:
        self.n = self.not_at_risk = self.censored = self.kin = 0
        self.total = 0.0
        self.missing: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.lengths: Counter[tuple[int, bool]] = Counter()

    def add(self, value: Value, kind: Kind) -> None:
        """Count one value."""
        found = value.value
        if found is None or value.absent is not None:
            self._absent(value)
            return
        self.n += 1
        self.censored += value.censored
        if isinstance(found, str):
            self.labels[found] += 1
            return
        self.total += found
        if kind is Kind.EXCHANGES:
            self.lengths[int(found), value.censored] += 1

    def _absent(self, value: Value) -> None:
        if value.absent is None or value.absent.missing:
            self.missing[value.absent or "unknown"] += 1
        else:
            self.not_at_risk += 1

    @property
    def due(self) -> int:
        """How many should have a value."""
        return self.n + self.missing.total()

    @property
    def mean(self) -> float | None:
        """A share of the true, or a mean; None for words, without values, and where anything is censored."""
        return None if self.labels or self.censored or not self.n else self.total / self.n

    @property
    def median(self) -> tuple[int | None, int | None]:
        """Of exchanges, the Kaplan-Meier median; where the curve stays above one half, what it is not below."""
        counted = self.lengths.items()
        spans = [span for (length, cut), count in counted for span in [Span(length, censored=cut)] * count]
        median = kaplan_meier_median(spans)
        return median, max(span.length for span in spans) if spans and median is None else None

    def bounds(self, measure: Measure) -> tuple[float | None, float | None]:
        """What the mean would be if every missing value were the smallest, or the largest, possible."""
        if measure.kind is Kind.LABEL or self.censored or not self.due:
            return None, None
        low, high = _range(measure)
        return self._moved(low), self._moved(high)

    def _moved(self, end: float | None) -> float | None:
        gap = self.due - self.n
        if not gap:
            return self.total / self.n
        return None if end is None else (self.total + gap * end) / self.due


def _range(measure: Measure) -> tuple[float | None, float | None]:
    """The smallest and the largest value a measure can have; None where there is none."""
    if measure.kind in (Kind.WHETHER, Kind.SHARE):
        return 0.0, 1.0
    if measure.kind is Kind.NUMBER:
        return measure.low, measure.high
    return (0.0 if measure.low is None else measure.low), measure.high
