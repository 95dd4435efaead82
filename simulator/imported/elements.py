"""The values of a JSON array one by one, without holding the array; and the keys of a JSON object.

Only quotes, brackets, commas and colons are looked at: whether a value is JSON is found when it is read, so that one
that is not does not stop the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.errors import FormatError
from simulator.imported.chunks import LONGEST
from simulator.imported.lines import Line

_OUTSIDE = re.compile(rb'["\[\]{},:]')
_INSIDE = re.compile(rb'(?s)[^"\\]*+(?:\\.[^"\\]*+)*+')
"""A string up to its quote, or to the end of the part, of which the last backslash may be without what it escapes."""
_PART = b""
"""The sign at the end of a part."""
_OPEN, _CLOSE = (b"[", b"{"), (b"]", b"}")
_QUOTE, _ESCAPE = b'"\\'
_KEY = 200
"""Bytes of a key that are kept."""


def elements(parts: Iterable[bytes], where: str) -> Iterator[Line]:
    """The values of the array that a text is, each with the line it begins in.

    Args:
        parts: UTF-8 that begins, after blanks, with `[`.
        where: how errors call the file.

    Raises:
        FormatError: the text ends inside the array, or goes on after it.
    """
    depth = start = 0
    value, closed = _Value(), False
    for sign, part, at in _marks(parts):
        if closed and (part[start:at].strip() or sign):
            raise FormatError(f"{where}:{value.line}: found more after the end of the array; expected one array a file")
        depth -= sign in _CLOSE
        bounds = sign != _PART and (depth == 0 or (depth == 1 and sign == b","))
        if bounds or sign == _PART:
            value.add(part[start:at])
            start = at + 1 if sign else 0
        if bounds:
            taken, closed = value.take(), sign in _CLOSE
            if sign not in _OPEN and (taken.data != b"" or not closed):
                yield taken
        depth += sign in _OPEN
    if not closed:
        raise FormatError(f"{where}:{value.begins}: the file ends inside what begins here; it was cut")


def keys(parts: Iterable[bytes]) -> Iterator[str]:
    """The keys of the object that a text is, as far as it goes; none of what stands deeper."""
    depth, within, key, start = 0, False, list[bytes](), 0
    for sign, part, at in _marks(parts):
        if within and depth == 1:
            key.append(part[start:at][:_KEY])
        start = at + 1 if sign else 0
        if sign == b'"':
            within = not within
            key = [] if within else key
        elif sign == b":" and depth == 1:
            yield b"".join(key)[:_KEY].decode(errors="replace")
        elif sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth -= 1
            if depth == 0:
                return


class _Value:
    """The bytes of the value that is being read; let go of where there are too many."""

    def __init__(self) -> None:
        self.line = 1
        self._parts: list[bytes] = []
        self._size = 0
        self._lines = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        self._lines += piece.count(b"\n")
        if self._size <= LONGEST:
            self._parts.append(piece)
        else:
            self._parts.clear()

    @property
    def begins(self) -> int:
        """The line of its first character that is not blank."""
        data = b"".join(self._parts)
        return self.line + data[: len(data) - len(data.lstrip())].count(b"\n")

    def take(self) -> Line:
        """What was read, without the blanks around it; the next value begins where it ends."""
        taken = Line(self.begins, b"".join(self._parts).strip() if self._size <= LONGEST else None)
        self.line += self._lines
        self._parts, self._size, self._lines = [], 0, 0
        return taken


def _marks(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
    """Each character that gives the text its shape, with its part and place; and `_PART` at the end of each part."""
    inside, at = False, 0
    for part in parts:
        while at < len(part):
            if inside:
                at = _INSIDE.match(part, at).end()  # type: ignore[union-attr]  # It matches nothing at all, too.
                if at == len(part) or part[at] == _ESCAPE:
                    at += 2 * (at < len(part))  # What a last backslash escapes is the first of the next part.
                    break
            elif (found := _OUTSIDE.search(part, at)) is None:
                at = len(part)
                break
            else:
                at = found.start()
            inside = inside != (part[at] == _QUOTE)
            yield part[at : at + 1], part, at
            at += 1
        yield _PART, part, len(part)
        at -= len(part)
