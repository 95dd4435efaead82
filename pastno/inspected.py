"""What the score files of a run say, as logs of Inspect take it: one score an evaluator, its value by measure."""

from __future__ import annotations

from collections.abc import Sequence
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
        found.setdefault(score.id, []).append(_scored(score))

    def scores(conversation: str) -> Sequence[Scored]:
        return found.get(conversation, ())

    return scores


def _scored(score: Score) -> Scored:
    """A measure without a value is None, and the reason stands beside it."""
    experienced = score.instrument.startswith(EXPERIENCED)
    about: dict[str, Any] = {"version": score.version, "instrument": score.instrument}
    about |= {measure: told for measure, value in score.values.items() if (told := _told(value))}
    return Scored(
        score.evaluator if experienced else f"{score.evaluator}@{score.instrument}",
        {measure: value.value for measure, value in score.values.items()},
        about,
    )


def _told(value: Value) -> dict[str, Any]:
    """What stands beside a value: the exchanges it rests on, that it is censored, or why it is missing."""
    found: dict[str, Any] = {"at": list(value.at)} if value.at else {}
    if value.censored:
        found["censored"] = True
    if value.absent is not None:
        found["absent"] = value.absent.value
    return found | ({"why": value.why} if value.why else {})
