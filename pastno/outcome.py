"""The primary outcome that a suite declares: something that an evaluator says."""

from __future__ import annotations

from scenarios.schema import Suite


def require_outcome(suite: Suite) -> None:
    """Check that the primary outcome, where the suite declares one, is something an evaluator says.

    Raises:
        AnalysisError: it is not.
    """
    if suite.primary is None:
        return
    # Evaluators are slow to load, and most suites declare nothing.
    from analysis.comparison.primary import check_declared
    from analysis.evaluators.contract import Evaluator
    from analysis.evaluators.known import known

    check_declared(suite.primary, [one for one in known().values() if isinstance(one, Evaluator)])
