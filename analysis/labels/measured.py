"""What a measure's labels are, whoever gives them: their scale, all that could be given, and which are faults."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from analysis.agreement import Scale
from analysis.agreement.ratings import Label
from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Scalar
from analysis.judging.item import Item, Unit
from analysis.judging.rubric import Rubric
from analysis.judging.values import at_most

NO_YES: tuple[Label, ...] = ("no", "yes")
_WORDS = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}
_FAULTS = {"lower": "yes", "higher": "no"}


class Measured(NamedTuple):
    """One measure, as labels of it are compared."""

    name: str
    unit: Unit
    scale: Scale
    labels: tuple[Label, ...] | None
    """All that can be given, in order; None for numbers."""
    faults: tuple[Label, ...] = ()
    item: str = ""
    """The item whose answers it is made of, where it has another name."""
    limit: float | None = None
    """Of a threshold: whether the item's level is at or below it."""

    @property
    def of(self) -> str:
        """The item or measure whose labels it takes."""
        return self.item or self.name

    def read(self, said: Scalar) -> Label | None:
        """The label in a value or in somebody's word; None where it is none."""
        if self.limit is not None:
            level = _number(said)
            return None if level is None else ("yes" if level <= self.limit else "no")
        if self.labels == NO_YES:
            return _WORDS.get(str(said).strip().lower())
        if self.scale is Scale.NOMINAL:
            word = str(said).strip()
            return word if self.labels is None or word in self.labels else None
        return self._level(said)

    def _level(self, said: Scalar) -> Label | None:
        number = _number(said)
        if number is None or self.labels is None:
            return number
        return int(number) if number in self.labels else None

    @property
    def expected(self) -> str:
        """What can be given, in words."""
        if self.limit is not None or self.labels is None:
            return "a number" if self.scale is not Scale.NOMINAL or self.limit is not None else "a word"
        return ", ".join(map(str, self.labels))


def of_rubric(rubric: Rubric) -> Iterator[Measured]:
    """The measures of a rubric, as single answers: each scale with its thresholds."""
    for item in rubric.items:
        unit = rubric.unit_of(item)
        yield _of_item(item, unit)
        for limit in item.thresholds:
            yield Measured(at_most(item, limit), unit, Scale.NOMINAL, NO_YES, ("yes",), item.id, limit)


def of_measure(measure: Measure) -> Measured:
    """A computed measure: always of a whole conversation."""
    if measure.kind is Kind.WHETHER:
        faults = (_FAULTS[measure.better],) if measure.better in _FAULTS else ()
        return Measured(measure.name, "conversation", Scale.NOMINAL, NO_YES, faults)
    if measure.kind is Kind.LABEL:
        return Measured(measure.name, "conversation", Scale.NOMINAL, measure.labels or None)
    return Measured(measure.name, "conversation", Scale.INTERVAL, None)


def _of_item(item: Item, unit: Unit) -> Measured:
    if item.kind == "yes_no":
        return Measured(item.id, unit, Scale.NOMINAL, NO_YES, (item.fault,) if item.fault else ())
    if item.kind == "choice":
        return Measured(item.id, unit, Scale.NOMINAL, tuple(item.labels))
    levels = tuple(sorted(item.levels))
    highest = max(item.thresholds, default=None)
    faults = tuple(level for level in levels if highest is not None and level <= highest)
    return Measured(item.id, unit, Scale.ORDINAL, levels, faults)


def _number(said: Scalar) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return number if isfinite(number) else None
