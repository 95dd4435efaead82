"""What must not be sent: looked for in every plan before it is held, however the plan was made."""

from __future__ import annotations

from pastno.check import unsafe
from simulator.errors import PlanError
from simulator.plan import Plan
from simulator.sittings import barred

SHOWN = 5
"""Findings named in one message; the rest is counted."""


def require_safe(plan: Plan) -> None:
    """Let a plan pass that may be held.

    Raises:
        PlanError: somebody's words hold method detail or a telephone number, or two are paired that never are.
    """
    found = unsafe(plan)
    if found:
        listed = "\n".join(f"  {finding}" for finding in found[:SHOWN])
        more = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise PlanError(
            f"suite '{plan.suite.id}' would send what must not be sent:\n{listed}{more}\nchange these words, or drop "
            "them from the file of openings; `pastno check` looks through a whole library"
        )
    for persona, scenario in {(cell.persona, cell.scenario) for cell in plan.cells()}:
        why = barred(plan.personas[persona], plan.scenarios[scenario])
        if why:
            raise PlanError(why)
