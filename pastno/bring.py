"""`pastno import`: conversations that were held elsewhere, from files into a run folder."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from documents.locale import check_locale
from pastno.counting import Counting
from pastno.mistakes import complain
from pastno.needs import need
from pastno.redacting import Redaction
from pastno.restoring import by_words, exported, many, restore, stood
from pastno.session import OBSERVER, observer_for
from pastno.telling import telling
from pastno.words import clean
from simulator.errors import FormatError
from simulator.imported.columns import parse
from simulator.imported.files import Files
from simulator.imported.folder import Brought, bring, plan_of
from simulator.imported.formats import Format, Taken, taken
from simulator.imported.naming import shown
from simulator.imported.parquet import is_parquet
from simulator.imported.talk import Talk
from simulator.plan import Plan
from simulator.provenance import Origin
from simulator.store import PLAN, read_plan

DONE, LEFT_OUT, INTERRUPTED = 0, 1, 130
"""Exit codes: all of it was imported, something was left out, the user stopped it."""
FEW = 10
"""Files, notes and what was left out that are printed; the others are counted."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the user wants imported."""

    files: tuple[Path, ...]
    format: Format | None = None
    """None finds out."""
    out: Path | None = None
    columns: str = ""
    target: str | None = None
    locale: str | None = None
    redact: bool = True


def import_(asked: Asked, console: Console) -> int:
    """Import files, print what became of them, and return the exit code.

    Args:
        asked: what the user wants.
        console: where to print.

    Raises:
        StoreError: a file cannot be read, or the folder cannot be written.
        FormatError: nothing of it can be imported, or it was not asked for well.
        AnalysisError: a library that a format needs is not installed.
    """
    known, left_out = _known(asked)
    for line in _said(known):
        console.print(Text(clean(line)), soft_wrap=True)
    locale = _locale(asked.locale)
    out = asked.out or Path("runs") / f"imported-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    try:
        with telling(console) as tell:
            files = Counting(Files(known), tell, "looked at", "put back")
            export = exported([one.file for one in known], files, redact=asked.redact, console=console)
            if export.whole and not left_out:
                restore(export, files, out, console)
                _point(out, console)
                return DONE
            with Redaction("import") if asked.redact else nullcontext() as redaction:
                through = Files(known, target=asked.target, locale=locale, through=by_words(export, redaction))
                talks = Counting(through, tell, "read", "written")
                plan = _plan(talks, known, left_out, out, redaction)
                brought = bring(talks, out, plan, observer_for(plan))
    except KeyboardInterrupt:
        complain("interrupted; what was imported is whole", f"give the same command with --out {_quoted(out)} to go on")
        return INTERRUPTED
    _tell(brought, plan, out, console)
    return LEFT_OUT if brought.left_out else DONE


def _plan(
    talks: Iterable[Talk], known: Sequence[Taken], left_out: Sequence[str], out: Path, redaction: Redaction | None
) -> Plan:
    """The frozen plan; it has gone through all transcripts once, so it knows what was taken out of them."""
    plan = plan_of(talks, _source(known), observer=OBSERVER, left_out=left_out, made_on=_day(out))
    _require_some(plan)
    if redaction is None or plan.imported is None:
        return plan
    origin = plan.imported.model_copy(update={"redacted": dict(sorted(redaction.counts.items()))})
    return plan.model_copy(update={"imported": origin})


def _known(asked: Asked) -> tuple[list[Taken], list[str]]:
    """What each file is, and why some are nothing. One that cannot be opened is a mistake; so is it if all are nothing.

    Raises:
        StoreError: a file cannot be read, was named twice, or none is of a known format.
    """
    given = parse(asked.columns)
    known: list[Taken] = []
    strange: list[FormatError] = []
    for file in asked.files:
        if asked.files.count(file) > 1:
            raise FormatError(f"{shown(file.name)}: found the file twice, expected each once; name it once")
        try:
            if is_parquet(file):
                need("pyarrow", extra="parquet", command="import")
            known.append(taken(file, asked.format, given))
        except FormatError as problem:
            strange.append(problem)
    if not known:
        raise strange[0]
    _check(known, given)
    return known, [str(problem) for problem in strange]


def _check(known: Sequence[Taken], given: Mapping[str, str]) -> None:
    """Whether what was asked for fits the files, and what reads them is installed.

    Raises:
        FormatError: columns of no table.
        AnalysisError: a library is not installed.
    """
    if given and all(one.format is not Format.CSV for one in known):
        raise FormatError("found --columns, but no file is a table; leave it out, or say --format csv")
    if any(one.format is Format.INSPECT for one in known):
        need("inspect_ai", extra="inspect", command="import")


def _locale(given: str | None) -> str | None:
    try:
        return check_locale(given) if given is not None else None
    except ValueError as problem:
        raise FormatError(f"--locale {shown(given or '')}: {shown(str(problem), 200)}") from None


def _day(out: Path) -> date:
    """The day by which lists are judged: of an import that was broken off, the day it began."""
    frozen = read_plan(out).made_on if (out / PLAN).exists() else None
    return frozen or datetime.now(UTC).date()


def _source(known: Sequence[Taken]) -> str:
    """The files by their names alone."""
    named = [shown(one.file.name) for one in known[:3]]
    return ", ".join(named) + (f" and {len(known) - 3} more" if len(known) > 3 else "")


def _said(known: Sequence[Taken]) -> list[str]:
    """What each file was taken for; many of one kind in a line."""
    if len(known) <= FEW:
        return [f"{shown(one.file.name)}: {one.words}" for one in known]
    kinds = groupby(sorted(known, key=lambda one: one.words), lambda one: one.words)
    return [f"{_range([shown(one.file.name) for one in some])}: {words}" for words, some in kinds]


def _range(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} files, {names[0]} to {names[-1]}"


def _require_some(plan: Plan) -> None:
    """Stop before anything is written where there is not one conversation."""
    left_out = plan.imported.left_out if plan.imported is not None else ()
    if not plan.targets:
        first = left_out[0].replace("; ", ", ")
        more = f", and {len(left_out) - 1:,} more like it" if len(left_out) > 1 else ""
        raise FormatError(f"found no conversation to import: {first}{more}; mend the file, or name another")


def _tell(brought: Brought, plan: Plan, out: Path, console: Console) -> None:
    def say(line: str, style: str = "") -> None:
        console.print(Text(clean(line), style=style), soft_wrap=True)

    held = f"{many(brought.conversations, 'conversation')}, {many(brought.exchanges, 'exchange')}"
    say(held + stood(brought.kept))
    say(_redacted(plan.imported))
    for note in brought.notes[:FEW]:
        say(f"note: {note}", "yellow3")
    if brought.noted > FEW:
        more = many(brought.noted - FEW, "more note")
        say(f"and {more}; all stand in the record, with their conversations", "yellow3")
    for line in brought.left_out[:FEW]:
        say(f"left out: {line}", "red1")
    if len(brought.left_out) > FEW:
        say(f"and {len(brought.left_out) - FEW:,} more left out; see run.json", "red1")
    _point(out, console)


def _redacted(origin: Origin | None) -> str:
    found = origin.redacted if origin is not None else None
    if found is None:
        return "nothing was taken out: the words are as they were (--no-redact)"
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in found.items())
    return f"taken out: {kinds or 'nothing'}; this finds much and not all: read before you share"


def _point(out: Path, console: Console) -> None:
    line = f"record: {out}   look: pastno show {_quoted(out)}   then: pastno score {_quoted(out)}"
    console.print(Text(clean(line)), soft_wrap=True)


def _quoted(out: Path) -> str:
    return shlex.quote(str(out))
