"""Make a plan from what was asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from pastno.session import OBSERVER, merged
from personas.loader import load_personas
from scenarios.loader import load_conditions, load_scenarios, load_suite
from scenarios.schema import Limits, Suite, Target
from simulator.errors import PlanError
from simulator.plan import Library, Plan, make_plan, places
from simulator.targets import KINDS, check_address, check_spec, version_of

_PARTS = ("personas", "scenarios", "conditions")


def plan_for(
    suite: str | Suite,
    specs: Sequence[str],
    *,
    base_url: str | None = None,
    limit: int | None = None,
    folders: Sequence[Path] = (),
    budgets: Limits | None = None,
) -> Plan:
    """The plan of a suite, with its targets checked and not yet opened.

    Args:
        suite: a shipped suite's name, the path of a YAML file, or the suite itself.
        specs: targets that replace the suite's.
        base_url: address of a compatible server, for the specs that talk to one.
        limit: hold only the first so many conversations.
        folders: a user's own libraries; see `library_of`.
        budgets: replace the suite's, number by number, and are frozen with the plan.

    Raises:
        DocumentError: the suite or the library cannot be read.
        PlanError: the suite's names do not resolve, or an address was given and no target to use it.
        TargetError: a spec names no known kind.
    """
    if base_url is not None and not specs:
        raise PlanError(
            "found --base-url and no --target, expected both; name the model, as in --target openai:my-model"
        )
    found = suite if isinstance(suite, Suite) else load_suite(suite)
    if budgets is not None:
        found = found.model_copy(update={"limits": merged(found.limits, budgets)})
    plan = make_plan(found, library_of(folders), _given(specs, base_url), observer=OBSERVER, limit=limit)
    for target in plan.targets.values():
        check_spec(target.spec)
        check_address(target)
    brought = {spec: version for spec in plan.targets if (version := version_of(spec)) is not None}
    return plan.model_copy(update={"versions": plan.versions | brought})


def places_for(suite: str | Suite, specs: Sequence[str], *, base_url: str | None = None) -> dict[str, Target]:
    """The targets as they are to be opened: the plan names a file by its name alone, wherever it lies."""
    found = suite if isinstance(suite, Suite) else load_suite(suite)
    return places(_given(specs, base_url) or found.targets)


def moved(plan: Plan, specs: Sequence[str]) -> dict[str, Target]:
    """Where the files of a resumed run's targets lie now; a frozen plan names them without their folders.

    Raises:
        PlanError: a spec whose file name the plan does not have.
    """
    found = places(_given(specs, None))
    for spec in found:
        if spec not in plan.targets:
            raise PlanError(
                f"found --target {spec} with --resume, but the frozen plan has {', '.join(plan.targets)}; give only "
                "where one of these lies now"
            )
    return {spec: plan.targets[spec].model_copy(update={"spec": target.spec}) for spec, target in found.items()}


def library_of(folders: Sequence[Path]) -> Library:
    """The shipped library together with a user's folders, each of which holds `personas`, `scenarios` or `conditions`.

    Raises:
        DocumentError: a file that cannot be used, or one id in two folders.
        PlanError: a folder holds none of the three.
    """
    for folder in folders:
        if not any((folder / part).is_dir() for part in _PARTS):
            raise PlanError(
                f"{folder} holds no library; name a folder that holds {', '.join(_PARTS[:-1])} or conditions"
            )
    personas, scenarios, conditions = (
        [folder / part for folder in folders if (folder / part).is_dir()] for part in _PARTS
    )
    return Library(
        personas=load_personas(*personas),
        scenarios=load_scenarios(*scenarios),
        conditions=load_conditions(*conditions),
    )


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


def _given(specs: Sequence[str], base_url: str | None) -> list[Target]:
    return [Target(spec=spec, base_url=base_url if _served(spec) else None) for spec in specs]


def _served(spec: str) -> bool:
    kind = KINDS.get(spec.partition(":")[0])
    return kind is None or kind.served
