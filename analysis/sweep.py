"""One sweep over a run's record: every conversation that ended gets the scores that it lacks, and no other.

The record is read once. Conversations are decoded, folded and scored in as many processes as are given; this one reads
and writes, in the order of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analysis.evaluators.contract import Evaluator
from analysis.evaluators.score import Absent, Score, Value, encode
from analysis.ledger import Ledger, file_of
from analysis.scoring import lived, score
from analysis.sheets import Draft, Sheet
from analysis.trajectory import Trajectory, audited, audited_by, experienced, experienced_by
from analysis.workers import in_order
from simulator.fold import Live
from simulator.observations import Reading
from simulator.plan import Plan
from simulator.stream import Lines, Stream

CHUNK = 50
"""Conversations given to a worker at once."""

ByExchange = Mapping[int, Reading]


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What another instrument read in the replies of a run."""

    name: str
    """Of the instrument."""
    readings: Mapping[str, ByExchange]
    """By conversation and exchange."""


class Swept(msgspec.Struct, kw_only=True):
    """How a sweep went."""

    conversations: int = 0
    """That ended, in the record."""
    unfinished: int = 0
    """That were begun and have not ended: they may go on, and are not scored."""
    wanted: int = 0
    """Scores: a conversation and an evaluator."""
    kept: int = 0
    """Stood there already."""
    made: int = 0
    torn: tuple[str, ...] = ()
    """Notes on torn last lines of the record."""


class Piece(msgspec.Struct, frozen=True):
    """One conversation with what it lacks."""

    lines: Lines
    lacking: tuple[int, ...]
    """The evaluators, by their place."""
    readings: dict[int, Reading] = {}
    """In an audit, what was read in it."""


Changed = Callable[[Swept], None]


def sweep(
    folder: Path,
    plan: Plan,
    evaluators: Sequence[Evaluator],
    *,
    audit: Audit | None = None,
    workers: int = 1,
    changed: Changed = lambda swept: None,
) -> Swept:
    """Score what lacks a score; the folder's score files are held by the caller (`analysis.ledger.held`).

    Args:
        folder: the run's folder; its events are not touched.
        plan: the run's.
        evaluators: those to score with.
        audit: score what another instrument read. As that may have grown, its files are made anew.
        workers: processes; 1 works within this one.
        changed: called now and then.

    Raises:
        StoreError: the record is damaged, or a file cannot be written; what was scored before is kept.
        AnalysisError: a score file is not of this record, or a worker ended.
    """
    swept, stream = Swept(), Stream(folder)
    with ExitStack() as stack:
        sheets = [_sheet(stack, folder, plan, evaluator, audit) for evaluator in evaluators]
        chunks = _chunks(stream, sheets, audit.readings if audit else {}, swept)
        scorer = Scorer(plan=plan, evaluators=tuple(evaluators), audit=audit.name if audit else None)
        for count, parts in in_order(scorer, chunks, workers):
            for sheet, part in zip(sheets, parts, strict=True):
                if part:
                    sheet.append(part)
            swept.made += count
            changed(swept)
        for sheet in sheets:
            sheet.finish()
    swept.unfinished, swept.torn = len(stream.open), tuple(stream.torn)
    return swept


@dataclass(frozen=True, kw_only=True, slots=True)
class Scorer:
    """What a worker does: the lines of each evaluator for a chunk of conversations."""

    plan: Plan
    evaluators: tuple[Evaluator, ...]
    audit: str | None

    def __call__(self, chunk: Sequence[Piece]) -> tuple[int, list[bytes]]:
        """How many scores, and their lines by the place of the evaluator, in the order of the chunk."""
        parts: list[list[bytes]] = [[] for _ in self.evaluators]
        for piece in chunk:
            found = score(self._seen(lived(piece.lines), piece), [self.evaluators[place] for place in piece.lacking])
            for place, one in zip(piece.lacking, found, strict=True):
                parts[place].append(line_of(one))
        return sum(map(len, parts)), [b"".join(lines) for lines in parts]

    def _seen(self, live: Live, piece: Piece) -> Trajectory:
        if self.audit is None:
            return experienced(live, self.plan)
        return audited(live, self.plan, self.audit, piece.readings)


def line_of(score: Score) -> bytes:
    """The line of a score; one that cannot be written is a failure of its evaluator."""
    try:
        return encode(score)
    except (TypeError, ValueError, OverflowError, RecursionError) as problem:
        broken = Value(absent=Absent.FAILED, why=f"cannot be written: {problem}")
        return encode(msgspec.structs.replace(score, values=dict.fromkeys(score.values, broken)))


def instrument(plan: Plan, audit: Audit | None) -> str:
    """What read the replies that are scored."""
    return experienced_by(plan) if audit is None else audited_by(audit.name)


def _sheet(stack: ExitStack, folder: Path, plan: Plan, evaluator: Evaluator, audit: Audit | None) -> Sheet:
    file = file_of(folder, evaluator.name, evaluator.version, instrument(plan, audit))
    sheet: Sheet = Ledger(file) if audit is None else Draft(file)
    stack.callback(sheet.close)
    return sheet


def _chunks(
    stream: Stream, sheets: Sequence[Sheet], readings: Mapping[str, ByExchange], swept: Swept
) -> Iterator[list[Piece]]:
    chunk: list[Piece] = []
    for lines in stream:
        lacking = tuple(place for place, sheet in enumerate(sheets) if not sheet.stands(lines.id))
        swept.conversations += 1
        swept.wanted += len(sheets)
        swept.kept += len(sheets) - len(lacking)
        if lacking:
            chunk.append(Piece(lines, lacking, dict(readings.get(lines.id, {}))))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
