"""What a file is, by what stands in it and not only by its name, and who reads it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from simulator.errors import FormatError
from simulator.imported.chats import HF, OPENAI, SHAREGPT, head, kept_in, read_records
from simulator.imported.chunks import GZIP, begins
from simulator.imported.columns import columns, described, header, listed
from simulator.imported.naming import shown
from simulator.imported.parquet import MAGIC, columns_in, read_parquet
from simulator.imported.plain import read_text, speaks
from simulator.imported.record import Layout
from simulator.imported.shape import Shape, shape_of
from simulator.imported.table import read_csv
from simulator.imported.talk import Talk


class Format(StrEnum):
    """What transcripts are kept in."""

    OPENAI = "openai"
    HF = "hf"
    SHAREGPT = "sharegpt"
    TEXT = "text"
    INSPECT = "inspect"
    CSV = "csv"


class Taken(NamedTuple):
    """What a file was taken for."""

    file: Path
    format: Format
    words: str
    """For the user to see."""
    read: Callable[[], Iterator[Talk]]
    """Reads it from the beginning; may be called again."""


_LAYOUTS: Mapping[Format, tuple[Layout, ...]] = {Format.OPENAI: OPENAI, Format.HF: HF, Format.SHAREGPT: SHAREGPT}
_SHAPES = {Shape.OPENAI: Format.OPENAI, Shape.HF: Format.HF, Shape.SHAREGPT: Format.SHAREGPT}
_WORDS = {
    Format.OPENAI: "OpenAI chat messages",
    Format.HF: "Hugging Face chats",
    Format.SHAREGPT: "ShareGPT conversations",
    Format.TEXT: "plain text, one conversation",
    Format.INSPECT: "an Inspect log",
}
_MARKED = re.compile(rb"\s*\[[^\]\[{}\"\n]*\][ \t]*[^\s,\[\]{}]")
"""A line of text that begins with something in brackets, as in `[12:01] User: hello`; no JSON goes on so."""
_OTHERS = {b"\x28\xb5\x2f\xfd": "zstd", b"\xfd7zXZ": "xz", b"BZh": "bzip2"}
"""How files begin that would have to be unpacked first."""


def taken(file: Path, wanted: Format | None = None, given: Mapping[str, str] | None = None) -> Taken:
    """What a file is.

    Args:
        file: looked at; a large one at its beginning alone.
        wanted: what the user says it is; None finds out.
        given: which column of a table holds which part, see `columns.USUAL`.

    Raises:
        StoreError: it cannot be read.
        FormatError: it is nothing that is known, or not what it was said to be.
    """
    first = begins(file)
    if not first:
        raise FormatError(f"{shown(file.name)}: found an empty file, expected transcripts; check how it was made")
    if first.startswith(MAGIC):
        return _parquet(file, wanted)
    if first.startswith(b"PK\x03\x04"):
        return _zipped(file, wanted)
    found = _textual(file, wanted, given or {})
    return found._replace(words=f"{found.words}, gzip") if first.startswith(GZIP) else found


def _parquet(file: Path, wanted: Format | None) -> Taken:
    layouts = _LAYOUTS.get(wanted or Format.HF)
    if layouts is None:
        raise _other(file, "Parquet", wanted)
    names = columns_in(file)
    if not any(name in names for one in layouts for name in one.keys):
        raise _unknown(file, f"Parquet with the columns {listed(names)}")
    return Taken(file, Format.HF, f"{_WORDS[Format.HF]}, Parquet", partial(read_parquet, file, layouts))


def _zipped(file: Path, wanted: Format | None) -> Taken:
    if wanted not in (None, Format.INSPECT):
        raise _other(file, "a zip archive", wanted)
    try:
        with zipfile.ZipFile(file) as archive:
            log = any(name in archive.namelist() for name in ("header.json", "_journal/start.json"))
    except (zipfile.BadZipFile, OSError, ValueError):
        log = file.suffix == ".eval"
    if not log and wanted is None:
        raise _unknown(file, "a zip archive")
    return _inspect(file)


def _textual(file: Path, wanted: Format | None, given: Mapping[str, str]) -> Taken:
    start = head(file)
    if not start.strip():
        raise FormatError(f"{shown(file.name)}: found nothing but blanks, expected transcripts; check how it was made")
    if wanted is Format.TEXT:
        return _text(file)
    if wanted is Format.CSV:
        return _csv(file, given)
    if wanted is None and _MARKED.match(start):
        raise FormatError(
            f"{shown(file.name)}: found text that begins with something in brackets and is not JSON, expected "
            "lines that begin with who speaks; take times and brackets off, so that a line reads 'user: ...'"
        )
    if start.lstrip()[:1] in (b"{", b"["):
        return _json(file, wanted)
    if wanted is not None:
        raise _other(file, "no JSON", wanted)
    return _guessed(file, start, given)


def _guessed(file: Path, start: bytes, given: Mapping[str, str]) -> Taken:
    """A file that is no JSON."""
    said = [line for line in start.decode(errors="replace").split("\n") if line.strip()]
    if speaks(said[0]):
        return _text(file)
    if columns(header(file), {}, "").usable or (given and header(file)):
        return _csv(file, given)
    if any(map(speaks, said)):
        return _text(file)
    packed = next((name for mark, name in _OTHERS.items() if start.startswith(mark)), None)
    if packed or b"\0" in start:
        raise _unknown(file, f"data packed with {packed}, which has to be unpacked first" if packed else "binary data")
    names = described(header(file))
    if names:
        raise FormatError(
            f"{shown(file.name)}: found a table with the columns {names}, expected those of a role and a text, or of a "
            "prompt and a response; name them: --columns role=WHO,text=WHAT"
        )
    raise _unknown(file, "text in which nobody is said to speak")


def _json(file: Path, wanted: Format | None) -> Taken:
    kept = kept_in(file)
    shape = shape_of(file, kept)
    if wanted is Format.INSPECT or (wanted is None and shape.shape is Shape.INSPECT):
        return _inspect(file)
    format_ = wanted or _SHAPES.get(shape.shape)
    if format_ is None:
        raise _unknown(file, f"JSON with {shape.found}" if shape.found else "text that begins like JSON and is none")
    return Taken(
        file, format_, f"{_WORDS[format_]}, {kept.value}", partial(read_records, file, _LAYOUTS[format_], kept)
    )


def _text(file: Path) -> Taken:
    return Taken(file, Format.TEXT, _WORDS[Format.TEXT], partial(read_text, file))


def _csv(file: Path, given: Mapping[str, str]) -> Taken:
    known = columns(header(file), given, f"{shown(file.name)}:1")
    return Taken(file, Format.CSV, known.words, partial(read_csv, file, given))


def _inspect(file: Path) -> Taken:
    return Taken(file, Format.INSPECT, _WORDS[Format.INSPECT], partial(_read_inspect, file))


def _read_inspect(file: Path) -> Iterator[Talk]:
    """Whatever reads logs of Inspect, loaded where one is met.

    Raises:
        FormatError: it is not installed.
    """
    try:
        read = import_module("simulator.imported.inspect").read_inspect
    except ModuleNotFoundError:
        raise FormatError(
            f"{shown(file.name)}: a log of Inspect needs what is not installed; pip install 'pastno[inspect]'"
        ) from None
    yield from read(file)


def _other(file: Path, found: str, wanted: Format | None) -> FormatError:
    return FormatError(
        f"{shown(file.name)}: found {found}, expected {wanted.value if wanted else ''} as --format says; leave "
        "--format out, and it is found out"
    )


def _unknown(file: Path, found: str) -> FormatError:
    known = ", ".join(one.value for one in Format)
    return FormatError(
        f"{shown(file.name)}: found {found}, expected one of {known}; see docs/imported.md for what each looks like"
    )
