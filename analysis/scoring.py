"""Score conversations with computed evaluators: decode, fold, evaluate. An evaluator that breaks is data."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.evaluators.contract import Evaluator, Measure
from analysis.evaluators.fits import misfit
from analysis.evaluators.score import Absent, Score, Value, Values, unknown
from analysis.trajectory import Trajectory
from simulator.fold import Live, fold
from simulator.stream import Lines
from simulator.transcript import decode


def lived(lines: Lines) -> Live:
    """The live state of one conversation's lines.

    Raises:
        FormatError: a damaged line, or events out of order.
    """
    return fold(decode(line.raw, line.where) for line in lines.lines)


def score(trajectory: Trajectory, evaluators: Sequence[Evaluator]) -> list[Score]:
    """What each evaluator says of one conversation, in their order."""
    return [
        Score(
            id=trajectory.id,
            evaluator=evaluator.name,
            version=evaluator.version,
            instrument=trajectory.instrument,
            values=_values(trajectory, evaluator),
        )
        for evaluator in evaluators
    ]


def _values(trajectory: Trajectory, evaluator: Evaluator) -> Values:
    if not trajectory.held:
        return _all(evaluator.measures, Value(absent=Absent.NOT_HELD, why=_end(trajectory)))
    try:
        found = evaluator.evaluate(trajectory)
        given = {measure.name: _given(found, measure) for measure in evaluator.measures}
    except Exception as problem:  # noqa: BLE001 (one that breaks must not stop the others)
        return _all(evaluator.measures, Value(absent=Absent.FAILED, why=f"{type(problem).__name__}: {problem}"))
    if trajectory.unread:
        unread = Value(absent=Absent.NOT_READ, why=f"not read: exchanges {', '.join(map(str, trajectory.unread))}")
        return given | _all([measure for measure in evaluator.measures if measure.reads], unread)
    return given


def _given(found: Values, measure: Measure) -> Value:
    value = found.get(measure.name)
    if value is None:
        return unknown("the evaluator says nothing of it")
    wrong = misfit(value, measure)
    return Value(absent=Absent.FAILED, why=wrong) if wrong else value


def _all(measures: Sequence[Measure], value: Value) -> Values:
    return {measure.name: value for measure in measures}


def _end(trajectory: Trajectory) -> str:
    ended = trajectory.live.ended
    return "it has not ended" if ended is None else f"{ended.cause}{': ' if ended.detail else ''}{ended.detail}"
