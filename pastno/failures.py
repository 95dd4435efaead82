"""Which conversations stand at a failure, and why; like failures are told once."""

from __future__ import annotations

from rich.text import Text

from pastno.words import clean, plain
from simulator.fold import Live
from simulator.store import Run
from simulator.transcript import Cause

FEW = 3
"""Conversations named for each failure."""


def failures(run: Run) -> list[Text]:
    """A paragraph for each kind of failure of each target, with its count and its first conversations."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, live in run.lives().items():
        how, message = _failure(live)
        if how:
            found.setdefault((live.started.target, how), []).append((name, message))
    return [_paragraph(how, stand) for (_, how), stand in found.items()]


def _failure(live: Live) -> tuple[str, str]:
    if live.ended is not None:
        return ("persona failed", live.ended.detail) if live.ended.cause is Cause.PERSONA_FAILED else ("", "")
    if live.failed is None:
        return "", ""
    status = f" {live.failed.status}" if live.failed.status else ""
    return f"{plain(live.failed.kind)}{status}", live.failed.message


def _paragraph(how: str, stand: list[tuple[str, str]]) -> Text:
    noun = "conversation" if len(stand) == 1 else "conversations"
    lines = [f"failed, {len(stand)} {noun}, {how}: {clean(stand[0][1])}"]
    lines += [f"  {name}" for name, _ in stand[:FEW]]
    if len(stand) > FEW:
        lines.append(f"  and {len(stand) - FEW} more")
    return Text("\n".join(lines), style="magenta")
