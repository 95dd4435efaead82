"""How much of what says who somebody is the de-identification of imports finds, and what it hides besides.

The messages of `redaction_bank.txt` are invented and marked by hand. Every other one was looked at while the rules were
made (`seen`); the others were only counted (`unseen`): the honest figures. A mark counts as found where four fifths of
it are covered, whatever kind it was taken for; what was found is right where it meets a mark.

Usage: python -m benchmarks.redaction [--json FILE]
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.tables import options, table, write
from simulator.imported.redact import Redactor, redactor
from simulator.imported.spans import Kind, Span

BANK = Path(__file__).with_name("redaction_bank.txt")
ENOUGH = 0.8
"""Share of a mark that must be covered."""
_MARK = re.compile(rf"<({'|'.join(Kind)}):([^>]*)>")
Figures = dict[str, float]


class Marked(NamedTuple):
    """One message and what in it says who somebody is."""

    text: str
    marks: tuple[Span, ...]


class Score(NamedTuple):
    """Counts by kind."""

    marks: Counter[Kind]
    hit: Counter[Kind]
    found: Counter[Kind]
    right: Counter[Kind]
    touched: int
    """Messages without a mark in which something was found."""
    quiet: int


def read_bank(file: Path = BANK) -> tuple[list[Marked], list[Marked]]:
    """The messages that were looked at, and those that were not."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    marked = [_marked(line) for line in lines]
    return marked[::2], marked[1::2]


def _marked(line: str) -> Marked:
    text, done, marks = "", 0, []
    for match in _MARK.finditer(line):
        text += line[done : match.start()]
        marks.append(Span(len(text), len(text) + len(match[2]), Kind(match[1])))
        text, done = text + match[2], match.end()
    return Marked(text + line[done:], tuple(marks))


def score(using: Redactor, messages: list[Marked]) -> Score:
    """What is found of the marks, and what else."""
    made = Score(Counter(), Counter(), Counter(), Counter(), 0, sum(not one.marks for one in messages))
    touched = 0
    for text, marks in messages:
        found = using.spans(text)
        touched += bool(found and not marks)
        for mark in marks:
            covered = sum(max(0, min(mark.end, one.end) - max(mark.start, one.start)) for one in found)
            made.marks[mark.kind] += 1
            made.hit[mark.kind] += covered >= ENOUGH * (mark.end - mark.start)
        for one in found:
            made.found[one.kind] += 1
            made.right[one.kind] += any(one.start < mark.end and mark.start < one.end for mark in marks)
    return made._replace(touched=touched)


def shown(name: str, made: Score) -> Figures:
    """Print recall and precision by kind, each with its counts."""
    figures: Figures = {}
    rows = []
    for kind in Kind:
        if made.marks[kind]:
            figures[f"{name}.{kind}.recall"] = made.hit[kind] / made.marks[kind]
        if made.found[kind]:
            figures[f"{name}.{kind}.precision"] = made.right[kind] / made.found[kind]
        rows.append((str(kind), f"{made.hit[kind]} of {made.marks[kind]}", f"{made.right[kind]} of {made.found[kind]}"))
    rows.append(("all", f"{made.hit.total()} of {made.marks.total()}", f"{made.right.total()} of {made.found.total()}"))
    figures[f"{name}.quiet_touched"] = made.touched / made.quiet
    table(f"{name} messages", ("kind", "found of the marked", "right of the found"), rows)
    print(f"messages with nothing to hide in which something was found: {made.touched} of {made.quiet}\n")
    return figures


def main() -> None:
    asked = options(__doc__)
    using = redactor(None)
    seen, unseen = read_bank()
    using.spans("Warm up, Anna.")
    begun = perf_counter()
    figures = shown("seen", score(using, seen)) | shown("unseen", score(using, unseen))
    figures["messages_per_second"] = (len(seen) + len(unseen)) / (perf_counter() - begun)
    print(f"{figures['messages_per_second']:.0f} messages a second, one after another")
    write(asked.json, figures)


if __name__ == "__main__":
    main()
