"""What people's labels of two replies prefer: the same rater, the same question, answers with a better side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from analysis.agreement import Scale
from analysis.judging.rubric import Rubric
from analysis.labels.label import Label, Role
from analysis.labels.measured import Measured, of_rubric
from analysis.labels.people import standing
from analysis.preferences.replies import Place

Asked = tuple[str, str]
"""Rubric and item."""
PEOPLE = frozenset(str(role) for role in Role)
"""Roles of people. Labels of any other role may be a model's, and count for nothing here."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What raters who labelled both replies prefer on one item."""

    rubric: str
    item: str
    first: int
    second: int
    alike: int

    @property
    def preferred(self) -> int:
        """1 or 2 where more than half of the raters prefer it; else 0."""
        half = (self.first + self.second + self.alike) / 2
        return 1 if self.first > half else 2 if self.second > half else 0


class Grade(NamedTuple):
    """One rater's answer."""

    rater: str
    better: float
    """Higher is better, on this item alone."""


Grades = Mapping[Place, Mapping[tuple[Asked, str], Mapping[str, float]]]
"""By reply, then by question (item, and entry of the support checklist), then by rater: higher is better."""


def graded(labels: Iterable[Label], rubrics: Mapping[str, Rubric]) -> Grades:
    """The labels that are about one reply and have a better side.

    Those are answers of people to an item that says which answer is a fault: a yes or no with `fault`, or a scale with
    thresholds, whose higher levels are better. Labels of whole conversations say nothing of one reply.
    """
    found: dict[Place, dict[tuple[Asked, str], dict[str, float]]] = {}
    for rubric in rubrics.values():
        measures = {one.of: one for one in of_rubric(rubric) if one.limit is None and one.faults}
        for label in standing(list(_about(labels, rubric)), rubric):
            better = _better(label, measures.get(label.item))
            if better is not None:
                asked = ((rubric.id, label.item), label.part)
                found.setdefault(Place(label.id, label.at), {}).setdefault(asked, {})[label.rater] = better
    return found


def tallies(grades: Grades, first: Place, second: Place) -> Iterator[Tally]:
    """What the raters who labelled both replies prefer, item by item."""
    one, other = grades.get(first, {}), grades.get(second, {})
    for asked in one.keys() & other.keys():
        raters = one[asked].keys() & other[asked].keys()
        gaps = [one[asked][rater] - other[asked][rater] for rater in raters]
        if gaps:
            (rubric, item), _ = asked
            more, less = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
            yield Tally(rubric=rubric, item=item, first=more, second=less, alike=len(gaps) - more - less)


def _about(labels: Iterable[Label], rubric: Rubric) -> Iterator[Label]:
    for label in labels:
        worded = not label.sha256 or (label.version, label.sha256) == (rubric.version, rubric.sha256)
        if label.rubric == rubric.id and label.origin == "rubric" and worded and label.role in PEOPLE:
            yield label


def _better(label: Label, measure: Measured | None) -> float | None:
    if measure is None or not label.at or not label.known or label.value is None:
        return None
    said = measure.read(label.value)
    if said is None:
        return None
    return float(said) if measure.scale is Scale.ORDINAL else float(said not in measure.faults)
