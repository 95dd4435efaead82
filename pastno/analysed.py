"""What `pastno analyse` prints: what was run, compact tables, all warnings, and what it cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from analysis.findings.caveats import cannot, cautions, computed
from analysis.findings.found import Findings
from analysis.findings.pool import Source
from analysis.stats.number import Number
from analysis.stats.survival import Survival
from pastno import differing
from pastno.grid import grid
from pastno.words import MISSING, clean, number, plain
from simulator.arms import CONTROL

PRIMARY = "!"
"""Marks what was named beforehand."""
COUNTS = ("n", "missing", "cut")
"""Of every number: what it rests on, what should have counted and has no value, and of `n` what was cut off."""
CLUSTERED = {
    "pair": "person in a situation", "persona": "person", "scenario": "situation", "both": "person and by situation",
}  # fmt: skip
_MOST = 3
"""Ways that are printed of each group."""
_FROM = "post_refusal"
_ROUNDS = re.compile(r"(?:(refusal post_refusal) ){2,}")


def page(found: Findings, width: int) -> Iterator[RenderableType]:
    """All parts.

    Args:
        found: what the statistics said.
        width: of the terminal, in its cells.
    """
    yield from map(_line, map(_source, found.sources))
    yield _line(
        f"grouped by {', '.join(found.by)}; interval: 95 %, clustered by {CLUSTERED[found.cluster]}; cut: cut off "
        "before more could be seen"
    )
    yield Text()
    yield from _rates(found, width)
    yield from _curve("exchange of the first refusal", found.first_refusal, width)
    yield from _curve("exchanges gone on after the first refusal", found.persistence, width)
    yield from _ratios(found, width)
    yield from _after(found, width)
    yield from _chain(found, width)
    yield from _ways(found, width)
    yield from _differences(found, width)
    yield from map(_line, computed(found))
    yield Text()
    yield from (_line(f"warning: {one}", "yellow3") for one in cautions(found))
    yield Text()
    yield _line("What this cannot say", "bold")
    yield from (_line(f"- {one}") for one in cannot(found))


def _line(text: str, style: str = "") -> Text:
    return Text(clean(text), style=style)


def _source(one: Source) -> str:
    counts = [f"conversations held {one.held}", f"failed {one.failed}", f"unfinished {one.unfinished}"]
    counts += [f"torn lines {one.torn}"] if one.torn else []
    counts += [f"left out for realism {one.left_out}"] if one.left_out is not None else []
    said = "" if one.kind == "import" else f" of suite {one.suite} (policy {one.policy})"
    return f"{one.name}: {one.kind}{said}; {', '.join(counts)}; replies read by {one.instrument}"


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[RenderableType]:
    """Nothing where there are no rows."""
    if rows:
        yield _line(title, "bold")
        yield grid(list(map(clean, heads)), [list(map(clean, row)) for row in rows], width, heads[:2])
        yield Text()


def _short(group: str, by: Sequence[str]) -> str:
    """A group without the name of its only field, which the heading says."""
    return (group.removeprefix(f"{by[0]}=") if len(by) == 1 else group) or MISSING


def _interval(one: Number) -> str:
    return MISSING if one.low is None and one.high is None else f"{number(one.low)}…{number(one.high)}"


def _counts(one: Number) -> list[str]:
    return [str(one.n), str(one.missing), str(one.censored)]


def _group(by: Sequence[str]) -> str:
    return by[0] if len(by) == 1 else "group"


def _rates(found: Findings, width: int) -> Iterator[RenderableType]:
    some = {one.name for one in found.rates.rates if one.share.value}
    asked = {one.name for one in found.rates.rates if one.share.n}
    names = list(dict.fromkeys(one.name for one in found.rates.rates))
    shown = [
        one for one in sorted(found.rates.rates, key=lambda one: not one.primary)
        if one.name in some or (one.name in asked and "=" not in one.name)
    ]  # fmt: skip
    rows = [
        (one.name + PRIMARY * one.primary, [" ".join(one.group) or MISSING, *_number(one.share), str(one.outside)])
        for one in shown
    ]
    heads = (f"measure, by {_group(found.by)}", "share", "interval", *COUNTS, "outside")
    yield from _table("How often", heads, _parted(rows), width)
    yield _line("outside: the question does not arise")
    yield from _said(f"{PRIMARY} named beforehand", any(one.primary for one in shown))
    yield from _names("never: ", [name for name in names if name in asked - some and "=" in name])
    yield from _names("nothing to count: ", [name for name in names if name not in asked])
    yield from _names("withheld: ", found.rates.withheld)
    yield Text()


def _parted(rows: Iterable[tuple[str, Sequence[str]]]) -> list[list[str]]:
    """Rows below a row of their own that names what they share."""
    found: list[list[str]] = []
    last = ""
    for name, cells in rows:
        if name != last:
            found.append([name, *[""] * (len(cells) - 1)])
        found.append([f"  {cells[0]}", *cells[1:]])
        last = name
    return found


def _number(one: Number) -> list[str]:
    return [number(one.value), _interval(one), *_counts(one)]


def _names(what: str, names: Sequence[str]) -> Iterator[Text]:
    yield from _said(what + ", ".join(names), names)


def _said(text: str, told: object) -> Iterator[Text]:
    if told:
        yield _line(text)


def _curve(title: str, found: Survival, width: int) -> Iterator[RenderableType]:
    everyone = (*found.groups, found.whole) if len(found.groups) > 1 else found.groups
    until = next((one.curve.until for one in found.groups if one.curve.until is not None), None)
    rows = [
        [_short(one.group, found.by), number(one.curve.median.value), _interval(one.curve.median),
         number(one.curve.restricted.value), _interval(one.curve.restricted), *_counts(one.curve.restricted),
         str(one.outside)]
        for one in everyone
    ]  # fmt: skip
    mean = f"mean to {until:g}" if until is not None else "mean"
    heads = (_group(found.by), "median", "interval", mean, "interval", *COUNTS, "outside")
    yield from _table(f"Time: {title}", heads, rows, width)
    if found.test is not None and found.test.chi_square is not None and found.test.p is not None:
        said = f"chi-square {found.test.chi_square:.2f}, df {found.test.df}, p {_p(found.test.p)}"
        rests = f"n {found.test.n}, missing {found.whole.curve.missing}, cut {found.test.censored}"
        yield _line(f"do groups differ (log-rank): {said}; {rests}\n")


def _ratios(found: Findings, width: int) -> Iterator[RenderableType]:
    adjusted = {one.name: one.holm for one in found.tests}
    rows = [
        [plain(pace.of), one.trait, number(one.ratio.value), _interval(one.ratio), _p(one.p),
         _p(adjusted.get(f"{pace.of}: {one.trait}")), *_counts(one.ratio)]
        for pace in found.hazards
        for one in (pace.found.effects if pace.found else ())
    ]  # fmt: skip
    heads = ("of", "trait", "odds", "interval", "p", "Holm", *COUNTS)
    yield from _table("Chance to be refused, or to stop, in an exchange: odds ratios", heads, rows, width)


def _p(p: float | None) -> str:
    if p is None:
        return MISSING
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def _after(found: Findings, width: int) -> Iterator[RenderableType]:
    some = {one.end for one in found.ended if one.share.value}
    ends = list(dict.fromkeys(one.end for one in found.ended))
    rows = [
        (plain(one.end), [_short(one.group, found.by), *_number(one.share)])
        for one in sorted(found.ended, key=lambda one: ends.index(one.end))
        if one.end in some
    ]
    by = f" by exchange {found.ended[0].time:g} after it" if found.ended else ""
    heads = (f"end, by {_group(found.by)}", "share", "interval", *COUNTS)
    yield from _table(f"How the time after the first refusal ends{by}", heads, _parted(rows), width)
    if never := [plain(end) for end in ends if end not in some]:
        yield _line(f"by then never: {', '.join(never)}\n")


def _chain(found: Findings, width: int) -> Iterator[RenderableType]:
    rows = [
        (_short(moved.group, found.by), [one.end, number(one.seen), *_number(one.probability)])
        for moved in found.phases
        for one in moved.ends
        if one.state == _FROM
    ]
    heads = (f"{_group(found.by)}, end", "seen", "chain", "interval", *COUNTS)
    yield from _table(f"Where people end from {_FROM}: as seen, and by a Markov chain", heads, _parted(rows), width)


def _ways(found: Findings, width: int) -> Iterator[RenderableType]:
    rows = [
        (_short(moved.group, found.by), [_way(one.states[1:]), str(one.count), *_number(one.share)])
        for moved in found.phases
        for one in moved.ways[:_MOST]
    ]
    heads = (f"{_group(found.by)}, way", "count", "share", "interval", *COUNTS)
    yield from _table(f"The {_MOST} most frequent ways through the phases", heads, _parted(rows), width)


def _differences(found: Findings, width: int) -> Iterator[RenderableType]:
    if not found.differences:
        if len(found.first_refusal.groups) > 1:
            names = [_short(one.group, found.by) for one in found.first_refusal.groups]
            name = CONTROL if CONTROL in names else names[0]
            yield _line(f"Differences: name the group to set the others beside, as --against '{name}'\n")
        return
    noise = any(row.noise is not None for one in found.differences for row in differing.rows(one))
    parts = [
        (differing.title(one, found.by), cells)
        for one, some in differing.chosen(found)
        for row in some
        for cells in [differing.cells(row, noise=noise, mark=PRIMARY)]
    ]
    heads = ("difference", "first", "second", "less", "interval", *(("a-a",) if noise else ()), "Holm", *COUNTS)
    yield from _table("Differences between groups, in pairs: the second less the first", heads, _parted(parts), width)
    yield from (_line(differing.title(one, found.by) + ": none") for one, some in differing.chosen(found) if not some)
    yield from map(_line, differing.looked(found))
    yield Text()


def _way(states: Sequence[str]) -> str:
    """Rounds of a refusal and what follows stand there once, with how many they were."""
    return _ROUNDS.sub(
        lambda many: f"({many[1]})×{len(many[0]) // len(many[1] + ' ')} ", " ".join(states) + " "
    ).strip()
