"""Comparers over a scored run: they take score lines, not conversations, and their file is written anew."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.evaluators.contract import Comparer, Evaluator, group_id
from analysis.evaluators.fits import misfit
from analysis.evaluators.score import Absent, Score, Value, Values, decode
from analysis.ledger import file_of
from analysis.sheets import Draft
from analysis.sweep import line_of
from simulator.jsonl import whole_lines
from simulator.plan import Plan

EVERYTHING = group_id(condition="*", target="*")
"""The group under which a comparer's breaking is recorded."""


def compare(
    folder: Path,
    plan: Plan,
    comparers: Sequence[Comparer],
    evaluators: Mapping[str, Evaluator | Comparer],
    instrument: str,
) -> int:
    """Let each comparer say what it has to say of what was scored; gives how many groups were scored.

    Args:
        folder: the run's folder, its score files held by the caller.
        plan: the run's.
        comparers: those to score with.
        evaluators: by name, those that the comparers need.
        instrument: what had read the replies.

    Raises:
        StoreError: a file cannot be read or written.
        AnalysisError: a score file is damaged.
    """
    count = 0
    for comparer in comparers:
        found = _said(folder, plan, comparer, evaluators, instrument)
        draft = Draft(file_of(folder, comparer.name, comparer.version, instrument))
        try:
            for group, values in found:
                draft.append(line_of(_score(comparer, group, values, instrument)))
            draft.finish()
        finally:
            draft.close()
        count += len(found)
    return count


class Kept(Mapping[str, Score]):
    """The scores of one file by conversation, read from it when they are asked for; memory holds their places alone."""

    def __init__(self, file: Path) -> None:
        """Find the places.

        Raises:
            AnalysisError: a line is no score.
        """
        self._file = file
        self._places: dict[str, int] = {}
        start = 0
        for where, raw in whole_lines(file, []) if file.exists() else ():
            self._places[decode(raw, where).id] = start
            start += len(raw) + 1
        self._bytes = _mapped(file) if self._places else None

    def __getitem__(self, conversation: str) -> Score:
        start = self._places[conversation]
        assert self._bytes is not None
        return decode(self._bytes[start : self._bytes.find(b"\n", start)], str(self._file))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _mapped(file: Path) -> mmap.mmap:
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def _said(
    folder: Path, plan: Plan, comparer: Comparer, evaluators: Mapping[str, Evaluator | Comparer], instrument: str
) -> list[tuple[str, Values]]:
    needed = {
        name: Kept(file_of(folder, name, evaluators[name].version, instrument))
        for name in comparer.needs
    }  # fmt: skip
    try:
        return [(group, _fitting(comparer, values)) for group, values in comparer.compare(plan, needed)]
    except Exception as problem:  # noqa: BLE001 (one that breaks must not stop the others)
        broken = Value(absent=Absent.FAILED, why=f"{type(problem).__name__}: {problem}")
        return [(EVERYTHING, {measure.name: broken for measure in comparer.measures})]


def _fitting(comparer: Comparer, values: Values) -> Values:
    found: Values = {}
    for measure in comparer.measures:
        value = values.get(measure.name) or Value(absent=Absent.UNKNOWN, why="the comparer says nothing of it")
        wrong = misfit(value, measure)
        found[measure.name] = Value(absent=Absent.FAILED, why=wrong) if wrong else value
    return found


def _score(comparer: Comparer, group: str, values: Values, instrument: str) -> Score:
    return Score(
        id=group, evaluator=comparer.name, version=comparer.version, instrument=instrument, values=values
    )  # fmt: skip
