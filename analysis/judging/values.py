"""What a rubric's answers say of a conversation: one value for each item, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Absent, Answered, Value, Values, not_at_risk
from analysis.judging.item import Item, Over
from analysis.judging.questions import Asked
from analysis.judging.rubric import Rubric

_KINDS = {"yes_no": Kind.WHETHER, "scale": Kind.NUMBER, "choice": Kind.LABEL}


def measures(rubric: Rubric) -> tuple[Measure, ...]:
    """The measures a rubric gives, in the order of its items."""
    found: list[Measure] = []
    for item in rubric.items:
        better = {"yes": "lower", "no": "higher"}.get(item.fault or "", "higher" if item.kind == "scale" else "")
        kind = Kind.SHARE if item.folded == "share" else _KINDS[item.kind]
        low, high = (min(item.levels), max(item.levels)) if item.levels else (None, None)
        found.append(Measure(item.id, kind, item.text, better, low, high, reads=rubric.unit_of(item) == "encounter"))
        for limit in item.thresholds:
            text = f"Whether {item.id} is at or below {limit:g}."
            found.append(Measure(at_most(item, limit), Kind.WHETHER, text, "lower", reads=found[-1].reads))
    return tuple(found)


def at_most(item: Item, limit: float) -> str:
    """The measure that says whether a scale's value is at or below a threshold."""
    return f"{item.id}_at_most_{limit:g}"


def fold(rubric: Rubric, asked: Asked, answers: Sequence[Answered]) -> Values:
    """One value for each measure.

    Args:
        rubric: what was asked.
        asked: the questions, and the items of which there was nothing to ask.
        answers: to the questions.
    """
    values: Values = {}
    for item in rubric.items:
        given = [one for one in answers if one.item == item.id]
        values[item.id] = asked.without.get(item.id) or _folded(item, given)
        values |= below(item, values[item.id])
    return values


def below(item: Item, value: Value) -> Values:
    """The thresholds of a scale, side by side."""
    if isinstance(value.value, int | float):
        return {at_most(item, limit): Value(value.value <= limit, value.at) for limit in item.thresholds}
    return {at_most(item, limit): value for limit in item.thresholds}


def _folded(item: Item, answers: Sequence[Answered]) -> Value:
    arising = [one for one in answers if one.absent is not Absent.NOT_AT_RISK]
    if not arising:
        return not_at_risk(answers[0].why if answers else "nothing was asked")
    known = [one for one in arising if one.absent is None]
    missing = [one for one in arising if one.absent is not None]
    if item.kind == "choice":
        return _missing(missing, arising) if missing else Value(known[0].said, known[0].exchanges)
    over = item.folded
    if over == "share":
        share = sum(one.said == "yes" for one in known) / len(arising)
        return _missing(missing, arising) if missing else Value(share, _at(known, "yes"))
    return _WHOLE[item.kind](item, over, known, missing)


def _whether(item: Item, over: Over, known: Sequence[Answered], missing: Sequence[Answered]) -> Value:
    """One answer can settle it: a single yes for `any`, a single no for `all`; else every answer must be known."""
    settling = "yes" if over == "any" else "no"
    if any(one.said == settling for one in known):
        return Value(settling == "yes", _at(known, settling))
    return _missing(missing, [*known, *missing]) if missing else Value(settling != "yes", _at(known, "yes"))


def _level(item: Item, over: Over, known: Sequence[Answered], missing: Sequence[Answered]) -> Value:
    """The lowest level there is settles `lowest`, whatever the missing ones would have been."""
    pick: Callable[[Sequence[int]], int] = min if over == "lowest" else max
    found = pick([int(one.said) for one in known]) if known else None
    if found is None or (missing and found != pick(list(item.levels))):
        return _missing(missing, [*known, *missing])
    return Value(found, _at(known, str(found)))


_WHOLE = {"yes_no": _whether, "scale": _level}


def _at(answers: Sequence[Answered], said: str) -> tuple[int, ...]:
    places = {n for one in answers if one.said == said for n in (*one.exchanges, *((one.at,) if one.at else ()))}
    return tuple(sorted(places))


def _missing(missing: Sequence[Answered], all_: Sequence[Answered]) -> Value:
    """A failed call first: it is the one that can be mended."""
    first = next((one for one in missing if one.absent is Absent.FAILED), missing[0])
    count = f"{len(missing)} of {len(all_)} answers missing; " if len(all_) > 1 else ""
    return Value(absent=first.absent, why=f"{count}{first.why}")
