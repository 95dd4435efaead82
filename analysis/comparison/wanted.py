"""What is to be compared: which measures, and which of them was named beforehand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from analysis.comparison.primary import resolve, unknown
from analysis.comparison.side import Looked, looked_at
from analysis.comparison.withheld import withheld
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator
from simulator.arms import CONTROL
from simulator.plan import Plan


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    measures: tuple[str, ...] = ()
    """`evaluator.measure`; every measure of every computed evaluator when empty."""
    primary: str = ""
    """The one that the comparison is about, named before it was looked at; `evaluator.measure=label` of a word."""
    seed: int = 0
    """Of the resampling."""
    against: str = CONTROL
    """The arm of a fork that the changed ones are set beside; those that change nothing stand beside `control`."""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at."""

    evaluators: tuple[Evaluator, ...]
    """That must score, in their order."""
    looked: tuple[Looked, ...]
    withheld: frozenset[str]
    """Names of the measures that were asked for and are not compared here."""


def choose(wanted: Wanted, plans: Sequence[Plan], among: Sequence[Evaluator]) -> Chosen:
    """Resolve the names.

    Raises:
        AnalysisError: an unknown measure, or a primary one that is withheld, or is a word without its label.
    """
    every = looked_at(among)
    names = _named(wanted, every)
    scoring = tuple(one for one in among if any(name.startswith(f"{one.name}.") for name in names))
    asked = [one for one in looked_at(scoring) if one.name in names]
    kept_back = withheld(asked, plans)
    if wanted.primary.partition("=")[0] in kept_back:
        raise AnalysisError(
            f"{wanted.primary} says what was given after a refusal, and an arm changes the person's strategy: the two "
            "are never set beside each other; name another --primary"
        )
    looked = tuple(one for one in asked if one.name not in kept_back)
    return Chosen(evaluators=scoring, looked=looked, withheld=kept_back)


def _named(wanted: Wanted, every: Sequence[Looked]) -> Collection[str]:
    known = {one.name: one for one in every}
    for name in wanted.measures:
        if name not in known:
            raise AnalysisError(unknown(name, known))
    primary = [resolve(wanted.primary, known).name] if wanted.primary else []
    return {*wanted.measures, *primary} if wanted.measures else set(known)
