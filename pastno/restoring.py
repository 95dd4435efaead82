"""`pastno import` of what `pastno export` wrote: the run as it was, where it can be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pastno.words import clean
from simulator.imported.restored import Export, put_back
from simulator.imported.talk import Talk

_REDACTED = (
    "found a run of imported conversations, which is taken in again from its words alone, to take out who somebody is; "
    "--no-redact restores it as it was"
)


def exported(files: Sequence[Path], talks: Iterable[Talk], *, redact: bool, console: Console) -> Export:
    """What the files are as an export; says why where their run cannot be restored.

    Args:
        files: those that were named.
        talks: what they hold, as it stands there.
        redact: whether what people wrote is to be changed. Nobody wrote what simulated people say.
        console: where to print.
    """
    export = Export(files)
    problems = export.problems(talks)
    if export.whole and redact and export.plan is not None and export.plan.imported is not None:
        export.whole, export.instead = False, _REDACTED
        problems = (_REDACTED,)
    for problem in problems:
        console.print(Text(clean(f"note: {problem}"), style="yellow3"), soft_wrap=True)
    return export


def restore(export: Export, talks: Iterable[Talk], out: Path, console: Console) -> None:
    """Write the run as it was, and say so.

    Raises:
        StoreError: the folder cannot be used.
    """
    put = put_back(export, talks, out)
    held = f"{many(put.conversations, 'conversation')}, {many(put.exchanges, 'exchange')}{stood(put.kept)}"
    console.print(Text(f"the run as it was exported: {held}"), soft_wrap=True)
    if put.of_plan < put.planned:
        line = (
            f"note: {put.of_plan:,} of {many(put.planned, 'conversation')} of the plan; the others are not in what was "
            "given: they were not exported, or had nothing said in them, or were taken out since"
        )
        console.print(Text(line, style="yellow3"), soft_wrap=True)


def stood(kept: int) -> str:
    """How many conversations stood in the folder already, behind what it holds now."""
    return f"; {many(kept, 'conversation')} stood there already" if kept else ""


def many(count: int, of: str) -> str:
    """A count of things in words."""
    return f"{count:,} {of}{'s' * (count != 1)}"


def by_words(export: Export, through: Callable[[Talk], Talk] | None) -> Callable[[Talk], Talk]:
    """What transcripts pass through that are not restored: what they carry is left, with a note of why."""
    return export.foreign if through is None else lambda talk: through(export.foreign(talk))
