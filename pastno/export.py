"""`pastno export`: the conversations of a run, in formats of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.errors import AnalysisError
from pastno.needs import need
from pastno.redacting import redactor
from pastno.words import clean
from simulator.appender import reason
from simulator.errors import WriteFailed
from simulator.exported.conversation import Conversation, Reading
from simulator.exported.formats import FORMATS, Format
from simulator.exported.sidecar import beside

Name = Literal["openai", "hf", "sharegpt", "csv", "parquet", "preferences", "inspect"]
_ENDINGS = {"preferences": ".jsonl", "inspect": ".eval"}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported."""

    folder: Path
    format: Name
    out: Path | None = None
    """The file; by default beside the run, named after it and the format."""
    only: str = ""
    """The conversations whose id holds this."""
    redact: bool = False
    plain: bool = False
    """Nothing that only this project reads: no block, no plan beside."""
    force: bool = False
    """Write over a file that is there."""
    rubrics: tuple[str, ...] = ()
    """For preferences: files of rubrics that do not ship."""

    @property
    def bare(self) -> bool:
        """Whether nothing is carried: a text that was taken out must not come back from a block or a plan."""
        return self.plain or self.redact


def export(asked: Asked, console: Console) -> int:
    """Write the file and say what it holds; gives the exit code, 1 where there was nothing to write.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: a file is in the way, a library is missing, or the options do not go together.
        WriteFailed: the disk refused.
    """
    out = _place(asked)
    if asked.format == "inspect":
        return _inspect(asked, out, console)
    if asked.format == "preferences":
        from pastno.preferring import prefer

        _check(asked, [out])
        return prefer(asked, out, console)
    return _messages(asked, FORMATS[asked.format], out, console)


def _place(asked: Asked) -> Path:
    if asked.out is not None:
        return asked.out
    folder = asked.folder if asked.folder.name else asked.folder.resolve()
    ending = _ENDINGS.get(asked.format) or FORMATS[asked.format].ending
    return folder.with_name(f"{folder.name}-{asked.format}{ending}")


def _messages(asked: Asked, format: Format, out: Path, console: Console) -> int:
    if format.module:
        need(format.module, extra=asked.format, command=f"export --format {asked.format}")
    change = redactor(asked.folder) if asked.redact else None
    plan = None if asked.bare else beside(out)
    _check(asked, [out, beside(out)])
    reading = Reading(asked.folder, only=asked.only, carry=not asked.bare)
    with drafted(out) as draft:
        format.write(_told(reading, change), draft, not asked.bare)
        _some(reading, asked)
        if plan is not None:
            with drafted(plan) as beside_it:
                beside_it.write_bytes(reading.frozen)
    if plan is None and asked.force:
        beside(out).unlink(missing_ok=True)
    for line in _report(reading, asked, out):
        say(console, line)
    return 0


def _told(reading: Reading, change: Callable[[Conversation], Conversation] | None) -> Iterator[Conversation]:
    return iter(reading) if change is None else map(change, reading)


def _some(reading: Reading, asked: Asked) -> None:
    if not reading.exported:
        held = f" whose id holds '{asked.only}'" if asked.only else ""
        raise AnalysisError(
            f"{asked.folder}: found no conversation{held} in which a word was said; `pastno show {asked.folder}` lists "
            "them"
        )


def _report(reading: Reading, asked: Asked, out: Path) -> Iterator[str]:
    with_plan = "" if asked.bare else f", and the plan to {beside(out).name} beside it"
    yield f"{reading.exported} conversations written to {out}{with_plan}"
    yield from _notes(reading)


def _notes(reading: Reading) -> Iterator[str]:
    if reading.unsafe:
        yield unsafe_line(reading.unsafe)
    if reading.unfinished:
        yield f"note: {reading.unfinished} of them have not come to their end"
    if reading.silent:
        yield f"note: {reading.silent} conversations in which nothing was said are left out"
    yield from (f"note: {torn}" for torn in reading.torn)


def unsafe_line(count: int) -> str:
    """What is said of replies that give what must not be given."""
    return f"content warning: {count} replies give what must not be given, and stand in the file word for word"


def say(console: Console, line: str) -> None:
    """Print one line."""
    style = "yellow3" if line.startswith(("note:", "content warning:")) else ""
    console.print(Text(clean(line), style=style), soft_wrap=True)


@contextmanager
def drafted(file: Path) -> Iterator[Path]:
    """A place to write to that becomes the file when all went well; else nothing is left.

    Raises:
        WriteFailed: the system refused.
    """
    draft = file.with_name(f".{file.name}.draft")
    try:
        yield draft
        draft.replace(file)
    except OSError as problem:
        raise WriteFailed(f"{file}: cannot write: {reason(problem)}; choose another place with --out") from None
    finally:
        draft.unlink(missing_ok=True)


def _check(asked: Asked, files: list[Path]) -> None:
    """Check that nothing is written over."""
    there = next((file for file in files if file.exists()), None)
    if there is not None and (not asked.force or there.is_dir()):
        raise AnalysisError(f"{there} is there already; choose another place with --out, or write over it with --force")


def _inspect(asked: Asked, out: Path, console: Console) -> int:
    """One log for each target, with what evaluators said of it."""
    need("inspect_ai", extra="inspect", command="export --format inspect")
    from pastno.inspected import scores_of
    from simulator.exported.inspect import files, write_inspect

    reading = Reading(asked.folder, only=asked.only, carry=False)
    for _ in reading:  # Counts.
        pass
    _some(reading, asked)
    places = list(files(asked.folder, out, asked.only).values())
    _check(asked, [place for file in places for place in (file, beside(file))])
    count = write_inspect(
        asked.folder,
        out,
        scores=scores_of(asked.folder),
        change=redactor(asked.folder) if asked.redact else None,
        carry=not asked.bare,
        only=asked.only,
        force=asked.force,
    )
    say(console, f"{count} conversations written to {', '.join(map(str, places))}")
    for line in _notes(reading):
        say(console, line)
    return 0
