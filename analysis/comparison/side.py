"""One side of a comparison: the conversations of a run with what every computed evaluator says of each.

Scores are made in memory, conversation by conversation; nothing is written beside the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analysis.cases import Case, case
from analysis.cluster import Clustering, cluster_of
from analysis.comparison.seen import Seen
from analysis.comparison.shared import Shared, packed
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator, Measure
from analysis.evaluators.score import Value
from analysis.scoring import lived, score
from analysis.sweep import CHUNK, Audit, instrument
from analysis.trajectory import Trajectory, audited, experienced
from analysis.workers import in_order
from simulator.fold import Live
from simulator.observations import Reading
from simulator.plan import Plan
from simulator.stream import Lines, Stream


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from a run."""

    name: str
    """The folder's; never a path."""
    plan: Plan
    instrument: str
    """What read the replies."""
    seen: tuple[Seen, ...]
    """In the order in which they ended."""
    unfinished: int = 0
    """Begun and not ended: they have no values."""
    torn: tuple[str, ...] = ()


Piece = tuple[Lines, dict[int, Reading]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """What a worker does: fold and score a chunk of conversations."""

    plan: Plan
    evaluators: tuple[Evaluator, ...]
    audit: str | None
    run: str | None = None
    """The name under which cases are made; None makes none."""
    cluster: Clustering = "pair"

    def __call__(self, chunk: Sequence[Piece]) -> bytes:
        """Each conversation with its values, packed."""
        return packed([self._seen(lived(lines), readings) for lines, readings in chunk])

    def _seen(self, live: Live, readings: dict[int, Reading]) -> Seen:
        trajectory = self._trajectory(live, readings)
        scores = zip(self.evaluators, score(trajectory, self.evaluators), strict=True)
        values = (one.values[measure.name] for evaluator, one in scores for measure in evaluator.measures)
        return Seen(
            live.started,
            tuple(Value(v.value, censored=v.censored, absent=v.absent) for v in values),
            self._case(trajectory) if self.run is not None and trajectory.held else None,
            self.run or "",
            cluster_of(live.started, self.cluster),
        )

    def _case(self, trajectory: Trajectory) -> Case:
        name = cluster_of(trajectory.live.started, self.cluster)
        return msgspec.structs.replace(case(trajectory, self.run or ""), cluster=name)

    def _trajectory(self, live: Live, readings: dict[int, Reading]) -> Trajectory:
        if self.audit is None:
            return experienced(live, self.plan)
        return audited(live, self.plan, self.audit, readings)


class Looked(msgspec.Struct, frozen=True):
    """A measure of an evaluator."""

    at: int
    """Its place among a conversation's values."""
    evaluator: str
    version: int
    measure: Measure

    @property
    def name(self) -> str:
        """`evaluator.measure`."""
        return f"{self.evaluator}.{self.measure.name}"


def looked_at(evaluators: Sequence[Evaluator]) -> tuple[Looked, ...]:
    """The measures in the order of a conversation's values."""
    found = ((one, measure) for one in evaluators for measure in one.measures)
    return tuple(Looked(at, one.name, one.version, measure) for at, (one, measure) in enumerate(found))


def read_side(  # noqa: PLR0913 (each says what is read, or how)
    folder: Path,
    plan: Plan,
    evaluators: Sequence[Evaluator],
    *,
    audit: Audit | None = None,
    workers: int = 1,
    run: str | None = None,
    cluster: Clustering = "pair",
) -> Side:
    """Read and score the conversations of a run.

    Args:
        folder: the run's; nothing is written.
        plan: the run's.
        evaluators: those to score with.
        audit: score what this instrument read.
        workers: processes; 1 works within this one.
        run: make cases too, under this name of the run.
        cluster: what is taken to be independent.

    Raises:
        StoreError: the record is damaged.
        AnalysisError: no conversation ended, or a worker came to a sudden end.
    """
    stream = Stream(folder)
    reader = Reader(
        plan=plan, evaluators=tuple(evaluators), audit=audit.name if audit else None, run=run, cluster=cluster
    )
    parts = in_order(reader, _chunks(stream, audit), workers)
    shared = Shared()
    seen = tuple(one for part in parts for one in shared.unpacked(part))
    if not seen:
        raise AnalysisError(f"{folder}: no conversation came to its end; hold some with `pastno run --resume {folder}`")
    return Side(
        name=folder.resolve().name,
        plan=plan,
        instrument=instrument(plan, audit),
        seen=seen,
        unfinished=len(stream.open),
        torn=tuple(stream.torn),
    )


def _chunks(stream: Stream, audit: Audit | None) -> Iterator[list[Piece]]:
    chunk: list[Piece] = []
    for lines in stream:
        chunk.append((lines, dict(audit.readings.get(lines.id, {})) if audit else {}))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
