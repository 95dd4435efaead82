"""What `pastno observe` prints: how much was read, and where two instruments differ; what was not said is no zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analysis.agreement import Paired
from analysis.observers import NOT_ASKED, Comparison, Coverage, Encounters
from analysis.realism.figure import Figure
from pastno.figures import SHARE, cell
from pastno.words import MISSING, STANCE_COLOURS, plain
from personas.perception import Stance
from simulator.observations import Absent, Instrument

FEW = 20
"""Differing conversations listed; all stand in the JSON file."""


def tables(found: Comparison, instruments: Sequence[Coverage]) -> Iterator[RenderableType]:
    """Everything there is to print, in order."""
    yield from _separated(_beginning(found))
    yield from _separated(_coverage(instruments))
    yield from _separated(_confusion(found))
    heading = f"Where {found.run_observer} and {_name(found.coverage.instrument)} agree"
    yield from _separated(_agreements(heading, (found.stance, *found.stances)))
    yield from _separated(_agreements("Cue by cue, in replies that hold a word", found.cues))
    if found.answers:
        yield from _separated(_answers(found))
    yield from _encounters(found)


def _separated(part: Text | Table) -> Iterator[RenderableType]:
    """The part and an empty line; a table's title stands before it, where the table's width does not break it."""
    if isinstance(part, Table):
        yield Text(str(part.title), style="bold")
        part.title = None
    yield part
    yield Text()


def _beginning(found: Comparison) -> Text:
    instrument = found.coverage.instrument
    lines = [f"{found.run_observer} drove this run; {_name(instrument)} read it afterwards. The run is unchanged."]
    if not instrument.judge and instrument.version == found.run_observer:
        lines.append("Both are the same version: this shows only whether it reads the same twice.")
    if not found.coverage.read:
        lines.append(
            "It read nothing, so nothing below is compared; a judge that answers otherwise than asked is none."
        )
    if found.repeats > 1:
        lines.append(f"Asked {found.repeats} times; same stance every time: {cell(found.stable, SHARE)}")
    lines.append("Neither of the two is the truth: agreement says how far they can stand for each other.")
    return Text("\n".join(lines))


def _coverage(instruments: Sequence[Coverage]) -> Table:
    table = _bare("How many replies each instrument read")
    known = [*(reason.value for reason in Absent), NOT_ASKED]
    reasons = [reason for reason in known if any(reason in one.absent for one in instruments)]
    table.add_column("instrument", overflow="fold", min_width=12)
    for name in ("replies", "read", *map(plain, reasons)):
        table.add_column(name, justify="right")
    for one in instruments:
        counts = [str(one.absent.get(reason, 0)) for reason in reasons]
        table.add_row(Text(_full_name(one.instrument)), str(one.replies), str(one.read), *counts)
    return table


def _confusion(found: Comparison) -> Table:
    table = _bare(f"Stances: lines by {found.run_observer}, columns by {_name(found.coverage.instrument)}")
    table.add_column("")
    for stance in Stance:
        table.add_column(stance.value, justify="right")
    for mine in Stance:
        row = found.confusion[mine.value]
        if any(row.values()):
            table.add_row(Text(mine.value, style=STANCE_COLOURS[mine]), *(_count(row, mine, one) for one in Stance))
    if not table.rows:
        table.add_row("nothing was read", *[MISSING] * len(Stance))
    return table


def _count(row: dict[str, int], mine: Stance, theirs: Stance) -> Text:
    count = row[theirs.value]
    return Text(str(count), style="grey62" if not count else "bold" if mine is theirs else "")


def _agreements(title: str, rows: Sequence[Paired]) -> Table:
    table = _bare(title)
    for name in ("", "run", "other", "n", "missing", "agree", "kappa"):
        table.add_column(name, justify="right" if name else "left")
    for row in rows:
        said = [MISSING if count is None else str(count) for count in (row.run, row.other)]
        counts = [str(row.kappa.n), str(row.kappa.missing)]
        table.add_row(plain(row.name), *said, *counts, _ends(row.agreement, "{:.0%}"), _ends(row.kappa, "{:.2f}"))
    return table


def _ends(figure: Figure, form: str) -> str:
    if figure.value is None:
        return MISSING
    if figure.low is None or figure.high is None:
        return form.format(figure.value)
    return f"{form.format(figure.value)} {form.format(figure.low)}…{form.format(figure.high)}"


def _answers(found: Comparison) -> Table:
    names = ("yes", "no", "invalid", "unanswered")
    table = _bare("What the judge answered; invalid: yes, without words that stand in the reply")
    table.add_column("")
    for name in names:
        table.add_column(name, justify="right")
    for about, counts in found.answers.items():
        table.add_row(plain(about), *(str(counts.get(name, 0)) for name in names))
    return table


def _encounters(found: Comparison) -> Iterator[Text]:
    other = _name(found.coverage.instrument)
    counts = f"{found.refused_whole} in the run, {found.audited_whole} by {other}"
    whole = f"Of the {found.whole} that {other} read whole: {counts}."
    yield Text(
        f"Refused in the run: {found.refused} of {found.conversations} conversations. "
        + (whole if found.whole else f"{other} read none of them whole.")
    )
    if found.declared:
        yield Text(f"{found.declared} replies were stopped by the provider; stances are compared without them.")
    if not found.differing:
        yield Text("No conversation would have had other encounters, as far as it was read.")
        return
    yield Text(
        f"{len(found.differing)} conversations would have had other encounters, as far as they were read. What follows "
        "the first difference would have been another conversation."
    )
    for one in found.differing[:FEW]:
        yield Text("  " + _line(one))
    if len(found.differing) > FEW:
        yield Text(f"  and {len(found.differing) - FEW} more; all of them with --json")


def _line(one: Encounters) -> str:
    unknown = f", not said in {_numbers(one.unknown)}" if one.unknown else ""
    return f"{one.id}: experienced in {_numbers(one.experienced)}, audited in {_numbers(one.audited)}{unknown}"


def _numbers(exchanges: Sequence[int]) -> str:
    return ", ".join(map(str, exchanges)) or "none"


def _name(instrument: Instrument) -> str:
    return instrument.name if instrument.judge else instrument.version


def _full_name(instrument: Instrument) -> str:
    place = f" at {instrument.base_url}" if instrument.base_url else ""
    return f"{instrument.name}{place}, prompt {instrument.prompt}" if instrument.judge else instrument.version


def _bare(title: str) -> Table:
    return Table(title=title, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
