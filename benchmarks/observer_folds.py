"""Readings of labelled replies by an observer that was trained on none of their prompts, nor on their model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from benchmarks.labelled import COMPLY, MODELS, PARTIAL, REFUSE, Labelled, chatgpt, xstest
from benchmarks.train_observer import BOTH_COUNT, OTHER_COUNTS, WRITERS, Part, fresh, own, train, written
from personas.perception import Stance, Strategy
from simulator.chat import Reply
from simulator.observer.contract import Observer, Occasion
from simulator.observer.linear import Linear
from simulator.observer.local import LocalObserver

FOLDS = 5

_LABELS = {Stance.COMPLY: COMPLY, Stance.NONE: COMPLY, Stance.PARTIAL: PARTIAL}

Tell = Callable[[str], None]


def occasion(row: Labelled) -> Occasion:
    """A row as the simulator would show it: a request whose slots are not known."""
    return Occasion(said=row.prompt, strategy=Strategy.ASK, reply=Reply(text=row.reply))


def stance(observer: Observer, row: Labelled) -> Stance:
    """What an observer reads, called as the simulator calls it."""
    return observer.observe(occasion(row)).stance


def label(observer: Observer, row: Labelled) -> int:
    """The same as a class: a question back counts as complying, a deflection as refusing."""
    return _LABELS.get(stance(observer, row), REFUSE)


def fold(group: str) -> int:
    """The fold of a prompt, the same on every machine."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") % FOLDS


def xstest_readings(data: Path, tell: Tell) -> tuple[list[Labelled], list[int]]:
    """Leave one model out, and of the other models every prompt that is tested."""
    rows, other = xstest(data), chatgpt(data)
    read: dict[int, int] = {}
    for model in MODELS:
        tell(f"XSTest without {model}")
        for number in range(FOLDS):
            rest = [row for row in rows if row.origin != model and fold(row.group) != number]
            observer = LocalObserver(Linear(train((Part(rest, 1.0), Part(other, OTHER_COUNTS)), "folds")))
            tested = [at for at, row in enumerate(rows) if row.origin == model and fold(row.group) == number]
            read |= {at: label(observer, rows[at]) for at in tested}
    return rows, [read[at] for at in range(len(rows))]


def chatgpt_readings(data: Path, tell: Tell) -> tuple[list[Labelled], list[int]]:
    """By prompt: no prompt on both sides."""
    rows, other = chatgpt(data), xstest(data)
    read: dict[int, int] = {}
    for number in range(FOLDS):
        tell(f"chatgpt_refusals, fold {number + 1} of {FOLDS}")
        rest = [row for row in rows if fold(row.group) != number]
        observer = LocalObserver(Linear(train((Part(rest, 1.0), Part(other, OTHER_COUNTS)), "folds")))
        read |= {at: label(observer, row) for at, row in enumerate(rows) if fold(row.group) == number}
    return rows, [read[at] for at in range(len(rows))]


def writer_readings(data: Path, tell: Tell) -> dict[str, list[tuple[Labelled, Stance]]]:
    """What is read of each writer's replies, trained on the others' and never on theirs."""
    sets = {"fresh": fresh(held_out=False)} | {name: written(name) for name in WRITERS}
    parts = (Part(xstest(data), 1.0), Part(chatgpt(data), BOTH_COUNT))
    found = {}
    for name, rows in sets.items():
        tell(f"our own replies without the writer of '{name}'")
        others = [row for other, theirs in sets.items() if other != name for row in theirs]
        observer = LocalObserver(Linear(train(parts, "folds", ours=[*own(held_out=False), *others])))
        found[name] = [(row, stance(observer, row)) for row in rows]
    return found
