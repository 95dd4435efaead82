"""Find and list the conversations of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from analysis.errors import AnalysisError
from documents.read import nearest
from pastno.timeline import marks, mini
from simulator.fold import Live
from simulator.plan import Plan
from simulator.provenance import NOT_KNOWN

_PARTS = ("name", "persona", "scenario", "condition", "target", "repetition")
_SPACED_UP_TO = 9


def matching(part: str, names: Iterable[str]) -> list[str]:
    """The names that hold `part`, ignoring case; only the one that equals it, if any does."""
    known = list(names)
    if part in known:
        return [part]
    return [name for name in known if part.lower() in name.lower()]


def only(part: str, names: Iterable[str]) -> str:
    """The one name that holds `part`.

    Raises:
        AnalysisError: none has it, or several have.
    """
    known = list(names)
    found = matching(part, known)
    if len(found) == 1:
        return found[0]
    if not found:
        raise AnalysisError(
            f"no conversation of this run holds '{part}'{nearest(part, known)}; `pastno show DIR` lists them"
        )
    listed = "\n".join(f"  {name}" for name in found[:20])
    more = f"\n  and {len(found) - 20} more" if len(found) > 20 else ""
    raise AnalysisError(f"{len(found)} conversations hold '{part}':\n{listed}{more}\ngive a part that only one has")


def ordered(plan: Plan, names: Iterable[str]) -> list[str]:
    """Conversations that were begun, as they were planned; those of no plan follow."""
    begun = dict.fromkeys(names)
    planned = [cell.id for cell in plan.cells() if cell.id in begun]
    return list(dict.fromkeys([*planned, *begun]))


def conversations(lives: Mapping[str, Live], names: Sequence[str]) -> Group:
    """A table of conversations with their timelines; what all of them share stands above it alone."""
    shown = [lives[name] for name in names]
    varying = [part for part in _PARTS if len({_part(live, part) for live in shown}) > 1]
    shared = [f"{part} {_part(shown[0], part)}" for part in _PARTS if part not in varying] if shown else []
    shared = [one for one in shared if not one.endswith(f" {NOT_KNOWN}")]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for part in varying:
        table.add_column(part, overflow="fold")
    table.add_column("phases", no_wrap=True)
    spaced = max((len(marks(live)) for live in shown), default=0) <= _SPACED_UP_TO
    for live in shown:
        table.add_row(*(Text(_part(live, part)) for part in varying), mini(live, spaced=spaced))
    return Group(Text(", ".join(shared), style="grey62"), table)


def _part(live: Live, part: str) -> str:
    """What of a conversation tells it from others; only an imported one has a name of its own."""
    if part == "name":
        return live.started.imported.name if live.started.imported is not None else NOT_KNOWN
    return str(getattr(live.started, part))
