"""What `pastno step` does: find the conversation, then open the screen."""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.errors import AnalysisError
from pastno.matches import only, ordered
from pastno.step.walk import Walk
from simulator.index import Index


def step(folder: Path, conversation: str) -> None:
    """Walk through a run in the terminal until the user quits.

    Args:
        folder: of the run.
        conversation: id of the one to begin with, or a part only it has; empty for the first.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: no terminal, no conversation, or not exactly one has the part that was given.
    """
    walk = begun(folder, conversation)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # where the screen is read from, and drawn to
        raise AnalysisError("`pastno step` found no terminal to draw in; `pastno show` prints a conversation instead")
    from pastno.step.app import Step

    Step(walk).run()


def begun(folder: Path, conversation: str = "") -> Walk:
    """The walk at its beginning.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: no conversation, or not exactly one has the part that was given.
    """
    index = Index(folder)
    if not index.names:
        raise AnalysisError(f"{folder}: found no conversation that was begun; go on with `pastno run --resume`")
    part = only(conversation, index.names) if conversation else ordered(index.plan, index.names)[0]
    return Walk(index, part)
