"""Lines that carry the version of their format: a reader refuses a newer one."""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")


class _Version(msgspec.Struct):
    v: int


_versions = msgspec.json.Decoder(_Version)


class Versioned(msgspec.Struct, frozen=True, kw_only=True):
    """How lines of one kind are read, and what is said where one cannot be."""

    newest: int
    """Version of the format that this project writes."""
    what: str
    """What a line is, as in "a score"."""
    otherwise: str
    """What to do with a line that is none."""
    error: type[Exception]

    def read(self, decoder: msgspec.json.Decoder[T], line: bytes, where: str) -> T:
        """Read one line.

        Args:
            decoder: of the newest format.
            line: JSON, with or without its newline.
            where: `file:line`, for the error.

        Raises:
            Exception: `error`, for a newer format or a line that is none.
        """
        try:
            version = _versions.decode(line).v
            if version <= self.newest:
                return decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise self.error(f"{where}: not {self.what}: {problem}; {self.otherwise}") from None
        raise self.error(
            f"{where}: found format {version}, this pastno reads up to {self.newest}; upgrade pastno to read it"
        )
