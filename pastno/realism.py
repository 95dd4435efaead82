"""`pastno realism`: how the simulated people of a run compare with people, and which conversations to leave out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from analysis.errors import AnalysisError
from analysis.realism.arms import Arms
from analysis.realism.figure import Figure
from analysis.realism.group import Group
from analysis.realism.human import Human
from analysis.realism.measure import Measured, encoded, measure
from analysis.realism.transcripts import Transcripts
from analysis.realism.verdict import Verdict
from pastno.figures import ALONE, MIXED, NO, PART, SOUND, TAKE, WORDS, Lines, cell, written
from pastno.words import MISSING, plain
from simulator.store import read

FEW = 20
"""Flagged conversations listed; all stand in the JSON file."""


def realism(
    folder: Path,
    console: Console,
    *,
    reference: Sequence[Path] = (),
    json_path: Path | None = None,
    seed: int = 0,
) -> None:
    """Measure a run and print it.

    Args:
        folder: the run's folder.
        console: where to print.
        reference: files of a user's own transcripts, each a column.
        json_path: also write everything there, the list of flagged conversations with their reasons included.
        seed: of intervals, samples and the comparison of arms.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: nothing was begun, a reference cannot be used, or the JSON file cannot be written.
    """
    run = read(folder)
    if not run.conversations:
        raise AnalysisError(f"{folder}: no conversation was begun; hold some with `pastno run --resume {folder}`")
    found = measure(run, reference, seed=seed)
    for note in run.torn:
        console.print(Text(f"note: {note}", style="yellow3"))
    _print(found, console)
    if json_path is not None:
        _write(found, json_path)
        console.print(Text(f"written to {json_path}", style="grey62"))


def _print(found: Measured, console: Console) -> None:
    for part in (*_beginning(found), *_tables(found), *_end(found)):
        console.print(part)


def _beginning(found: Measured) -> list[Text]:
    caveat = f"people: {found.human.caveat} ({found.human.refused} dialogues with a refusal)"
    heads = [Text(_head(group), style="bold") for group in found.voices]
    heads += [
        Text(f"{one.name}: {one.messages} messages of users in {one.conversations} conversations, the first left out")
        for one in found.references
    ]
    return [*heads, Text(caveat), Text()]


def _tables(found: Measured) -> list[RenderableType]:
    beside: list[Human | Transcripts] = [found.human, *found.references]
    alone = "No human data exist for these; the state moves by the personas' parameters, our assumptions"
    tables: list[RenderableType] = []
    parts: list[Table | Text] = [
        _table("How they sound", WORDS + (MIXED if found.references else ()), found.voices, beside),
        _table("How they take a no", NO, found.voices, beside),
        _table(alone, ALONE, found.voices),
        _table("How the voice plays its part", PART, found.voices),
        *_faults(found.voices),
        _each("Each persona's n messages; * lies outside nine in ten single people", SOUND, found),
        _each("Each persona after a no, and what no human data exist for", TAKE, found),
    ]
    for table in parts:
        tables += [table, Text()]
    return tables


def _end(found: Measured) -> list[RenderableType]:
    parts: list[RenderableType] = [_arms(found.arms), Text(), *_excluded(found), Text()]
    for voice, verdict in found.verdicts.items():
        spoken = next(group.conversations for group in found.voices if group.voice == voice)
        failed = sum(one.voice == voice for one in found.excluded)
        parts += _verdict(voice, verdict, f"{failed} of {spoken} conversations failed realism")
    return parts


def _head(group: Group) -> str:
    return (
        f"{group.voice}: {group.messages} messages of its own in {group.conversations} conversations; "
        f"{group.authored} authored openings and asks are left out, {group.carrying} messages carry an authored ask"
    )


def _table(title: str, lines: Lines, groups: Sequence[Group], beside: Sequence[Human | Transcripts] = ()) -> Table:
    table = _bare(title)
    table.add_column("", overflow="fold")
    for group in groups:
        table.add_column(group.voice, justify="right", overflow="fold")
    for other in beside:
        table.add_column("people" if isinstance(other, Human) else other.name, justify="right", overflow="fold")
    for name, label, kind in lines:
        cells = [cell(group.figures.get(name), kind) for group in groups]
        cells += [cell(_beside(other, name), kind) for other in beside]
        table.add_row(label, *cells)
    return table


def _beside(other: Human | Transcripts, name: str) -> Figure | None:
    if isinstance(other, Transcripts):
        return other.figures.get(name)
    known = other.figures.get(name) or other.mixed.get(name)
    return known.figure() if known is not None else None


def _each(title: str, lines: Lines, found: Measured) -> Table:
    """The personas one by one, without intervals: one person meets too few occasions for them."""
    table = _bare(title)
    several = len(found.voices) > 1
    for name in ("persona", "voice", "n")[:: 1 if several else 2]:
        table.add_column(name, justify="right" if name == "n" else "left", overflow="fold")
    for _, label, _ in lines:
        table.add_column(label, justify="right", overflow="fold", min_width=len(label))
    for group in found.personas:
        cells = [_marked(group.figures[name], name, kind, found.human) for name, _, kind in lines]
        names = [group.persona, group.voice] if several else [group.persona]
        table.add_row(*names, str(group.messages), *cells)
    return table


def _marked(figure: Figure, name: str, kind: str, human: Human) -> str:
    if figure.value is None:
        return MISSING
    known = human.figures.get(name)
    outside = (
        known is not None
        and known.people_low is not None
        and known.people_high is not None
        and not known.people_low <= figure.value <= known.people_high
    )
    return written(figure.value, kind) + ("*" if outside else "")


def _faults(groups: Sequence[Group]) -> list[Text]:
    lines = [
        f"{group.voice}: {plain(fault)}: " + ", ".join(f"{plain(where)} {n}" for where, n in counts.items())
        for group in groups
        for fault, counts in group.faults.items()
    ]
    return [Text("\n".join(lines))] if lines else []


def _arms(arms: Arms) -> Table:
    told = "one arm, or flags alike in all" if arms.chance is None else f"so uneven by chance: p = {arms.chance:.3f}"
    warning = "; WARNING: leaving them out may itself make the arms differ" if arms.uneven else ""
    table = _bare(f"Flagged by arm ({told}{warning})")
    for name in ("arm", "flagged", "share", "messages of the voice", "flags"):
        table.add_column(name, justify="left" if name in ("arm", "flags") else "right")
    for arm in arms.arms:
        flags = ", ".join(f"{plain(flag)} {count}" for flag, count in arm.flags.items()) or MISSING
        share = f"{arm.flagged / arm.conversations:.0%}"
        table.add_row(arm.arm, f"{arm.flagged}/{arm.conversations}", share, str(arm.written), flags)
    return table


def _excluded(found: Measured) -> list[Text]:
    failed = f"{len(found.excluded)} of {found.conversations} conversations failed realism"
    lines = [Text(f"{failed}, by the person's own words alone")]
    for one in found.excluded[:FEW]:
        lines.append(Text(f"  {one.id}: " + "; ".join(f"{plain(f.flag)} ({f.reason})" for f in one.flags)))
    if len(found.excluded) > FEW:
        lines.append(Text(f"  and {len(found.excluded) - FEW} more; --json FILE lists them all"))
    return lines


def _verdict(voice: str, verdict: Verdict, flagged: str) -> list[Text]:
    shows = [plain(one.failure) for one in verdict.findings if one.shows]
    unknown = [plain(one.failure) for one in verdict.findings if one.shows is None]
    apart = [f"{plain(name)} above" for name in verdict.above] + [f"{plain(name)} below" for name in verdict.below]
    head = f"verdict on {voice}: {flagged}; shows: {', '.join(shows) or 'none of the known failures'}"
    lines = [Text(head + (f"; too little to say: {', '.join(unknown)}" if unknown else ""), style="bold")]
    lines.append(Text(f"  apart from people's: {', '.join(apart) or 'nothing'}; alike {len(verdict.within)}"))
    lines += [Text(f"  {plain(one.failure)}: {_word(one.shows)} ({one.because})") for one in verdict.findings]
    return lines


def _word(shows: bool | None) -> str:
    return "too little to say" if shows is None else "shows" if shows else "does not show"


def _bare(title: str) -> Table:
    return Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False
    )


def _write(found: Measured, path: Path) -> None:
    try:
        path.write_bytes(encoded(found))
    except OSError as problem:
        raise AnalysisError(f"{path}: cannot write: {problem.strerror}; choose another place with --json") from None
