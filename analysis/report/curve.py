"""Who still goes on after a refusal: the Kaplan-Meier curve of each group.

Intervals are Greenwood's on the log-minus-log scale (Kalbfleisch and Prentice, The Statistical Analysis of Failure
Time Data, section 1.4), at single points, as if conversations were independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt

from analysis.persistence import Span, kaplan_meier_median
from analysis.report.page import Curve, Step
from analysis.report.read import Told

_Z = 1.959964


def curves(groups: Mapping[str, Sequence[tuple[int, Told]]]) -> tuple[Curve, ...]:
    """One curve for each group in which somebody was refused; late entries are left out, as their start is unknown."""
    return tuple(found for label, told in groups.items() if (found := _curve(label, told)) is not None)


def _curve(label: str, told: Sequence[tuple[int, Told]]) -> Curve | None:
    spans: list[Span] = []
    at: list[int] = []
    for place, one in told:
        if one.case is not None and one.case.persistence is not None and not one.case.late:
            spans.append(Span(one.case.persistence, censored=one.case.persistence_censored))
            at.append(place)
    if not spans:
        return None
    return Curve(
        label=label, n=len(spans), censored=sum(one.censored for one in spans), median=kaplan_meier_median(spans),
        steps=steps(spans), at=tuple(at),
    )  # fmt: skip


def steps(spans: Sequence[Span]) -> tuple[Step, ...]:
    """The curve: a step at 0, at each length somebody stopped, and at the longest seen."""
    share, greenwood = 1.0, 0.0
    found = [Step(at=0, share=1.0, low=None, high=None, at_risk=len(spans))]
    for length in sorted({one.length for one in spans}):
        at_risk = sum(one.length >= length for one in spans)
        stopped = sum(one.length == length and not one.censored for one in spans)
        share *= 1 - stopped / at_risk
        if stopped < at_risk:
            greenwood += stopped / (at_risk * (at_risk - stopped))
        low, high = _interval(share, greenwood)
        found.append(Step(at=length, share=share, low=low, high=high, at_risk=at_risk))
    return tuple(found)


def _interval(share: float, greenwood: float) -> tuple[float | None, float | None]:
    if not 0 < share < 1:
        return None, None
    width = _Z * sqrt(greenwood) / abs(log(share))
    return share ** exp(width), share ** exp(-width)
