"""The paired differences of two sides: for each measure the means, the mean difference, and what is missing why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from analysis.comparison.column import Column, Half, columns
from analysis.comparison.crossed import crossed
from analysis.comparison.interval import Estimate, estimates, spread
from analysis.comparison.pairing import Pair
from analysis.comparison.side import Looked
from analysis.evaluators.contract import Kind
from analysis.evaluators.score import Absent

_SHARES = frozenset({Kind.WHETHER, Kind.SHARE, Kind.LABEL})


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One measure, or one word of it, on two sides."""

    evaluator: str
    version: int
    measure: str
    label: str
    """Of a measure that is a word: the word; the figures are shares of the pairs that have it. Else empty."""
    kind: str
    better: str
    """`higher`, `lower`, or empty."""
    pairs: int
    n: int
    """Pairs in which both sides have a value; everything below but the last six rests on these."""
    differing: int
    """Of the `n`, those whose values differ."""
    mean_a: float | None
    """Mean, or share of the true; None without any pair."""
    mean_b: float | None
    difference: float | None
    """Mean of b less a."""
    standardised: float | None
    """The difference by the standard deviation of the paired differences; None where that is 0."""
    estimate: Estimate
    holm: float | None = None
    """`estimate.p`, adjusted for everything beside it that differs in some pair (Holm)."""
    primary: bool = False
    """Named beforehand as what the comparison is about; adjusted only for its own rows of other arms."""
    treatment: bool = False
    """Says, at least in part, how the text that was put in reads: what was changed, and no consequence of it. Counts
    for nothing in `holm`."""
    noise: float | None = None
    """The difference of the arm `a-a` in this measure: what moves when nothing is changed."""
    texts: int = 0
    """Texts of the wording that were read in the `n`."""
    text_sd: float | None = None
    """Standard deviation of the mean differences of the texts, chance included; None with fewer than two texts."""
    censored_a: int
    """Of the `n`, values that are lower bounds: then the difference is one of lower bounds."""
    censored_b: int
    partly: int
    """Of the `n`, those with a side that is the mean of some of its conversations, while others have no value."""
    absent_a: dict[str, int]
    """Pairs without a value on the first side, by the reason."""
    absent_b: dict[str, int]
    at_risk_a: int
    """Pairs in which the question arises on the first side alone. They are in no mean: what is left is selected by the
    outcome."""
    at_risk_b: int
    """The same of the second side."""

    @property
    def name(self) -> str:
        """`evaluator.measure`, and `=label` of a word."""
        return f"{self.evaluator}.{self.measure}" + (f"={self.label}" if self.label else "")

    @property
    def apart(self) -> bool:
        """Whether anything differs: a value, or whether there is one."""
        return bool(self.differing) or self.absent_a != self.absent_b or bool(self.at_risk_a or self.at_risk_b)


def differences(looked: Sequence[Looked], pairs: Sequence[Pair], seed: int) -> tuple[Difference, ...]:
    """The differences of all measures, in their order.

    Args:
        looked: the measures, in the order of the conversations' values.
        pairs: what is compared with what.
        seed: of the resampling.
    """
    found = list(columns(looked, pairs))
    if not found:
        return ()
    gaps = np.column_stack([column.gaps() for column in found])
    # Sorted: which conversation ended first must not decide which clusters are drawn.
    places = {name: at for at, name in enumerate(sorted({pair.cluster for pair in pairs}))}
    numbers = np.array([places[pair.cluster] for pair in pairs], dtype=np.int64)
    known = estimates(gaps, numbers, seed, sides=crossed(list(places)))
    texts = [pair.text for pair in pairs]
    return tuple(_of(column, one, texts) for column, one in zip(found, known, strict=True))


def _of(column: Column, estimate: Estimate, texts: Sequence[str]) -> Difference:
    measure, gaps = column.looked.measure, column.gaps()
    both = [(a, b) for a, b in zip(column.a, column.b, strict=True) if a.value is not None and b.value is not None]
    there = gaps[~np.isnan(gaps)]
    by_text = _by_text(gaps.tolist(), texts)
    return Difference(
        evaluator=column.looked.evaluator,
        version=column.looked.version,
        measure=measure.name,
        label=column.label,
        kind=measure.kind.value,
        better=measure.better,
        pairs=len(column.a),
        n=len(both),
        differing=int((there != 0).sum()),
        mean_a=_mean(a.value for a, _ in both),
        mean_b=_mean(b.value for _, b in both),
        difference=float(there.mean()) if len(there) else None,
        standardised=_standardised(there.tolist()),
        estimate=_bounded(estimate) if measure.kind in _SHARES else estimate,
        texts=len(by_text),
        text_sd=spread(by_text),
        censored_a=sum(a.censored for a, _ in both),
        censored_b=sum(b.censored for _, b in both),
        partly=sum(a.partly or b.partly for a, b in both),
        absent_a=_reasons(column.a),
        absent_b=_reasons(column.b),
        at_risk_a=_alone(column.a, column.b),
        at_risk_b=_alone(column.b, column.a),
    )


def _bounded(estimate: Estimate) -> Estimate:
    """Shares differ by one at most."""
    if estimate.low is None or estimate.high is None:
        return estimate
    return msgspec.structs.replace(estimate, low=max(estimate.low, -1.0), high=min(estimate.high, 1.0))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _standardised(gaps: list[float]) -> float | None:
    sd = spread(gaps)
    return float(np.mean(gaps)) / sd if sd else None


def _reasons(halves: Sequence[Half]) -> dict[str, int]:
    return dict(sorted(Counter(half.absent.value for half in halves if half.absent).items()))


def _alone(one: Sequence[Half], other: Sequence[Half]) -> int:
    pairs = zip(one, other, strict=True)
    return sum(a.absent is not Absent.NOT_AT_RISK and b.absent is Absent.NOT_AT_RISK for a, b in pairs)


def _by_text(gaps: Sequence[float], texts: Sequence[str]) -> list[float]:
    """Mean difference of each text that was read."""
    found: dict[str, list[float]] = {}
    for gap, text in zip(gaps, texts, strict=True):
        if text and not np.isnan(gap):
            found.setdefault(text, []).append(gap)
    return [float(np.mean(some)) for some in found.values()]
