"""One measure over the pairs, as numbers: a label becomes a column for each word, true for who has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.comparison.pairing import Pair
from analysis.comparison.seen import Seen
from analysis.comparison.side import Looked
from analysis.evaluators.contract import Kind
from analysis.evaluators.score import Absent, Scalar, Value

Floats = NDArray[np.float64]


class Half(NamedTuple):
    """One side of one pair."""

    value: float | None
    absent: Absent | None = None
    """Why there is no value: where several conversations have none, the first reason that is no `not_at_risk`."""
    censored: bool = False
    partly: bool = False
    """The mean of some conversations, while others have no value."""


class Column(NamedTuple):
    """A measure, or one word of it, over all pairs."""

    looked: Looked
    label: str
    """Empty unless the measure is a word."""
    a: tuple[Half, ...]
    b: tuple[Half, ...]

    def gaps(self) -> Floats:
        """The second side less the first for each pair; NaN where either has no value."""
        pairs = zip(self.a, self.b, strict=True)
        return np.array([np.nan if a.value is None or b.value is None else b.value - a.value for a, b in pairs])


def columns(looked: Sequence[Looked], pairs: Sequence[Pair]) -> Iterator[Column]:
    """The columns of all measures, in their order; words in the order of the measure, then of the alphabet."""
    for one in looked:
        for label in _labels(one, pairs):
            a = tuple(_half(pair.a, one.at, label) for pair in pairs)
            b = tuple(_half(pair.b, one.at, label) for pair in pairs)
            yield Column(one, label, a, b)


def _labels(looked: Looked, pairs: Sequence[Pair]) -> list[str]:
    if looked.measure.kind is not Kind.LABEL:
        return [""]
    values = [seen.values[looked.at] for pair in pairs for seen in (*pair.a, *pair.b)]
    said = {str(value.value) for value in values if _there(value)}
    known = [word for word in looked.measure.labels if word in said]
    return [*known, *sorted(said - set(known))]


def _half(some: Sequence[Seen], at: int, label: str) -> Half:
    if len(some) == 1:
        return _alone(some[0].values[at], label)
    values = [seen.values[at] for seen in some]
    known = [_number(value.value, label) for value in values if value.value is not None]
    if not known:
        return Half(None, _reason(values))
    censored = any(value.censored for value in values if _there(value))
    return Half(sum(known) / len(known), None, censored, len(known) < len(values))


def _alone(value: Value, label: str) -> Half:
    """Most often there is one conversation on a side; there are many of these."""
    if value.value is None:
        return Half(None, value.absent or Absent.UNKNOWN)
    return Half(_number(value.value, label), None, value.censored)


def _there(value: Value) -> bool:
    return value.value is not None


def _number(value: Scalar, label: str) -> float:
    if label:
        return float(value == label)
    return float(value)


def _reason(values: Sequence[Value]) -> Absent:
    reasons = [value.absent or Absent.UNKNOWN for value in values]
    return next((one for one in reasons if one.missing), Absent.NOT_AT_RISK)
