"""What `pastno show` answers with."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Group, RenderableType
from rich.text import Text

from pastno.failures import failures
from pastno.matches import conversations, only, ordered
from pastno.report import summary
from pastno.view import page
from pastno.words import clean
from simulator.fold import fold
from simulator.store import Run, read

FEW = 60
"""Conversations listed unless all are asked for."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the user wants to see."""

    folder: Path
    conversation: str = ""
    """Id, or part of it; empty for the list."""
    summary: bool = False
    unsafe: bool = False
    every: bool = False


def shown(wanted: Wanted, width: int) -> RenderableType:
    """The list, the summary, or one conversation.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: no conversation has the part that was given, or several have.
    """
    run = read(wanted.folder)
    if wanted.summary:
        return Group(summary(run), *failures(run), *_torn(run))
    if not wanted.conversation:
        return Group(*_list(run, every=wanted.every), *_torn(run))
    name = only(wanted.conversation, run.conversations)
    return Group(page(run.conversations[name], run.plan, width=width, unsafe=wanted.unsafe), *_torn(run))


def _list(run: Run, *, every: bool) -> list[RenderableType]:
    names = ordered(run.plan, run.conversations)
    few = names if every else names[:FEW]
    parts: list[RenderableType] = [conversations({name: fold(run.conversations[name]) for name in few}, few)]
    if len(few) < len(names):
        parts.append(Text(f"and {len(names) - len(few)} more; --all lists them"))
    parts.append(Text(_count(run, len(names)), style="grey62"))
    return parts


def _count(run: Run, begun: int) -> str:
    if run.plan.imported is None:
        return f"{begun} of {run.plan.size} planned conversations were begun"
    left_out = len(run.plan.imported.left_out)
    more = f"; {left_out} transcripts were left out, see run.json" if left_out else ""
    return clean(f"{begun} conversations imported from {run.plan.imported.source}{more}")


def _torn(run: Run) -> list[Text]:
    return [Text(f"note: {note}", style="yellow3") for note in run.torn]
