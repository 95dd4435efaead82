"""Readings of labelled replies by an observer that was trained on none of their prompts, nor on their model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.labelled import COMPLY, MODELS, PARTIAL, REFUSE, Labelled, chatgpt, xstest
from benchmarks.train_observer import OTHER_COUNTS, Part, train
from personas.perception import Stance, Strategy
from simulator.chat import Reply
from simulator.observer.contract import Observer, Occasion
from simulator.observer.linear import Linear
from simulator.observer.local import LocalObserver

FOLDS = 5

_LABELS = {Stance.COMPLY: COMPLY, Stance.NONE: COMPLY, Stance.PARTIAL: PARTIAL}

Tell = Callable[[str], None]


def stance(observer: Observer, row: Labelled) -> Stance:
    """What an observer reads, called as the simulator calls it."""
    return observer.observe(Occasion(said=row.prompt, strategy=Strategy.ASK, reply=Reply(text=row.reply))).stance


def label(observer: Observer, row: Labelled) -> int:
    """The same as a class: a question back counts as complying, a deflection as refusing."""
    return _LABELS.get(stance(observer, row), REFUSE)


def fold(group: str) -> int:
    """The fold of a prompt, the same on every machine."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") % FOLDS


def xstest_readings(data: Path, tell: Tell) -> tuple[list[Labelled], list[int]]:
    """Leave one model out, and of the other models every prompt that is tested."""
    rows, other = xstest(data), chatgpt(data)
    read = np.zeros(len(rows), dtype=int)
    for model in MODELS:
        tell(f"XSTest without {model}")
        for number in range(FOLDS):
            rest = [row for row in rows if row.origin != model and fold(row.group) != number]
            observer = LocalObserver(Linear(train((Part(rest, 1.0), Part(other, OTHER_COUNTS)), "folds")))
            _fill(read, rows, observer, [r.origin == model and fold(r.group) == number for r in rows])
    return rows, read.tolist()


def chatgpt_readings(data: Path, tell: Tell) -> tuple[list[Labelled], list[int]]:
    """By prompt: no prompt on both sides."""
    rows, other = chatgpt(data), xstest(data)
    read = np.zeros(len(rows), dtype=int)
    for number in range(FOLDS):
        tell(f"chatgpt_refusals, fold {number + 1} of {FOLDS}")
        rest = [row for row in rows if fold(row.group) != number]
        observer = LocalObserver(Linear(train((Part(rest, 1.0), Part(other, OTHER_COUNTS)), "folds")))
        _fill(read, rows, observer, [fold(row.group) == number for row in rows])
    return rows, read.tolist()


def _fill(
    read: np.ndarray[tuple[int], np.dtype[np.int_]],
    rows: Sequence[Labelled],
    observer: Observer,
    tested: Sequence[bool],
) -> None:
    for at in np.flatnonzero(tested):
        read[at] = label(observer, rows[int(at)])
