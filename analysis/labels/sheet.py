"""The questions a person is asked about one conversation: those that judges are asked, in an order for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from analysis.errors import AnalysisError
from analysis.evaluators.contract import Comparer, Evaluator, Kind, Measure
from analysis.evaluators.known import known
from analysis.judging.item import Item, either
from analysis.judging.questions import Key, Question, ask_about
from analysis.judging.rubric import Rubric
from analysis.labels.label import Label
from analysis.trajectory import Trajectory
from documents.read import nearest

_FAULTS = {"lower": "yes", "higher": "no"}


def sheet(rubric: Rubric, trajectory: Trajectory) -> tuple[Question, ...]:
    """All questions a rubric may have: first of the whole conversation, then reply by reply."""
    return tuple(sorted(ask_about(rubric, trajectory).questions, key=lambda question: question.at))


def arises(question: Question, given: Mapping[Key, Label]) -> bool:
    """Whether a question arises after these answers; not where what it depends on has no value."""
    for name, wanted in question.item.when.items():
        before = given.get((name, question.at, "")) or given.get((name, 0, ""))
        if before is None or before.value not in either(wanted):
            return False
    return True


def due(questions: Sequence[Question], given: Mapping[Key, Label]) -> Question | None:
    """The next question without an answer; None where all that arise have one, or the rest was skipped."""
    if ("", 0, "") in given:
        return None
    return next((one for one in questions if one.key not in given and arises(one, given)), None)


def rubric_of(name: str) -> Rubric:
    """What an evaluator says of single conversations, as questions: whether something is so, and which word fits.

    Raises:
        AnalysisError: no such evaluator, or none of its measures can be asked so.
    """
    everything = known()
    one = everything.get(name)
    if one is None:
        raise AnalysisError(f"unknown evaluator '{name}'{nearest(name, everything)}; see `pastno list evaluators`")
    items = tuple(map(_item, filter(_askable, one.measures))) if isinstance(one, Evaluator) else ()
    if not items:
        what = "compares many conversations" if isinstance(one, Comparer) else "has only numbers"
        raise AnalysisError(
            f"evaluator '{name}' {what}, expected a measure that is true or false, or a word; name another, or write a "
            "rubric and pass it with --rubric"
        )
    return Rubric(id=name, version=one.version, title=name, source="the evaluator of that name", items=items)


def _askable(measure: Measure) -> bool:
    return measure.kind is Kind.WHETHER or (measure.kind is Kind.LABEL and bool(measure.labels))


def _item(measure: Measure) -> Item:
    fields: dict[str, object] = {"id": measure.name, "text": measure.text}
    if measure.kind is Kind.LABEL:
        fields |= {"kind": "choice", "labels": {word: word.replace("_", " ") for word in measure.labels}}
    else:
        fields |= {"fault": _FAULTS.get(measure.better)}
    try:
        return Item.model_validate(fields)
    except ValidationError as problem:
        raise AnalysisError(
            f"measure '{measure.name}' cannot be asked: {problem.errors()[0]['msg']}; ask it with a rubric"
        ) from None
