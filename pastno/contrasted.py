"""What `pastno compare` prints: differences with their intervals, what is missing, and how much was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analysis.comparison.contrast import Comparison, Contrast
from analysis.comparison.difference import Difference
from analysis.comparison.policies import Policies, Range
from pastno.grid import grid
from pastno.lacking import CUT, below
from pastno.words import MISSING, clean, counted, number, signed

Column = tuple[str, Callable[[Difference], str]]
RESTS = "~"
"""Marks a range that holds 0."""
FIRST = "!"
TREATED = "^"
"""Marks what was changed on purpose, and is no consequence of it."""
"""Marks what was named beforehand."""


def comparison_page(found: Comparison, width: int, *, every: bool = False) -> Iterator[RenderableType]:
    """Warnings, a table for each arm or for the two runs, what is missing, and notes.

    Args:
        found: the comparison.
        width: of the terminal, in its cells.
        every: also the measures that nowhere differ.
    """
    yield from _warned(found.warnings)
    for contrast in found.contrasts:
        yield from _contrast(contrast, width, every=every)
    yield _line(_looked(found))
    yield from (_line(f"note: {note}", "yellow3") for note in found.notes)


def policies_page(found: Policies, width: int, *, every: bool = False) -> Iterator[RenderableType]:
    """For each arm its differences to control under every policy, and their range."""
    yield from _warned(found.warnings)
    for arm in dict.fromkeys(one.arm for one in found.ranges):
        ranges = [one for one in found.ranges if one.arm == arm]
        shown = ranges if every else [one for one in ranges if one.low or one.high]
        yield Text(clean(f"{arm} less {ranges[0].against}, by reaction policy"), style="bold")
        if shown:
            yield _range_table(found.policies, shown, width)
        if len(shown) < len(ranges):
            yield _line(f"{len(ranges) - len(shown)} of {len(ranges)} differ under no policy")
        yield Text()
    yield _line(
        f"The range is what stands between the smallest and the largest difference. {RESTS} it holds 0: the difference "
        "rests on the policy, which somebody chose. No number here is the effect."
    )
    yield from (_line(f"note: {note}", "yellow3") for note in found.notes)


def _warned(warnings: Iterable[str]) -> Iterator[Text]:
    found = [_line(f"warning: {warning}", "bold red1") for warning in warnings]
    yield from (*found, Text()) if found else ()


def _line(text: str, style: str = "") -> Text:
    return Text(clean(text), style=style)


def _contrast(one: Contrast, width: int, *, every: bool) -> Iterator[RenderableType]:
    yield _heading(one)
    if not one.pairs:
        yield _line("nothing is paired\n")
        return
    shown = [row for row in one.rows if every or row.apart]
    if shown:
        yield _table(one, shown, width)
    yield from _same(len(one.rows) - len(shown), len(one.rows))
    yield from map(_line, below(one, shown))
    yield Text()


def _heading(one: Contrast) -> Text:
    what = " ".join(filter(None, (one.change, one.value)))
    heading = Text(clean(f"{one.b} less {one.a}"), style="bold")
    said = f" · {what}" if what and not one.check else ""
    said += f" · {counted(one.pairs, 'pair')} in {counted(one.clusters, 'cluster')}"
    left = [f"{count} of {name}" for count, name in ((one.alone_a, one.a), (one.alone_b, one.b)) if count]
    said += f" · without a partner: {', '.join(left)}" if left else ""
    return heading.append(clean(said + (" · nothing was changed" if one.check else "")), style="not bold")


def _same(same: int, of: int) -> Iterator[Text]:
    if same:
        yield _line(f"{f'{same} of' if same < of else 'all'} {of} are the same in every pair")


def _table(one: Contrast, rows: Sequence[Difference], width: int) -> Table:
    columns: list[Column] = [
        ("measure", _name),
        (one.a, lambda row: number(row.mean_a)),
        (one.b, lambda row: number(row.mean_b)),
        ("difference", lambda row: signed(row.difference)),
        ("95 % interval", _interval),
    ]
    if any(row.noise is not None for row in rows):
        columns.append(("a-a", lambda row: signed(row.noise)))
    if any(row.holm is not None for row in rows):
        columns.append(("p", lambda row: MISSING if row.holm is None else _p(row.holm)))
    columns.append(("n", lambda row: str(row.n)))
    cells = [[clean(cell(row)) for _, cell in columns] for row in rows]
    return grid([clean(name) for name, _ in columns], cells, width, ("measure", one.a, one.b))


def _name(row: Difference) -> str:
    marks = {CUT: row.censored_a or row.censored_b, FIRST: row.primary, TREATED: row.treatment}
    return row.name + "".join(mark for mark, holds in marks.items() if holds)


def _looked(found: Comparison) -> str:
    said = [f"{found.looked} differences were looked at."]
    if found.tested:
        said.append(
            f"{found.tested} of them differ in some pair and were tested by flipping the signs of clusters; p is "
            "adjusted for all of these (Holm): a search, not an answer to one question."
        )
    if found.primary:
        said.append(f"{FIRST} {found.primary} was named beforehand, and is adjusted for its own rows alone.")
    if any(row.treatment for one in found.contrasts for row in one.rows):
        said.append(
            f"{TREATED} says how refusals read, the one that was put in among them: whether the change took, and no "
            "finding; it is in no p."
        )
    return " ".join(said)


def _range_table(policies: Sequence[str], ranges: Sequence[Range], width: int) -> Table:
    heads = ["measure", *policies, "range"]
    rows = [
        [
            one.name + (RESTS if one.rests_on_policy else ""),
            *(signed(one.differences[name]) for name in policies),
            f"{signed(one.low)}…{signed(one.high)}",
        ]
        for one in ranges
    ]
    return grid([clean(head) for head in heads], [[clean(cell) for cell in row] for row in rows], width, heads[:1])


def _interval(row: Difference) -> str:
    known = row.estimate
    return MISSING if known.low is None else f"{signed(known.low)}…{signed(known.high)}"


def _p(p: float) -> str:
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")
