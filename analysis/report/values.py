"""What evaluators say of each conversation, measure by measure, for the list to be filtered by.

Computed ones are asked here of the conversations that are in memory; judged ones, and those of other instruments, are
read from the score files of the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from analysis import ledger
from analysis.comparison.side import Looked, looked_at
from analysis.comparison.withheld import withheld
from analysis.evaluators.contract import Evaluator, Kind, Measure
from analysis.evaluators.known import known
from analysis.evaluators.score import Score, Value
from analysis.report.figures import Column, Values
from analysis.report.read import Told
from analysis.scoring import score
from simulator.plan import Plan

NOT_SCORED = "not scored"


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One measure, and what it says of every conversation."""

    evaluator: str
    measure: str
    column: Column
    values: tuple[Value | None, ...]
    """In the order of the conversations; None where nobody scored it."""


_DONE = frozenset(
    {("strategies", "tried"), ("strategies", "pursuing"), ("strategies", "last"), ("disclosure", "self_censored")}
)
"""What people did: beside a target, an outcome or a flag in the list it would tell by strategy what was given."""


def measured(told: Sequence[Told], scored: Mapping[str, Path], plans: Sequence[Plan]) -> tuple[Measured, ...]:
    """Every measure that may stand in the report.

    Args:
        told: the conversations, in the order of the cards.
        scored: the folder of each run.
        plans: of all runs: what is withheld by one is withheld from all.

    Raises:
        AnalysisError: a damaged score file.
    """
    found = (*_computed(told), *_written(told, scored))
    looked = [Looked(at, one.evaluator, 0, Measure(one.measure, Kind.NUMBER, "")) for at, one in enumerate(found)]
    hidden = withheld(looked, plans)
    return tuple(
        one for one in found
        if f"{one.evaluator}.{one.measure}" not in hidden and (one.evaluator, one.measure) not in _DONE
    )  # fmt: skip


def _computed(told: Sequence[Told]) -> Iterator[Measured]:
    evaluators = [one for one in known().values() if isinstance(one, Evaluator)]
    rows = [_scores(one, evaluators) for one in told]
    for looked in looked_at(evaluators):
        measure = looked.measure
        column = Column(name=looked.name, text=measure.text, kind=measure.kind.value, labels=measure.labels)
        values = tuple(row[looked.at] if row else None for row in rows)
        yield Measured(evaluator=looked.evaluator, measure=measure.name, column=_worded(column, values), values=values)


def _scores(one: Told, evaluators: Sequence[Evaluator]) -> list[Value]:
    if one.trajectory.live.ended is None:
        return []
    scores = zip(evaluators, score(one.trajectory, evaluators), strict=True)
    return [said.values[measure.name] for evaluator, said in scores for measure in evaluator.measures]


def _written(told: Sequence[Told], scored: Mapping[str, Path]) -> Iterator[Measured]:
    """What somebody else than the run's own observer read; repeats of a judge stand apart."""
    places = {(one.run, one.trajectory.id): at for at, one in enumerate(told)}
    found: dict[tuple[str, str, str], dict[int, Value]] = {}
    for run, folder in scored.items():
        for one in ledger.read(folder):
            place = places.get((run, one.id))
            if place is None or (one.instrument.startswith(ledger.EXPERIENCED) and one.judged is msgspec.UNSET):
                continue
            for name, value in one.values.items():
                found.setdefault((one.evaluator, name, _by(one)), {})[place] = value
    for (evaluator, name, by), known_of in found.items():
        values = tuple(known_of.get(at) for at in range(len(told)))
        column = Column(name=f"{evaluator}.{name} ({by})", text="", kind=_kind(values))
        yield Measured(evaluator=evaluator, measure=name, column=_worded(column, values), values=values)


def _by(one: Score) -> str:
    if one.judged is msgspec.UNSET:
        return one.instrument
    repeat = f", repeat {one.judged.repeat}" if one.judged.repeat else ", panel"
    return f"{one.judged.judge}{repeat}, version {one.version}"


def _kind(values: Iterable[Value | None]) -> str:
    kinds = {type(one.value) for one in values if one is not None and one.value is not None}
    if kinds <= {bool}:
        return Kind.WHETHER.value
    return Kind.NUMBER.value if kinds <= {int, float} else Kind.LABEL.value


def _worded(column: Column, values: Iterable[Value | None]) -> Column:
    """With every word that was said."""
    if column.kind != Kind.LABEL.value:
        return column
    said = {str(one.value): None for one in values if one is not None and one.value is not None}
    return msgspec.structs.replace(column, labels=tuple(dict.fromkeys((*column.labels, *sorted(said)))))


def values(found: Measured) -> Values:
    """As the page holds them."""
    absent: dict[str, list[int]] = {}
    for at, one in enumerate(found.values):
        if one is None or one.value is None:
            absent.setdefault(reason(one), []).append(at)
    return Values(
        values=tuple(_plain(one, found.column.kind) for one in found.values),
        cut=tuple(
            at for at, one in enumerate(found.values) if one is not None and one.value is not None and one.censored
        ),
        absent={why: tuple(at) for why, at in sorted(absent.items())},
    )


def reason(one: Value | None) -> str:
    """Why there is no value."""
    return NOT_SCORED if one is None or one.absent is None else one.absent.value.replace("_", " ")


def _plain(one: Value | None, kind: str) -> bool | int | float | str | None:
    if one is None or one.value is None:
        return None
    return str(one.value) if kind == Kind.LABEL.value else one.value
