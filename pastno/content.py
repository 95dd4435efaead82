"""What must not be sent: looked for in every plan before it is held, however the plan was made."""

from __future__ import annotations

from collections.abc import Sequence

from documents.lint import unsafe_texts
from pastno.check import unsafe
from scenarios.openings import Opening
from simulator.errors import PlanError
from simulator.plan import Plan
from simulator.sittings import barred

SHOWN = 5
"""Findings named in one message; the rest is counted."""


def require_safe_openings(openings: Sequence[Opening]) -> None:
    """Let openings from a file pass that may be sent.

    Raises:
        PlanError: one holds method detail or a telephone number; names its line.
    """
    found = [
        finding._replace(place=opening.where, location=("text",))
        for opening in openings
        for finding in unsafe_texts([(("text",), opening.text)])
    ]
    if found:
        listed = "\n".join(f"  {finding}" for finding in found[:SHOWN])
        more = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise PlanError(f"openings that must not be sent:\n{listed}{more}\ndrop these rows, or take the detail out")


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
            f"suite '{plan.suite.id}' would send what must not be sent:\n{listed}{more}\nchange these words; "
            "`pastno check` looks through a whole library"
        )
    for persona, scenario in {(cell.persona, cell.scenario) for cell in plan.cells()}:
        why = barred(plan.personas[persona], plan.scenarios[scenario])
        if why:
            raise PlanError(why)
