"""Where two instruments disagree: what drove a run, and what read it afterwards, evaluator by evaluator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import inf
from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator, Measure
from analysis.evaluators.score import Score, Value
from analysis.ledger import file_of, scores

FEW = 5
"""Conversations named for each measure: those that differ most."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one evaluator, as two instruments have it."""

    evaluator: str
    measure: str
    kind: str
    n: int
    """Conversations that both have a value for."""
    equal: int
    """Of those, with the same value, censored alike."""
    one_only: int
    """Conversations that one has a value for and the other has not."""
    mean: float | None
    """Of the audited value less the experienced one, true being 1; over `compared`. None for words, or without any."""
    compared: int
    """Of the `n`, those with a number that is not censored in either."""
    worst: tuple[str, ...]
    """Ids of those that differ most: those that only one has a value for, then by the difference, then in the order of
    the record."""


class _Count:
    """The pairs of one measure, counted."""

    def __init__(self, evaluator: str, measure: Measure) -> None:
        self._names = evaluator, measure.name, measure.kind.value
        self._n = self._equal = self._one_only = self._compared = 0
        self._total = 0.0
        self._worst: list[tuple[float, str]] = []

    def add(self, conversation: str, first: Value, second: Value) -> None:
        """Count one conversation."""
        if first.value is None or second.value is None:
            if first.value is not second.value:
                self._one_only += 1
                self._name(conversation, inf)
            return
        self._n += 1
        if (first.value, first.censored) == (second.value, second.censored):
            self._equal += 1
        self._compare(conversation, first, second)

    def _compare(self, conversation: str, first: Value, second: Value) -> None:
        one, two = first.value, second.value
        if isinstance(one, str) or isinstance(two, str) or one is None or two is None:
            gap = float(one != two)
        else:
            gap = abs(two - one) or float(first.censored != second.censored)
            if not (first.censored or second.censored):
                self._compared += 1
                self._total += two - one
        if gap:
            self._name(conversation, gap)

    def _name(self, conversation: str, gap: float) -> None:
        # The sort is stable: of equal ones, the first in the record stays.
        self._worst = sorted([*self._worst, (gap, conversation)], key=lambda pair: -pair[0])[:FEW]

    def difference(self) -> Difference:
        """What they come to."""
        evaluator, measure, kind = self._names
        return Difference(
            evaluator=evaluator,
            measure=measure,
            kind=kind,
            n=self._n,
            equal=self._equal,
            one_only=self._one_only,
            mean=self._total / self._compared if self._compared else None,
            compared=self._compared,
            worst=tuple(conversation for _, conversation in self._worst),
        )


def differences(folder: Path, evaluators: Sequence[Evaluator], instruments: tuple[str, str]) -> tuple[Difference, ...]:
    """Where two instruments disagree, for each measure that rests on what an observer saw.

    Args:
        folder: the run's.
        evaluators: with which both were scored.
        instruments: what drove the run, and what read it afterwards.

    Raises:
        AnalysisError: a score file is damaged, or the two do not hold the same conversations.
    """
    return tuple(one for evaluator in evaluators for one in _of(folder, evaluator, instruments))


def _of(folder: Path, evaluator: Evaluator, instruments: tuple[str, str]) -> Iterator[Difference]:
    counts = {measure.name: _Count(evaluator.name, measure) for measure in evaluator.measures if measure.reads}
    first, second = (file_of(folder, evaluator.name, evaluator.version, instrument) for instrument in instruments)
    for one, two in zip_longest(_there(first), _there(second)) if counts else ():
        if one is None or two is None or one.id != two.id:
            raise AnalysisError(
                f"{first.name} and {second.name} do not hold the same conversations; delete both and score again"
            )
        for name, count in counts.items():
            count.add(one.id, one.values[name], two.values[name])
    return iter([count.difference() for count in counts.values()])


def _there(file: Path) -> Iterator[Score]:
    return scores(file) if file.exists() else iter(())
