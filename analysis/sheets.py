"""Where scores are written: a ledger that is added to, or a draft that takes the old file's place."""

from __future__ import annotations

import filecmp
import os
from pathlib import Path
from typing import Protocol

from analysis.ledger import refused
from simulator.appender import write_whole

DRAFT = ".draft"


class Sheet(Protocol):
    """Where the lines of one evaluator, version and instrument go."""

    def stands(self, conversation: str) -> bool:
        """Whether its line is there already. Asked once for each conversation, in the record's order."""

    def append(self, lines: bytes) -> None:
        """Add whole lines."""

    def finish(self) -> None:
        """Every conversation was seen."""

    def close(self) -> None:
        """Give the file back."""


class Draft:
    """A score file that is written anew, and takes the old one's place where it differs from it."""

    def __init__(self, file: Path) -> None:
        """Begin the draft.

        Raises:
            WriteFailed: it cannot be written.
        """
        self._file, self._draft = file, file.with_name(file.name + DRAFT)
        try:
            self._handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        except OSError as problem:
            raise refused(self._draft, problem) from None

    def stands(self, conversation: str) -> bool:
        """Nothing stands in a draft."""
        del conversation
        return False

    def append(self, lines: bytes) -> None:
        """Add whole lines.

        Raises:
            WriteFailed: the disk refused; the old file is as it was.
        """
        try:
            write_whole(self._handle, lines)
        except OSError as problem:
            raise refused(self._draft, problem) from None

    def finish(self) -> None:
        """Put the draft in the old file's place, unless they are the same."""
        if not self._file.exists() or not filecmp.cmp(self._draft, self._file, shallow=False):
            self._draft.replace(self._file)

    def close(self) -> None:
        """Give the file back; a draft that did not take its place is deleted."""
        os.close(self._handle)
        self._draft.unlink(missing_ok=True)
