"""`pastno agree`: how far evaluators and judges agree with people's labels, and people among themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.errors import AnalysisError
from analysis.judging.rubric import Rubric, chosen, shipped
from analysis.labels.book import PATTERN
from analysis.labels.claims import claimed, file_of
from analysis.labels.compare import Compared, compare
from analysis.labels.files import read_labels
from analysis.labels.instrument import Instrument, instruments
from analysis.labels.label import Label
from pastno.agreed import tables
from pastno.words import clean
from pastno.written import write_json
from simulator.store import read_plan

FEW = 5
"""Names in a message."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared."""

    folder: Path
    labels: tuple[Path, ...] = ()
    """Label files; those of the run's folder when empty."""
    evaluators: tuple[str, ...] = ()
    """Only these evaluators or rubrics; all when empty."""
    rubrics: tuple[str, ...] = ()
    """Files of rubrics that do not ship."""
    json: Path | None = None
    seed: int = 0


def agree(asked: Asked, console: Console) -> None:
    """Compare, print, and write an `agreement-NAME.json` for each instrument into the run's folder.

    Raises:
        StoreError: no run folder.
        AnalysisError: no labels, no scores, labels of nothing that was scored, or a file that cannot be used.
    """
    read_plan(asked.folder)
    files = asked.labels or tuple(sorted(asked.folder.glob(PATTERN)))
    if not files:
        raise AnalysisError(
            f"{asked.folder}: found no {PATTERN}; label with `pastno label {asked.folder}`, or name files with --labels"
        )
    labels, rubrics = read_labels(files), _rubrics(asked)
    known = instruments(asked.folder, rubrics, asked.evaluators)
    found = [_compared(one, labels, rubrics, files, asked.seed) for one in known]
    useful = [one for one in found if one.items]
    if not useful:
        raise AnalysisError(_nothing(labels, found))
    _report(asked, useful, console)
    for note in _notes(found, useful, labels):
        console.print(Text(clean(f"note: {note}"), style="yellow3"), soft_wrap=True)


def _rubrics(asked: Asked) -> Mapping[str, Rubric]:
    return {**shipped(), **{one.id: one for one in map(chosen, asked.rubrics)}}


def _compared(
    instrument: Instrument, labels: Sequence[Label], rubrics: Mapping[str, Rubric], files: Sequence[Path], seed: int
) -> Compared:
    """The rubric is needed for what depends on what; a measure's words depend on nothing."""
    rubric = rubrics.get(instrument.evaluator) if instrument.judged is not None else None
    return claimed(compare(instrument, labels, rubric, seed=seed), instrument, files)


def _report(asked: Asked, found: Sequence[Compared], console: Console) -> None:
    for one in found:
        for part in tables(one):
            console.print(part)
        path = file_of(asked.folder, one)
        write_json(one, path, "make room, or make the folder writable")
        console.print(Text(f"written to {path}\n", style="grey62"), soft_wrap=True)
    if asked.json is not None:
        write_json({"compared": found}, asked.json)
        console.print(Text(f"written to {asked.json}", style="grey62"), soft_wrap=True)


def _nothing(labels: Sequence[Label], found: Sequence[Compared]) -> str:
    items = sorted({f"{label.rubric}.{label.item}".lstrip(".") for label in labels if label.item})
    scored = ", ".join(dict.fromkeys(one.evaluator for one in found))
    why = "; ".join(f"{count} labels {reason}" for one in found for reason, count in one.left_out.items())
    told = f" ({why})" if why else ""
    return (
        f"no label is about anything that was scored{told}: found labels of {', '.join(items[:FEW]) or 'nothing'}, and "
        f"scores of {scored}; score with the evaluator or rubric that was labelled, or name items as its measures"
    )


def _notes(found: Sequence[Compared], useful: Sequence[Compared], labels: Sequence[Label]) -> list[str]:
    notes = [note for one in found for note in one.notes]
    for one in useful:
        notes += [f"{one.name}: {count} labels were {why} and are left out" for why, count in one.left_out.items()]
        names = [f"{item} ({count})" for item, count in one.unmatched.items()]
        if names:
            notes.append(f"{one.name}: has no measure for the labels of {', '.join(names[:FEW])}")
    skipped = sum(label.skipped for label in labels)
    if skipped:
        notes.append(f"{skipped} questions or conversations were skipped, and count nowhere")
    return list(dict.fromkeys(notes))
