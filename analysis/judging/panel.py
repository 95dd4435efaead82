"""What several judgements say together: the majority or the mean, and how far they were apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Absent, Judged, Score, Value, Values, not_at_risk
from analysis.judging.prompt import PROMPT, prompt_sha256
from analysis.judging.rubric import Rubric
from analysis.judging.values import below, measures

_NUMBERS = frozenset({Kind.NUMBER, Kind.SHARE})


def panel(rubric: Rubric, scores: Sequence[Score]) -> Score:
    """The judgements of one conversation as one.

    A label is kept where more than half of all judgements gave it, a number as the mean where more than half gave one;
    a tie has no value, and a judgement without an answer supports none. The votes stay beside the value.

    Args:
        rubric: what was asked.
        scores: of one conversation, by one judge or more, once or more.
    """
    values: Values = {}
    votes = {}
    for measure in measures(rubric):
        given = [score.values[measure.name] for score in scores]
        votes[measure.name] = dict(sorted(Counter(map(_vote, given)).items()))
        values[measure.name] = _together(measure, given)
    for item in rubric.items:
        values |= below(item, values[item.id])
    return Score(
        id=scores[0].id,
        evaluator=rubric.id,
        version=rubric.version,
        instrument=instrument(scores),
        values=values,
        judged=_judged(rubric, scores, votes),
    )


def instrument(scores: Sequence[Score]) -> str:
    """The panel's name: who sat on it, and how often each was asked."""
    seats = Counter(_of(score).judge for score in scores)
    return "panel:" + ",".join(f"{judge}x{count}" for judge, count in sorted(seats.items()))


def spread(score: Score, measure: str) -> tuple[float, float] | None:
    """The lowest and the highest number that was given for a measure of a panel; None where none was."""
    numbers = [float(vote) for vote in _of(score).votes.get(measure, {}) if _number(vote)]
    return (min(numbers), max(numbers)) if numbers else None


def _together(measure: Measure, given: Sequence[Value]) -> Value:
    if all(value.absent is Absent.NOT_HELD for value in given):
        return given[0]
    numbers = [float(value.value) for value in given if isinstance(value.value, int | float)]
    if measure.kind in _NUMBERS and 2 * len(numbers) > len(given):
        return Value(sum(numbers) / len(numbers), _at(given))
    word, count = Counter(map(_vote, given)).most_common(1)[0]
    if 2 * count <= len(given) or (measure.kind in _NUMBERS and numbers):
        return Value(absent=_why(given), why=f"no majority: {_told(given)}")
    first = next(value for value in given if _vote(value) == word)
    if first.absent is Absent.NOT_AT_RISK:
        return not_at_risk(first.why)
    return Value(first.value, _at(v for v in given if _vote(v) == word), absent=first.absent, why=first.why)


def _judged(rubric: Rubric, scores: Sequence[Score], votes: dict[str, dict[str, int]]) -> Judged:
    parts = [_of(score) for score in scores]
    return Judged(
        judge=",".join(sorted({part.judge for part in parts})),
        models=tuple(sorted({model for part in parts for model in part.models})),
        prompt=PROMPT,
        prompt_sha256=prompt_sha256(),
        rubric_sha256=rubric.sha256,
        same_family=next((part.same_family for part in parts if part.same_family), ""),
        steered=parts[0].steered,
        votes=votes,
    )


def _of(score: Score) -> Judged:
    assert isinstance(score.judged, Judged), f"{score.id}: {score.evaluator} is no judged score"
    return score.judged


def _vote(value: Value) -> str:
    if value.absent is not None:
        return f"({value.absent})"
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    return f"{value.value:g}" if isinstance(value.value, int | float) else str(value.value)


def _why(given: Sequence[Value]) -> Absent:
    """Judgements that contradict each other leave it unknown; where too few answered, it is why they did not."""
    missing = [value.absent for value in given if value.absent is not None and value.absent.missing]
    if 2 * len(missing) < len(given) or not missing:
        return Absent.UNKNOWN
    return Counter(missing).most_common(1)[0][0]


def _told(given: Sequence[Value]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(Counter(map(_vote, given)).items()))


def _at(values: Iterable[Value]) -> tuple[int, ...]:
    return tuple(sorted({n for value in values for n in value.at}))


def _number(vote: str) -> bool:
    return vote.replace(".", "", 1).isdigit()
