"""The judged scores of one rubric by one judge: appended as they come, put in order at the end of every sitting.

While a sitting lasts, lines go to a work file in the order in which they are made; at its end, or when the next one
begins after a kill, they stand in the score file in the order of the run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AnalysisError
from analysis.evaluators.score import Judged, Score, decode, encode
from analysis.judging.hearing import failed
from analysis.judging.judge import Judge
from analysis.judging.prompt import PROMPT, prompt_sha256
from analysis.judging.rubric import Rubric
from simulator.appender import reason
from simulator.errors import WriteFailed

Seat = tuple[str, int]
"""Conversation and repeat."""


class _Place(NamedTuple):
    file: Path
    start: int
    length: int
    whole: bool
    """No call of it failed."""


class Ledger:
    """One score file, held for writing; where its lines stand is kept in memory, the lines are not."""

    def __init__(self, path: Path, rubric: Rubric) -> None:
        """Take up a file, with what a killed sitting left beside it.

        Raises:
            AnalysisError: a damaged or newer file, or one judged by other words under the same version.
            WriteFailed: the disk refused.
        """
        self.path = path
        self._work = path.with_name(f".{path.name}.work")
        self._rubric = rubric
        self._places: dict[Seat, _Place] = {}
        self._index(self.path)
        self._end = self._index(self._work)
        _cut(self._work, self._end)

    def find(self, seat: Seat) -> Score | None:
        """The line of a conversation and repeat, if it stands there."""
        place = self._places.get(seat)
        if place is None:
            return None
        with place.file.open("rb") as lines:
            lines.seek(place.start)
            return decode(lines.read(place.length), str(place.file))

    def whole(self, seat: Seat) -> bool:
        """Whether there is a line, and no call of it failed."""
        place = self._places.get(seat)
        return place is not None and place.whole

    def append(self, score: Score) -> None:
        """Append one line; it replaces an earlier one of the same conversation and repeat.

        Raises:
            WriteFailed: the disk refused.
        """
        line = encode(score)
        try:
            with self._work.open("ab") as lines:
                lines.write(line)
        except OSError as problem:
            raise _refused(self._work, problem) from None
        self._note(score, self._work, self._end, len(line))
        self._end += len(line)

    def settle(self, order: Iterable[str]) -> None:
        """Write the score file in the order of the conversations, then of the repeats.

        Raises:
            WriteFailed: the disk refused.
        """
        if not self._places:
            return
        repeats = sorted({repeat for _, repeat in self._places})
        seats = [(name, repeat) for name in order for repeat in repeats if (name, repeat) in self._places]
        write(self.path, (self._raw(seat) for seat in seats))
        self._work.unlink(missing_ok=True)
        self._places.clear()
        self._index(self.path)
        self._end = 0

    def _raw(self, seat: Seat) -> bytes:
        place = self._places[seat]
        with place.file.open("rb") as lines:
            lines.seek(place.start)
            return lines.read(place.length)

    def _index(self, file: Path) -> int:
        """Note the whole lines of a file; how many bytes they take."""
        start = 0
        if not file.exists():
            return start
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.endswith(b"\n"):
                    self._note(decode(line, f"{file}:{number}"), file, start, len(line))
                    start += len(line)
        return start

    def _note(self, score: Score, file: Path, start: int, length: int) -> None:
        judged = score.judged
        if not isinstance(judged, Judged):
            raise AnalysisError(f"{file}: found a computed score, expected a judge's; move the file away")
        if judged.rubric_sha256 != self._rubric.sha256:
            raise AnalysisError(
                f"{file}: rubric '{self._rubric.id}' was changed since version {self._rubric.version} judged here; "
                "raise its version, or delete the file"
            )
        self._places[score.id, judged.repeat] = _Place(file, start, length, not failed(judged.answers))


def score_file(folder: Path, rubric: Rubric, judge: Judge) -> Path:
    """Where a judge's scores with a rubric stand. Another address or another prompt is another file."""
    key = "\x1f".join((judge.spec, judge.base_url or "", PROMPT, prompt_sha256()))
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", judge.spec).strip("-.")
    return folder / f"scores-{rubric.label}@{plain}-{sha256(key.encode()).hexdigest()[:8]}.jsonl"


def panel_file(folder: Path, rubric: Rubric) -> Path:
    """Where the panel's scores stand: of the last sitting's judges and repeats."""
    return folder / f"scores-{rubric.label}@panel.jsonl"


def write(path: Path, lines: Iterable[bytes]) -> None:
    """Put a whole file in place of the old one, or leave the old one as it is.

    Raises:
        WriteFailed: the disk refused.
    """
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.writelines(lines)
        os.replace(draft, path)
    except OSError as problem:
        raise _refused(path, problem) from None


def scores(path: Path) -> Iterator[Score]:
    """The lines of a score file."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            yield decode(line, f"{path}:{number}")


def _cut(work: Path, end: int) -> None:
    """Cut off a torn last line: nothing may be appended to it."""
    try:
        if work.exists():
            os.truncate(work, end)
    except OSError as problem:
        raise _refused(work, problem) from None


def _refused(path: Path, problem: OSError) -> WriteFailed:
    return WriteFailed(f"{path}: cannot write: {reason(problem)}; make room, then give the same command again")
