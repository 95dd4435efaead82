"""Make a plan from what was asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from pastno.session import OBSERVER
from personas.loader import load_personas
from scenarios.loader import load_conditions, load_scenarios, load_suite
from scenarios.schema import Target
from simulator.errors import PlanError
from simulator.plan import Library, Plan, make_plan
from simulator.targets import KINDS, check_spec, version_of


def plan_for(suite: str, specs: Sequence[str], *, base_url: str | None = None, limit: int | None = None) -> Plan:
    """The plan of a suite, with its targets checked and not yet opened.

    Raises:
        DocumentError: the suite or the library cannot be read.
        PlanError: the suite's names do not resolve, or an address was given and no target to use it.
        TargetError: a spec names no known kind.
    """
    if base_url is not None and not specs:
        raise PlanError(
            "found --base-url and no --target, expected both; name the model, as in --target openai:my-model"
        )
    given = [Target(spec=spec, base_url=base_url if _served(spec) else None) for spec in specs]
    library = Library(personas=load_personas(), scenarios=load_scenarios(), conditions=load_conditions())
    plan = make_plan(load_suite(suite), library, given, observer=OBSERVER, limit=limit)
    for spec in plan.targets:
        check_spec(spec)
    brought = {spec: version for spec in plan.targets if (version := version_of(spec)) is not None}
    return plan.model_copy(update={"versions": plan.versions | brought})


def folder_for(plan: Plan, now: datetime) -> Path:
    """Where a run goes when nobody says: `runs/SUITE-DATE-TIME`."""
    return Path("runs") / f"{plan.suite.id}-{now:%Y%m%d-%H%M%S}"


def preview(plan: Plan) -> Table:
    """What a run of the plan would do at most, one line for each target."""
    title = f"{plan.size} conversations; nothing was sent"
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("target", overflow="fold")
    for name in ("conversations", "calls at most", "reply tokens at most"):
        table.add_column(name, justify="right")
    for spec in plan.targets:
        cells = [cell for cell in plan.cells() if cell.target == spec]
        calls = sum(cell.budget for cell in cells)
        tokens = sum(cell.budget * cell.max_tokens for cell in cells)
        table.add_row(Text(spec), f"{len(cells):,}", f"{calls:,}", f"{tokens:,}")
    return table


def _served(spec: str) -> bool:
    kind = KINDS.get(spec.partition(":")[0])
    return kind is None or kind.served
