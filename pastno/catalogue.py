"""What the shipped libraries hold, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from rich import box
from rich.table import Table
from rich.text import Text

from analysis.evaluators.known import known
from pastno.described import about
from pastno.session import OBSERVER
from pastno.start import library_of
from personas.loader import load_personas
from scenarios.loader import load_conditions, load_scenarios, load_suites, load_wordings
from simulator.plan import make_plan
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
    for p in load_personas().values():
        triggers = ", ".join(trigger.replace("_", " ") for trigger in p.triggers) or "any"
        kind = f"{p.role}, {p.age_band.replace('_', ' ')}, {p.locale}"
        yield p.id, kind, triggers, p.summary.partition(". ")[0].rstrip(".")


def _scenarios() -> Iterable[tuple[str, ...]]:
    for s in load_scenarios().values():
        kind = f"{s.risk.category.replace('_', ' ')}, {s.risk.framing.replace('_', ' ')}"
        about = f"{s.title}; the harmless twin of {s.contrast_of}" if s.contrast_of else s.title
        yield s.id, kind, ", ".join(s.acceptable), about


def _conditions() -> Iterable[tuple[str, ...]]:
    return ((c.id, c.context, "yes" if c.system else "no", c.title) for c in load_conditions().values())


def _wordings() -> Iterable[tuple[str, ...]]:
    for w in load_wordings().values():
        yield w.id, w.manner.replace("_", " "), "yes" if w.referral else "no", "yes" if w.way_back else "no", w.title


def _suites() -> Iterable[tuple[str, ...]]:
    library = library_of([])
    for s in load_suites().values():
        plan = make_plan(s, library, observer=OBSERVER)
        calls = sum(cell.budget for cell in plan.cells())
        yield s.id, f"{plan.size:,}", f"{calls:,}", s.title


def _targets() -> Iterable[tuple[str, ...]]:
    yield from ((kind.example, kind.about) for name, kind in KINDS.items() if name != "reference")
    yield from ((f"reference:{name}", about) for name, about in NAMES.items())


def _evaluators() -> Iterable[tuple[str, ...]]:
    for one in known().values():
        measures = ", ".join(measure.name for measure in one.measures)
        yield one.name, one.facet.value, measures, about(one.text)


LISTS: Mapping[str, tuple[tuple[str, ...], Callable[[], Iterable[tuple[str, ...]]]]] = MappingProxyType(
    {
        "personas": (("persona", "role, age, locale", "triggers", "who"), _personas),
        "scenarios": (("scenario", "risk, framing", "acceptable", "about"), _scenarios),
        "conditions": (("condition", "refused turns", "system prompt", "about"), _conditions),
        "wordings": (("wording", "manner", "referral", "way back", "about"), _wordings),
        "suites": (("suite", "conversations", "calls at most", "about"), _suites),
        "evaluators": (("evaluator", "facet", "measures", "about"), _evaluators),
        "targets": (("target", "about"), _targets),
    }
)
"""For each kind its headings and its rows."""
