"""What the score files of a run say, as logs of Inspect take it: one score for each measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.evaluators.score import Score, Value
from analysis.ledger import EXPERIENCED, read
from simulator.exported.inspect import Scores
from simulator.exported.samples import Scored


def scores_of(folder: Path) -> Scores:
    """What evaluators and judges said of each conversation of a run; nothing where it was not scored.

    All scores of the run are held in memory.

    Raises:
        AnalysisError: a line that is no score, or of a newer format.
        StoreError: a file cannot be read.
    """
    found: dict[str, list[Scored]] = {}
    for score in read(folder):
        found.setdefault(score.id, []).extend(_scored(score))

    def scores(conversation: str) -> Sequence[Scored]:
        return found.get(conversation, ())

    return scores


def _scored(score: Score) -> Iterator[Scored]:
    """Its measures; an instrument other than the one that drove the run stands in the name."""
    experienced = score.instrument.startswith(EXPERIENCED)
    by = "" if experienced else f"@{score.instrument}"
    about = {"version": score.version, "instrument": score.instrument}
    for measure, value in score.values.items():
        yield Scored(f"{score.evaluator}.{measure}{by}", value.value, about | _told(value))


def _told(value: Value) -> dict[str, Any]:
    """What stands beside a value: the exchanges it rests on, that it is censored, or why it is missing."""
    found: dict[str, Any] = {"at": list(value.at)} if value.at else {}
    if value.censored:
        found["censored"] = True
    if value.absent is not None:
        found["absent"] = value.absent.value
    return found | ({"why": value.why} if value.why else {})
