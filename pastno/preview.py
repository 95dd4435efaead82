"""What a run of a plan means, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from personas.schema import Policy
from personas.variants import unsaid
from simulator.cells import Cell
from simulator.plan import Plan
from simulator.voicing import TRIES, most_tokens


def announcement(plan: Plan) -> str:
    """What a run of the plan means, in a line, before anything is sent."""
    cells = list(plan.cells())
    calls = sum(cell.budget for cell in cells)
    said = f"{len(cells):,} conversations: {len(plan.personas)} personas, {len(plan.scenarios)} scenarios, "
    said += f"{len(plan.conditions)} conditions, {len(plan.targets)} targets; at most {calls:,} calls of targets"
    voiced = _voice_calls(plan, cells)
    if voiced:
        said += f" and {sum(voiced.values()):,} of voices"
    return said if plan.suite.policy == "own" else f"{said}; policy {plan.suite.policy}"


def cautions(plan: Plan, fitted: Policy | None = None) -> list[str]:
    """What the user should know of the plan before it is held.

    Args:
        plan: what is to be held.
        fitted: the policy that everybody was given, if one was.
    """
    found = [] if fitted is None else _dropped(plan, fitted)
    if plan.suite.sample is not None and plan.size > plan.suite.sample:
        found.append(
            f"the smallest sample is {plan.size} conversations, not {plan.suite.sample}: everybody drawn meets every "
            "target and condition, and twins stay together"
        )
    pairs = {name: len(s.opening) * len(s.ask.lines) for name, s in plan.scenarios.items()}
    fewest = min(pairs, key=pairs.__getitem__)
    if plan.suite.repetitions > pairs[fewest]:
        found.append(
            f"{plan.suite.repetitions} repetitions, and scenario '{fewest}' has {pairs[fewest]} pairs of opening and "
            "ask: somebody who leaves at the first refusal will say the same twice; add paraphrases or hold fewer"
        )
    return found


def _dropped(plan: Plan, fitted: Policy) -> list[str]:
    """Who has no words for what the policy would have them do."""
    dropped = {name: unsaid(persona, fitted) for name, persona in plan.personas.items()}
    return [
        f"persona '{name}' has no words for {', '.join(silent)} of the fitted policy; the weight goes to the others"
        for name, silent in dropped.items()
        if silent
    ]


def preview(plan: Plan) -> Table:
    """What a run of the plan would do at most, one line for each target and each voice."""
    title = f"{plan.size} conversations; nothing was sent"
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("target", overflow="fold")
    for name in ("conversations", "calls at most", "reply tokens at most"):
        table.add_column(name, justify="right")
    every = list(plan.cells())
    for spec in plan.targets:
        cells = [cell for cell in every if cell.target == spec]
        calls = sum(cell.budget for cell in cells)
        tokens = sum(cell.budget * cell.max_tokens for cell in cells)
        table.add_row(Text(spec), f"{len(cells):,}", f"{calls:,}", f"{tokens:,}")
    for spec, calls in _voice_calls(plan, every).items():
        cells = [cell for cell in every if plan.personas[cell.persona].voice.model == spec]
        tokens = sum(cell.budget * TRIES * most_tokens(plan.personas[cell.persona]) for cell in cells)
        table.add_row(Text(f"{spec} (voice)"), f"{len(cells):,}", f"{calls:,}", f"{tokens:,}")
    return table


def _voice_calls(plan: Plan, cells: Sequence[Cell]) -> dict[str, int]:
    """For each voice, its calls at most: every message, each drafted as often as it may be."""
    models = {name: persona.voice.model for name, persona in plan.personas.items() if persona.voice.kind == "llm"}
    return {
        spec: sum(cell.budget * TRIES for cell in cells if models.get(cell.persona) == spec) for spec in plan.voices
    }
