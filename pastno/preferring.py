"""`pastno export --format preferences`: pairs of replies, where people preferred one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from analysis.judging.rubric import chosen, shipped
from analysis.labels.book import PATTERN
from analysis.labels.files import read_labels
from analysis.labels.label import Label
from analysis.preferences.pairs import Pair, Without, decided, worded
from analysis.preferences.replies import grouped
from analysis.preferences.votes import PEOPLE, graded
from pastno.export import Asked, drafted, say
from pastno.redacting import redactor
from simulator.exported.conversation import Conversation, Reading
from simulator.exported.spoken import Spoken


def prefer(asked: Asked, out: Path, console: Console) -> int:
    """Write the pairs that labels in the run's folder decide; gives 1 where there are none, and then no file.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: labels or a rubric that cannot be used.
        WriteFailed: the disk refused.
    """
    change = redactor(asked.folder) if asked.redact else None
    labels = read_labels(sorted(asked.folder.glob(PATTERN)))
    rubrics = {**shipped(), **{one.id: one for one in map(chosen, asked.rubrics)}}
    reading = Reading(asked.folder, only=asked.only, carry=False)
    found, left = decided(grouped(reading), graded(labels, rubrics))
    if found:
        _write(asked, found, out, change)
        say(console, f"{len(found)} pairs written to {out}")
    else:
        say(console, f"no pair to write: {_why(labels, left)}")
    for line in _notes(labels, left):
        say(console, line)
    return 0 if found else 1


def _write(
    asked: Asked, pairs: Sequence[Pair], out: Path, change: Callable[[Conversation], Conversation] | None
) -> None:
    reading = iter(Reading(asked.folder, only=asked.only, carry=False))
    words = worded(pairs, reading if change is None else map(change, reading))
    encoder = msgspec.json.Encoder()
    with drafted(out) as draft, draft.open("wb") as file:
        for pair in pairs:
            row = _row(words[pair.chosen], words[pair.rejected])
            file.write(encoder.encode(row if asked.bare else {**row, "pastno": pair}) + b"\n")


def _row(better: Sequence[Spoken], worse: Sequence[Spoken]) -> dict[str, Any]:
    """As TRL takes it: lists of messages."""
    *before, preferred = map(_message, better)
    return {"prompt": before, "chosen": [preferred], "rejected": [_message(worse[-1])]}


def _message(said: Spoken) -> dict[str, str]:
    return {"role": said.role, "content": said.content}


def _why(labels: Sequence[Label], left: Counter[Without]) -> str:
    if not left:
        return "no two conversations of this run answer the same messages in other words; hold it with several targets"
    if not labels:
        return f"found {left.total()} pairs and no labels; label replies with `pastno label`"
    return f"found {left.total()} pairs, none of which people's labels decide"


def _notes(labels: Sequence[Label], left: Counter[Without]) -> Iterator[str]:
    for why in Without:
        if left[why]:
            yield f"note: {left[why]} pairs left out: {why}"
    strange = sum(label.role not in PEOPLE for label in labels)
    if strange:
        yield f"note: {strange} labels left out: their role is none of {', '.join(sorted(PEOPLE))}"
