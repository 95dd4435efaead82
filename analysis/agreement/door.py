"""What to call: agreement of raters, and how lenient a judge is. Both need numpy, which comes with an extra."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from analysis.agreement.ratings import Label, Ratings
from analysis.agreement.result import Agreement, Leniency
from analysis.agreement.scale import Scale
from analysis.errors import AnalysisError


def agreement(ratings: Ratings, *, scale: Scale = Scale.NOMINAL, seed: int, resamples: int = 1000) -> Agreement:
    """Share, kappas, alpha and AC1 of two raters or more, with 95 % percentile intervals over conversations.

    Args:
        ratings: units by raters, each unit in a conversation.
        scale: how two labels differ; weighted kappas and alpha use it.
        seed: of the resamples.
        resamples: how often conversations are drawn with replacement.

    Raises:
        AnalysisError: the labels have no order or are no numbers, where the scale needs it; numpy is not installed.
    """
    with _arrays():
        from analysis.agreement.measure import measure
    return measure(ratings, scale, seed=seed, resamples=resamples)


def leniency(
    ratings: Ratings,
    judge: str,
    *,
    scale: Scale = Scale.NOMINAL,
    faults: Collection[Label] = (),
    seed: int,
    resamples: int = 1000,
) -> Leniency:
    """How far a judge's labels lie above people's, and how many of the faults that one side sees the other sees too.

    Args:
        ratings: units by raters; every rater but the judge is taken for a person.
        judge: which rater is judged.
        scale: ordinal or interval for a difference.
        faults: labels that say that something is wrong, for the shares of faults.
        seed: of the resamples.
        resamples: how often conversations are drawn with replacement.

    Raises:
        AnalysisError: a judge or a fault that is not among the ratings, or as `agreement`.
    """
    with _arrays():
        from analysis.agreement.lenient import lenient
    return lenient(ratings, judge, scale, faults, seed=seed, resamples=resamples)


@contextmanager
def _arrays() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name != "numpy":
            raise
        raise AnalysisError("agreement needs numpy, which is not installed; pip install 'pastno[stats]'") from None
