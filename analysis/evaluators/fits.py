"""Whether a value is what its measure says it is; what is not is recorded as a failure of the evaluator."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from types import MappingProxyType

from analysis.evaluators.contract import Kind, Measure
from analysis.evaluators.score import Scalar, Value

_EXPECTED = MappingProxyType(
    {
        Kind.WHETHER: "true or false",
        Kind.SHARE: "a number from 0 to 1",
        Kind.COUNT: "a whole number from 0",
        Kind.EXCHANGES: "a whole number from 0",
        Kind.NUMBER: "a number within its range",
        Kind.LABEL: "a word",
    }
)


def misfit(value: object, measure: Measure) -> str:
    """What is wrong with a value; empty where it is of the measure's kind and range, or says why there is none."""
    if not isinstance(value, Value):
        return f"found a {type(value).__name__}, expected a Value"
    if value.absent is not None:
        return "" if value.value is None else f"found both a value and why there is none: {value.absent}"
    if value.value is None or not _FITS[measure.kind](value.value, measure):
        return f"found {value.value!r}, expected {_EXPECTED[measure.kind]}"
    return ""


def _whether(value: Scalar, _: Measure) -> bool:
    return type(value) is bool


def _share(value: Scalar, _: Measure) -> bool:
    return type(value) in (int, float) and 0 <= value <= 1  # type: ignore[operator]


def _count(value: Scalar, _: Measure) -> bool:
    return type(value) is int and value >= 0


def _number(value: Scalar, measure: Measure) -> bool:
    if type(value) not in (int, float) or not isfinite(value):  # type: ignore[arg-type]
        return False
    low, high = measure.low, measure.high
    return (low is None or value >= low) and (high is None or value <= high)  # type: ignore[operator]


def _label(value: Scalar, _: Measure) -> bool:
    return isinstance(value, str)


_FITS: MappingProxyType[Kind, Callable[[Scalar, Measure], bool]] = MappingProxyType(
    {
        Kind.WHETHER: _whether,
        Kind.SHARE: _share,
        Kind.COUNT: _count,
        Kind.EXCHANGES: _count,
        Kind.NUMBER: _number,
        Kind.LABEL: _label,
    }
)
