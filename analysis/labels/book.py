"""One rater's labels of a run: appended one by one, held by one process, taken up where they were left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.judging.questions import Key
from analysis.labels.label import Label, Origin, Role, decode, encode, pseudonym
from simulator.appender import reason, write_whole
from simulator.errors import WriteFailed
from simulator.jsonl import whole_lines
from simulator.locks import lock

PATTERN = "labels-*.jsonl"


class Book:
    """The label file of a rater, held for writing by this process alone. The run itself is not touched."""

    def __init__(self, file: Path, rater: str, role: Role) -> None:
        """Take up a file, or begin one with the first answer.

        Raises:
            AnalysisError: a damaged line, another rater's, or another role than before.
            WriteFailed: a torn last line cannot be cut off.
        """
        self.file = file
        self._handle: int | None = None
        self._given: dict[tuple[Origin, str, int, str], dict[str, dict[Key, Label]]] = {}
        for where, line in whole_lines(file, []) if file.exists() else ():
            label = decode(line, where)
            _check(label, where, rater, role)
            self._note(label)
        if file.exists():
            _cut(file)

    def of(self, origin: Origin, rubric: str, version: int, sha256: str) -> dict[str, dict[Key, Label]]:
        """The answers to these words, by conversation and question.

        Raises:
            AnalysisError: other words were asked under the same version.
        """
        for known in self._given:
            if known[:3] == (origin, rubric, version) and known[3] != sha256:
                raise AnalysisError(
                    f"{self.file}: '{rubric}' was changed since version {version} was labelled here; raise its "
                    "version, or move the file away"
                )
        return self._given.setdefault((origin, rubric, version, sha256), {})

    def append(self, label: Label) -> None:
        """Make one answer durable before the next question is asked.

        Raises:
            WriteFailed: the disk refused.
        """
        try:
            if self._handle is None:
                self._handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            write_whole(self._handle, encode(label))
        except OSError as problem:
            raise _refused(self.file, problem) from None
        self._note(label)

    def close(self) -> None:
        """Give the file back."""
        if self._handle is not None:
            os.close(self._handle)

    def _note(self, label: Label) -> None:
        named = label.origin, label.rubric, label.version, label.sha256
        self._given.setdefault(named, {}).setdefault(label.id, {})[label.key] = label


@contextmanager
def held(folder: Path, rater: str, role: Role) -> Iterator[Book]:
    """Hold the labels of one rater of a run folder.

    Raises:
        AnalysisError: no pseudonym, or a file that cannot be gone on with.
        FolderLocked: another process holds them.
        WriteFailed: the folder cannot be written.
    """
    name = pseudonym(rater)
    handle = lock(
        folder / f".labels-{name}.lock",
        taken=f"is being labelled by '{name}' in another terminal; end that, or take another pseudonym",
        otherwise="make it writable, or label a copy",
    )
    try:
        book = Book(folder / f"labels-{name}.jsonl", name, role)
        try:
            yield book
        finally:
            book.close()
    finally:
        os.close(handle)


def _check(label: Label, where: str, rater: str, role: Role) -> None:
    if label.rater != rater:
        raise AnalysisError(f"{where}: found the rater '{label.rater}', expected '{rater}'; one file holds one rater")
    if label.role != role:
        raise AnalysisError(
            f"{where}: '{rater}' labelled as '{label.role}' before, found '{role.value}'; keep the role, or take "
            "another pseudonym"
        )


def _cut(file: Path) -> None:
    """Cut off a torn last line: nothing may be appended to it."""
    data = file.read_bytes()
    whole = data.rfind(b"\n") + 1
    try:
        if whole < len(data):
            os.truncate(file, whole)
    except OSError as problem:
        raise _refused(file, problem) from None


def _refused(file: Path, problem: OSError) -> WriteFailed:
    return WriteFailed(f"{file}: cannot write: {reason(problem)}; make room, then give the same command again")
