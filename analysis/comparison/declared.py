"""The primary outcome that suites declare, where a comparison names none."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analysis.comparison.primary import resolve
from analysis.comparison.side import looked_at
from analysis.comparison.wanted import Wanted
from analysis.comparison.withheld import withheld
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator
from simulator.plan import Plan


def with_declared(wanted: Wanted, plans: Sequence[Plan], among: Sequence[Evaluator]) -> tuple[Wanted, tuple[str, ...]]:
    """What is wanted, with the suites' own primary outcome where none was named; and what must be said of it.

    It is taken only where all suites declare the same, as long as it can be compared at all.
    """
    declared = {plan.suite.primary for plan in plans}
    if declared <= {None}:
        return wanted, ()
    if len(declared) > 1:
        names = ", ".join(sorted(name or "none" for name in declared))
        return wanted, (f"the suites declare different primary outcomes ({names}), and none of them is taken",)
    (name,) = declared
    if name is None or name == wanted.primary:
        return wanted, ()
    if wanted.primary:
        return wanted, (f"{wanted.primary} is not the primary outcome that the suite declares, which is {name}",)
    return _taken(wanted, name, plans, among)


def _taken(
    wanted: Wanted, name: str, plans: Sequence[Plan], among: Sequence[Evaluator]
) -> tuple[Wanted, tuple[str, ...]]:
    try:
        one = resolve(name, {one.name: one for one in looked_at(among)}, "primary:")
    except AnalysisError as problem:
        return wanted, (f"the suite's primary outcome is not taken: {problem}",)
    if withheld([one], plans):
        return wanted, (f"the suite's primary outcome {name} is withheld here, so nothing was named beforehand",)
    return msgspec.structs.replace(wanted, primary=name), (f"primary outcome {name}: declared in the suite",)
