"""What one evaluator or judge said of each unit: its score file, answer by answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from analysis.agreement.ratings import Label
from analysis.errors import AnalysisError
from analysis.evaluators.known import known
from analysis.evaluators.score import Judged, Score, Value
from analysis.judging.rubric import Rubric
from analysis.labels.measured import Measured, of_measure, of_rubric
from analysis.ledger import files, scores

Place = tuple[str, int, str]
"""Conversation, exchange (0 for the whole of it), entry of the support checklist."""
CENSORED = "censored"
"""A lower bound is not the value."""
BETWEEN = "no label of the scale"
"""Such as the mean of a panel between two levels."""


REPEATS = "of a judge's repeats the first is compared"


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """One score file."""

    name: str
    """Of the file, without its ending: `framing-1@judge`."""
    evaluator: str
    version: int
    read_by: str
    """What had read the replies: an observer, or the judge."""
    judged: Judged | None
    """How it came about, of the first line; None for a computed one."""
    measures: tuple[Measured, ...]
    said: dict[str, dict[Place, Label]]
    """By item, the labels."""
    absent: dict[str, dict[Place, str]]
    """By item, why there is none."""
    notes: tuple[str, ...] = ()


def instruments(folder: Path, rubrics: Mapping[str, Rubric], names: Sequence[str] = ()) -> list[Instrument]:
    """Every evaluator and judge that scored a run.

    Args:
        folder: the run's folder.
        rubrics: by name, those that judges answered.
        names: only these evaluators or rubrics; all when none is named.

    Raises:
        AnalysisError: nothing was scored, nothing of these names, or a damaged score file.
    """
    found = [one for file in files(folder) if (one := _instrument(file, rubrics, names)) is not None]
    if not found:
        what = f"scores of {', '.join(names)}" if names else "scores"
        raise AnalysisError(f"{folder}: found no {what}; make them with `pastno score {folder}`")
    return found


def _instrument(file: Path, rubrics: Mapping[str, Rubric], names: Sequence[str]) -> Instrument | None:
    rows = scores(file)
    first = next(rows, None)
    if first is None or (names and first.evaluator not in names):
        return None
    judged = first.judged if isinstance(first.judged, Judged) else None
    repeat = judged.repeat if judged else 0
    measures, notes = _measures(first, judged, rubrics)
    made = Instrument(
        name=file.stem.removeprefix("scores-"),
        evaluator=first.evaluator,
        version=first.version,
        read_by=first.instrument,
        judged=judged,
        measures=measures,
        said={},
        absent={},
        notes=notes,
    )
    others = _fill(made, chain([first], rows), repeat)
    return msgspec.structs.replace(made, notes=(*notes, REPEATS)) if others else made


def _measures(
    score: Score, judged: Judged | None, rubrics: Mapping[str, Rubric]
) -> tuple[tuple[Measured, ...], tuple[str, ...]]:
    if judged is None:
        one = known().get(score.evaluator)
        if one is None or one.version != score.version:
            why = "is not known" if one is None else f"is now version {one.version}"
            return (), (f"{score.evaluator} {score.version} {why}; its scores are not compared",)
        return tuple(map(of_measure, one.measures)), ()
    rubric = rubrics.get(score.evaluator)
    if rubric is None or rubric.sha256 != judged.rubric_sha256:
        why = "is not known" if rubric is None else "has other words now"
        return (), (f"rubric {score.evaluator} {score.version} {why}; name its file with --rubric",)
    return tuple(of_rubric(rubric)), ()


def _repeat(score: Score) -> int:
    return score.judged.repeat if isinstance(score.judged, Judged) else 0


def _fill(made: Instrument, rows: Iterable[Score], repeat: int) -> bool:
    """Take the lines of one repeat; whether there are others."""
    of = {one.of: one for one in made.measures if one.limit is None}
    others = False
    for score in rows:
        if _repeat(score) != repeat:
            others = True
            continue
        for name, place, value in _said(score, of):
            label = None if value.value is None or value.censored else of[name].read(value.value)
            if label is not None:
                made.said.setdefault(name, {})[place] = label
            else:
                made.absent.setdefault(name, {})[place] = _why(value)
    return others


def _why(value: Value) -> str:
    if value.censored:
        return CENSORED
    return str(value.absent) if value.absent is not None else BETWEEN


def _said(score: Score, of: Mapping[str, Measured]) -> Iterator[tuple[str, Place, Value]]:
    """Single answers, and the value of the conversation where that is something else, or all there is."""
    answered: set[str] = set()
    for one in score.judged.answers if isinstance(score.judged, Judged) else ():
        answered.add(one.item)
        said = Value(absent=one.absent) if one.absent is not None else Value(one.said)
        if one.item in of:
            yield one.item, (score.id, one.at, one.part), said
    for name, value in score.values.items():
        if name in of and (name not in answered or of[name].unit != "conversation"):
            yield name, (score.id, 0, ""), value
