"""The bytes of a text file as UTF-8, a part at a time: unpacked where they are packed, turned where they are UTF-16."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from pathlib import Path

from simulator.appender import reason
from simulator.errors import FormatError, StoreError
from simulator.imported.naming import shown

CHUNK = 1 << 18
"""Bytes of a part at most."""
LONGEST = 1 << 26
"""Bytes of one line, element or object at most: what is longer is no conversation, and is never held in memory."""
GZIP = b"\x1f\x8b"
"""How a packed file begins."""
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def chunks(file: Path, where: str = "") -> Iterator[bytes]:
    """The parts of a file, in order: gzip is unpacked, a mark of the encoding is taken off.

    Nothing is guessed: without a mark the bytes are given as they are.

    Args:
        file: what to read.
        where: how errors call it; its name where nothing is given.

    Raises:
        StoreError: it cannot be read.
        FormatError: packed or marked data that end early or are damaged; what stood before was given.
    """
    where, line = where or shown(file.name), 1
    try:
        with _opened(file) as stream:
            for part in _utf8(iter(lambda: stream.read1(CHUNK), b"")):
                line += part.count(b"\n")
                yield part
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise FormatError(
            f"{where}:{line}: the packed data end early or are damaged here; what stands before was read: unpack it "
            "again from its source"
        ) from None
    except UnicodeDecodeError:
        raise FormatError(
            f"{where}:{line}: found bytes that are not what the mark at the file's start says (UTF-16 or UTF-32); save "
            "it as UTF-8"
        ) from None
    except OSError as problem:
        raise StoreError(f"{where}: cannot be read: {reason(problem)}; check its path") from None


def begins(file: Path, size: int = 8) -> bytes:
    """The first bytes of a file, as they are.

    Raises:
        StoreError: it cannot be read, or is a folder or a pipe, which cannot be read twice.
    """
    where = shown(file.name)
    try:
        if file.exists() and not file.is_file():
            raise StoreError(f"{where}: found a folder or a pipe, expected a file; name the files in it")
        with file.open("rb") as stream:
            return stream.read(size)
    except OSError as problem:
        raise StoreError(f"{where}: cannot be read: {reason(problem)}; check its path") from None
    except ValueError:
        raise StoreError(f"{where}: no file can have this name; check its path") from None


def _opened(file: Path) -> BufferedIOBase:
    return gzip.open(file, "rb") if begins(file).startswith(GZIP) else file.open("rb")


def _utf8(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts as UTF-8, whatever of the marked encodings they are in."""
    known: codecs.IncrementalDecoder | None = None
    begun = False
    for part in parts:
        if not begun:
            begun = True
            wide = next((name for mark, name in _WIDE if part.startswith(mark)), None)
            known = codecs.getincrementaldecoder(wide)() if wide else None
            part = part.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901
        yield known.decode(part).encode() if known else part
    if known is not None:
        known.decode(b"", final=True)
