"""`pastno replay`: verify a run, or say its lines again to another target."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console

from pastno.held import Asked as Holding
from simulator.errors import PlanError


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    folder: Path
    only: str = ""
    """Part of the ids of the conversations; all when empty."""
    json: Path | None = None
    target: str | None = None
    """Says the lines again to this one; None verifies."""
    condition: str | None = None
    live_from: int | None = None
    persona: str | None = None
    """Who stands in for the people of imported conversations."""
    scenario: str | None = None
    library: tuple[Path, ...] = ()
    holding: Holding = Holding()
    """Where the new run goes, and what it may cost."""


def replay(asked: Asked, console: Console) -> int:
    """Verify, or redrive; returns the exit code.

    Raises:
        SimulatorError: no run folder, a damaged one, or options that do not go together.
        DocumentError: a persona, a scenario or a condition cannot be read.
        AnalysisError: nothing to verify, or a file cannot be written.
    """
    if asked.target is None:
        _need_a_target(asked)
        from pastno.verified import verify

        return verify(asked.folder, console, only=asked.only, json=asked.json)
    if asked.json is not None:
        raise PlanError("found --json with --target, expected one: --json holds what verifying finds; leave one out")
    from pastno.redrive import redrive

    return redrive(asked, console)


def _need_a_target(asked: Asked) -> None:
    held = asked.holding
    given = {
        "--condition": asked.condition,
        "--live-from": asked.live_from,
        "--persona": asked.persona,
        "--scenario": asked.scenario,
        "--library": asked.library,
        "--out": held.out,
        "--base-url": held.base_url,
        "--max-tokens": held.max_tokens,
        "--max-cost": held.max_cost,
    }
    found = [name for name, value in given.items() if value]
    if found:
        raise PlanError(
            f"found {', '.join(found)} without --target: a run is verified without any model; name one with --target "
            "to say its lines again"
        )
