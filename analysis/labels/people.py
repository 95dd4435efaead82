"""What people said of one measure: for each unit that anybody was asked about, a label or none for each rater."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from analysis.agreement import Ratings
from analysis.agreement.ratings import Label as Given
from analysis.errors import AnalysisError
from analysis.judging.item import either
from analysis.judging.questions import Key
from analysis.judging.rubric import Rubric
from analysis.labels.instrument import Instrument, Place
from analysis.labels.label import NOT_AT_RISK, UNCLEAR, Label
from analysis.labels.measured import Measured

SKIPPED = "skipped"
NOT_ASKED = "not asked"


class People(NamedTuple):
    """Labels of one measure."""

    raters: tuple[str, ...]
    places: tuple[Place, ...]
    """Units that somebody was asked about."""
    rows: tuple[tuple[Given | None, ...], ...]
    """By unit, a label or None for each rater."""
    absent: dict[str, int]
    """Why labels are missing, and how many: units by raters."""

    def ratings(self, measure: Measured) -> Ratings | None:
        """As ratings; None where there are not two raters."""
        if len(self.raters) < 2:
            return None
        conversations = tuple(place[0] for place in self.places)
        return Ratings(raters=self.raters, rows=self.rows, conversations=conversations, labels=measure.labels)


def meant(labels: Iterable[Label], instrument: Instrument) -> tuple[list[Label], dict[str, int]]:
    """The labels that are about what an instrument says, and how many were left out and why.

    Only answers to the same words count; a stranger's table, which says nothing of words, is taken by the names of its
    items, with or without the name of the evaluator before them.
    """
    left = Counter[str]()
    kept: list[Label] = []
    for label in labels:
        why = _other(label, instrument)
        if why is None:
            kept.append(label)
        elif why:
            left[why] += 1
    return kept, dict(left)


def gathered(labels: Sequence[Label], measure: Measured, instrument: Instrument) -> People:
    """The labels of one measure, unit by unit.

    Raises:
        AnalysisError: a label that the measure does not have.
    """
    said = {(label.rater, place_of(label)): label for label in labels if _named(label, instrument) == measure.of}
    raters = tuple(dict.fromkeys(rater for rater, _ in said))
    places = tuple(sorted({place for _, place in said}))
    absent = Counter[str]()
    rows = []
    for place in places:
        found = [said.get((rater, place)) for rater in raters]
        absent.update(map(_why, (label for label in found if label is None or not label.known)))
        rows.append(tuple(_given(label, measure) for label in found))
    return People(raters, places, tuple(rows), dict(absent))


def place_of(label: Label) -> Place:
    """The unit it is about."""
    return label.id, label.at, label.part


def standing(labels: Sequence[Label], rubric: Rubric | None) -> list[Label]:
    """Those whose question arises by the same rater's other answers: who goes back may leave some that do not."""
    if rubric is None:
        return [label for label in labels if label.item]
    when = {item.id: item.when for item in rubric.items}
    given: dict[tuple[str, str, Key], Label] = {(label.rater, label.id, label.key): label for label in labels}
    return [label for label in labels if label.item and (not label.rubric or _arises(label, when, given))]


def _arises(
    label: Label, when: Mapping[str, Mapping[str, str | tuple[str, ...]]], given: Mapping[tuple[str, str, Key], Label]
) -> bool:
    for name, wanted in when.get(label.item, {}).items():
        before = given.get((label.rater, label.id, (name, label.at, ""))) or given.get(
            (label.rater, label.id, (name, 0, ""))
        )
        if before is not None and before.value not in either(wanted):
            return False
    return True


def _other(label: Label, instrument: Instrument) -> str | None:
    """Why a label is about something else: in words where that should be told, else empty; None where it is not."""
    if label.rubric and label.rubric != instrument.evaluator:
        return ""
    if not label.sha256:
        return None
    if (label.origin == "rubric") != (instrument.judged is not None):
        return ""
    if label.version != instrument.version:
        return f"asked with version {label.version}"
    if instrument.judged is not None and label.sha256 != instrument.judged.rubric_sha256:
        return "asked in other words"
    return None


def _named(label: Label, instrument: Instrument) -> str:
    return label.item if label.sha256 else label.item.removeprefix(f"{instrument.evaluator}.")


def _given(label: Label | None, measure: Measured) -> Given | None:
    if label is None or not label.known or label.value is None:
        return None
    found = measure.read(label.value)
    if found is None:
        raise AnalysisError(
            f"{label.rater}, {label.id}, {label.item}: found the label {label.value!r}, expected {measure.expected}; "
            "correct it, or leave the value blank"
        )
    return found


def _why(label: Label | None) -> str:
    if label is None:
        return NOT_ASKED
    return {UNCLEAR: UNCLEAR, NOT_AT_RISK: NOT_AT_RISK}.get(label.value or "", SKIPPED)
