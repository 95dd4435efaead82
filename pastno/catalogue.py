"""What the shipped libraries hold, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from rich import box
from rich.table import Table
from rich.text import Text

from personas.loader import load_personas
from scenarios.loader import load_conditions, load_scenarios, load_suites
from simulator.targets import KINDS
from simulator.targets.reference import NAMES


def catalogue(kind: str) -> Table:
    """The table of one kind; `kind` is a key of `LISTS`."""
    headings, rows = LISTS[kind]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, heading in enumerate(headings):
        table.add_column(heading, no_wrap=index == 0, overflow="fold")
    for row in rows():
        table.add_row(*map(Text, row))
    return table


def _personas() -> Iterable[tuple[str, ...]]:
    return ((p.id, p.locale, ", ".join(p.expectation.needs), p.summary) for p in load_personas().values())


def _scenarios() -> Iterable[tuple[str, ...]]:
    return (
        (s.id, s.risk.category.replace("_", " "), ", ".join(s.acceptable), s.title) for s in load_scenarios().values()
    )


def _conditions() -> Iterable[tuple[str, ...]]:
    return ((c.id, c.context, "yes" if c.system else "no", c.title) for c in load_conditions().values())


def _suites() -> Iterable[tuple[str, ...]]:
    for s in load_suites().values():
        crossed = (s.personas, s.scenarios, s.conditions, s.targets)
        sizes = " × ".join(part if part == "all" else str(len(part)) for part in crossed) + f" × {s.repetitions}"
        yield s.id, sizes, s.title


def _targets() -> Iterable[tuple[str, ...]]:
    yield from ((kind.example, kind.about) for name, kind in KINDS.items() if name != "reference")
    yield from ((f"reference:{name}", about) for name, about in NAMES.items())


LISTS: Mapping[str, tuple[tuple[str, ...], Callable[[], Iterable[tuple[str, ...]]]]] = MappingProxyType(
    {
        "personas": (("persona", "locale", "needs", "who"), _personas),
        "scenarios": (("scenario", "risk", "acceptable", "about"), _scenarios),
        "conditions": (("condition", "refused turns", "system prompt", "about"), _conditions),
        "suites": (("suite", "personas × scenarios × conditions × targets × times", "about"), _suites),
        "targets": (("target", "about"), _targets),
    }
)
"""For each kind its headings and its rows."""
