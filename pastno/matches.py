"""Find and list the conversations of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from pastno.timeline import marks, mini
from simulator.fold import Live

_PARTS = ("persona", "scenario", "condition", "target", "repetition")
_SPACED_UP_TO = 9


def matching(part: str, names: Iterable[str]) -> list[str]:
    """The names that hold `part`, ignoring case; only the one that equals it, if any does."""
    known = list(names)
    if part in known:
        return [part]
    return [name for name in known if part.lower() in name.lower()]


def conversations(lives: Mapping[str, Live], names: Sequence[str]) -> Group:
    """A table of conversations with their timelines; what all of them share stands above it alone."""
    shown = [lives[name] for name in names]
    varying = [part for part in _PARTS if len({getattr(live.started, part) for live in shown}) > 1]
    shared = [f"{part} {getattr(shown[0].started, part)}" for part in _PARTS if part not in varying] if shown else []
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for part in varying:
        table.add_column(part, overflow="fold")
    table.add_column("phases", no_wrap=True)
    spaced = max((len(marks(live)) for live in shown), default=0) <= _SPACED_UP_TO
    for live in shown:
        table.add_row(*(Text(str(getattr(live.started, part))) for part in varying), mini(live, spaced=spaced))
    return Group(Text(", ".join(shared), style="grey62"), table)
