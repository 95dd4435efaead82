"""One evaluator or one wording in full: its definition and measures, or its texts."""

from __future__ import annotations

import re

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from analysis.evaluators.contract import Comparer, Evaluator, Kind, Measure
from analysis.evaluators.known import known
from documents.read import nearest
from pastno.words import MISSING, clean, plain
from scenarios.loader import load_wording
from simulator.errors import PlanError


def described(name: str) -> Group:
    """Everything that is to be known of one evaluator.

    Raises:
        PlanError: none is called so.
    """
    everything = known()
    if name not in everything:
        raise PlanError(f"unknown evaluator '{name}'{nearest(name, everything)}; see `pastno list evaluators`")
    one = everything[name]
    heading = Text(f"{one.name}, version {one.version}, {plain(one.facet.value)}", style="bold")
    return Group(heading, Text(), Text(clean(flowing(one.text))), Text(), _measures(one))


def about(text: str) -> str:
    """The first sentence of a docstring."""
    return " ".join(text.split()).partition(". ")[0].rstrip(".")


def flowing(text: str) -> str:
    """A docstring without the breaks inside its paragraphs; a list's entry or a `Source:` begins a line of its own."""
    return re.sub(r"(?<=\S)\n(?![\n\s-]|[A-Z][\w ]*:)", " ", text.strip())


def span(measure: Measure) -> str:
    """The range of a measure, as words."""
    if measure.kind in (Kind.WHETHER, Kind.LABEL):
        return MISSING
    if measure.kind is Kind.SHARE:
        return "0 to 1"
    low = measure.low if measure.kind is Kind.NUMBER else measure.low or 0
    ends = [f"from {low:g}"] if low is not None else []
    return " ".join([*ends, *([f"to {measure.high:g}"] if measure.high is not None else [])]) or "any"


def _measures(one: Evaluator | Comparer) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("measure", "kind", "range", "better", "rests on", "says"):
        table.add_column(heading, overflow="fold")
    for measure in one.measures:
        rests = "an observer" if measure.reads else "the record"
        better = measure.better or MISSING
        cells = (measure.name, measure.kind.value, span(measure), better, rests, measure.text)
        table.add_row(*(Text(clean(cell)) for cell in cells))
    return table


def texts_of(name: str) -> Text:
    """A refusal wording with all its texts.

    Raises:
        ScenarioError: no such wording or file.
    """
    wording = load_wording(name)
    lines = [f"{wording.id}: {wording.title}"]
    lines += [f"{n}. {text}" for n, text in enumerate(wording.texts, start=1)]
    return Text(clean("\n\n".join(lines)))
