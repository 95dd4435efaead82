"""What `pastno agree` prints: people first, then the instrument; every figure with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analysis.agreement import Agreement, Caution
from analysis.agreement.wary import FEW as ENOUGH
from analysis.labels.compare import Compared, Item
from analysis.labels.roles import Apart, rank
from analysis.realism.figure import Figure
from pastno.words import MISSING, clean, plain

COLUMNS = {
    "percent": "agree",
    "cohen": "kappa",
    "linear": "linear",
    "quadratic": "quadratic",
    "fleiss": "Fleiss",
    "alpha": "alpha",
    "ac1": "AC1",
}
CAUTIONS = {
    Caution.NEGATIVE: "less agreement than chance; see whether all read the labels the same way round",
    Caution.PREVALENCE: "nearly all labels are the same: kappa and alpha rest on the few others",
}
FEW = 10
"""Rows of measures on which roles differ; all stand in the JSON file."""


def tables(found: Compared) -> Iterator[RenderableType]:
    """Everything there is to print of one instrument, in order."""
    yield _heading(found)
    for title, table in (
        (
            "How far people agree among themselves, it (the instrument) with people, and all together",
            _agreements(found.items),
        ),
        ("Labels crossed: the instrument's → a person's", _crossed(found.items)),
        ("Leniency: the instrument less people, and the faults that one side saw and the other too", _lenient(found)),
        ("Where roles differ most: within a role, between two, and which way they lean", _roles(found.items)),
        ("What is missing; none of it is a no", _missing(found.items)),
    ):
        if table.row_count:
            yield Text(f"\n{title}", style="bold")
            yield table
    yield Text("\n".join(["", *_warned(found)]), style="yellow3")


def _heading(found: Compared) -> Text:
    prompt = f" · prompt {found.prompt}" if found.prompt else ""
    raters = Counter(role or "no role said" for role in found.raters.values())
    who = ", ".join(f"{role} {count}" for role, count in sorted(raters.items()))
    text = Text(f"{found.evaluator} {found.version}", style="bold")
    return text.append(clean(f" · read by {found.read_by}{prompt} · raters: {who}"), style="not bold")


def _agreements(items: Sequence[Item]) -> Table:
    rows = [(item, who, one) for item in items for who, one in _sides(item)]
    shown = [name for name in COLUMNS if any(one.figures[name].value is not None for _, _, one in rows)]
    table = _bare("measure", "who", *(COLUMNS[name] for name in shown), "n", left=2)
    before = ""
    for item, who, one in rows:
        named = f"{item.measure} {item.unit}"
        first = "" if named == before else f"{plain(item.measure)}\n{item.unit}"
        counts = str(one.figures["percent"].n)
        table.add_row(first, who, *(_cell(one.figures[name], name) for name in shown), counts)
        before = named
    return table


def _sides(item: Item) -> Iterator[tuple[str, Agreement]]:
    if item.people is not None:
        yield "people", item.people
    yield "it, people", item.instrument
    if item.together is not None:
        yield "all", item.together


def _cell(figure: Figure, name: str, gap: str = "\n") -> str:
    """The value, and below or behind it the interval."""
    if figure.value is None:
        return MISSING
    form = _percent if name == "percent" else _short
    # Fleiss' kappa lies beside alpha and hardly differs; its interval stands in the file.
    if figure.low is None or figure.high is None or name == "fleiss":
        return form(figure.value)
    return f"{form(figure.value)}{gap}{form(figure.low)}…{form(figure.high)}"


def _percent(number: float) -> str:
    return f"{number:.0%}"


def _short(number: float) -> str:
    return f"{number:.2f}"


def _crossed(items: Sequence[Item]) -> Table:
    table = _bare("measure", "of", "counts", left=3)
    for item in items:
        counts = [
            f"{plain(mine)} → {plain(theirs)} {count}"
            for mine, row in (item.instrument.confusion or {}).items()
            for theirs, count in row.items()
            if count
        ]
        if counts:
            table.add_row(plain(item.measure), item.unit, Text(clean(", ".join(counts))))
    return table


def _lenient(found: Compared) -> Table:
    table = _bare("measure", "of", "difference", "caught", "confirmed", left=2)
    for item in found.items:
        row = item.leniency
        if any(one.value is not None for one in (row.difference, row.caught, row.confirmed)):
            table.add_row(
                plain(item.measure),
                item.unit,
                _counted(row.difference, ""),
                _counted(row.caught, "percent"),
                _counted(row.confirmed, "percent"),
            )
    return table


def _counted(figure: Figure, name: str) -> str:
    return MISSING if figure.value is None else f"{_cell(figure, name, ' ')} n={figure.n}"


def _roles(items: Sequence[Item]) -> Table:
    table = _bare("measure", "roles", "within", "between", "gap", "lean", left=2)
    found = sorted(((item, one) for item in items for one in item.roles), key=lambda pair: rank(pair[1]))
    for item, one in found[:FEW]:
        within = "\n".join(_within(one, role) for role in (one.first, one.second))
        gap = MISSING if one.gap is None else f"{one.gap:+.0%}"
        roles = clean(f"{one.first}\n{one.second}")
        lean = MISSING if one.lean.value is None else _lean(one)
        table.add_row(plain(item.measure), roles, within, _cell(one.between.percent, "percent"), gap, lean)
    return table


def _within(one: Apart, role: str) -> str:
    found = one.within.get(role)
    return MISSING if found is None else _cell(found.percent, "percent", " ")


def _lean(one: Apart) -> str:
    value, low, high = one.lean.value, one.lean.low, one.lean.high
    ends = "" if low is None or high is None else f"\n{low:+.2f}…{high:+.2f}"
    return f"{value:+.2f}{ends}"


def _missing(items: Sequence[Item]) -> Table:
    table = _bare("measure", "of", "units", "conversations", "not labelled", "not scored", "only scored", left=2)
    for item in items:
        counts = [str(item.units), str(item.conversations), _told(item.unlabelled), _told(item.unscored)]
        table.add_row(plain(item.measure), item.unit, *counts, str(item.only_scored))
    return table


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{plain(why)} {count}" for why, count in counts.items()) or "0"


def _warned(found: Compared) -> Iterator[str]:
    """Each kind of warning once, with the measures it is about."""
    about: dict[tuple[Caution, str], list[str]] = {}
    for item in found.items:
        for who, one in (("people", item.people), ("the instrument", item.instrument)):
            for warned in one.warned if one is not None and one.percent.n else ():
                about.setdefault((warned.caution, who), []).append(plain(item.measure))
    for (caution, who), names in about.items():
        if caution is not Caution.FEW:
            yield f"warning: {who}: {CAUTIONS[caution]}: {', '.join(dict.fromkeys(names))}"
    few = [item for item in found.items if item.conversations < ENOUGH]
    if few:
        least = min(item.conversations for item in few)
        yield (
            f"warning: only {least} conversations are labelled for some measures: intervals are too narrow or missing; "
            f"{ENOUGH} or more are needed to build on this"
        )
    if any(item.people is None for item in found.items):
        yield "warning: one rater alone: nobody knows how far people agree, so nothing says how much is much"


def _bare(*names: str, left: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for number, name in enumerate(names):
        words = number < left and name in ("measure", "of", "who", "roles")
        table.add_column(name, justify="left" if number < left else "right", overflow="fold", no_wrap=words)
    return table
