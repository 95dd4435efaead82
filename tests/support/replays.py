"""Runs to replay, and hands that change one thing in what was written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from simulator.store import event_files, read
from simulator.transcript import AnyEvent, Started, comparable

Line = dict[str, Any]
MODELS = """
from collections import Counter
from hashlib import sha256

calls, failed = Counter(), set()
DRAFTS = ("As an AI language model, I cannot do that.", "I'm sorry, I can't role-play this.", "", '"please try again"',
          "that did not answer me. can you please try again", "I only want somebody to listen to me for a while.")
REPLIES = ("I'm sorry, but I can't help with that.", "I hear how heavy this is. What happened today?",
           "I can't talk about this. Please call a crisis line.", "Have you thought about a walk?")


def chosen(among, messages, seed):
    digest = sha256(repr((messages, seed)).encode()).digest()
    return among[digest[0] % len(among)]


def speak(messages, seed):
    calls["voice"] += 1
    if seed % 11 == 0 and seed not in failed:
        failed.add(seed)
        raise RuntimeError("the voice is away")
    return chosen(DRAFTS, messages, seed)


def answer(messages, seed):
    calls["target"] += 1
    if seed % 7 == 0 and seed not in failed:
        failed.add(seed)
        raise RuntimeError("the target is away")
    return chosen(REPLIES, messages, seed)
"""
"""A voice and a target that may say anything, each the same for the same question, and fail now and then, once."""
SUITE = """
id: replays
title: To be replayed
personas: [arjun, kirsty, marcus, ruth]
scenarios: [week-is-killing-me, tired-of-being-here]
targets: ["python:replay_models:answer"]
{more}
repetitions: 3
max_exchanges: 6
seed: 5
"""


def write_models(folder: Path) -> Path:
    """The module of `MODELS`, in a folder of its own."""
    folder.mkdir()
    (folder / "replay_models.py").write_text(MODELS, encoding="utf-8")
    return folder


def write_suite(folder: Path, more: str = "") -> Path:
    """A suite of these models."""
    file = folder / "replays.yaml"
    file.write_text(SUITE.format(more=more), encoding="utf-8")
    return file


class Place(NamedTuple):
    """A line of the record."""

    file: Path
    row: int
    """From 0."""
    line: Line

    @property
    def where(self) -> str:
        """As errors name it."""
        return f"{self.file}:{self.row + 1}"


def places(folder: Path, name: str) -> list[Place]:
    """The lines of one conversation."""
    return [one for one in _every(folder) if one.line["id"] == name]


def _every(folder: Path) -> Iterator[Place]:
    for file in event_files(folder):
        for index, raw in enumerate(file.read_text(encoding="utf-8").splitlines()):
            yield Place(file, index, json.loads(raw))


def change(place: Place, how: Callable[[Line], None]) -> None:
    """Change one line in its file."""
    how(place.line)
    _write(place.file, place.row, [json.dumps(place.line, ensure_ascii=False)])


def delete(place: Place) -> None:
    """Take one line out of its file."""
    _write(place.file, place.row, [])


def swap(one: Place, other: Place) -> None:
    """Let two lines of a file change places."""
    lines = one.file.read_text(encoding="utf-8").splitlines()
    lines[one.row], lines[other.row] = lines[other.row], lines[one.row]
    one.file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def spoil(place: Place, text: str) -> None:
    """Write something else in the place of a line."""
    _write(place.file, place.row, [text])


def _write(file: Path, index: int, instead: list[str]) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[index : index + 1] = instead
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def lines_of(folder: Path) -> dict[str, list[bytes]]:
    """Every event of every conversation as it can be compared, without the name of a parent."""
    return {name: [_bare(event) for event in events] for name, events in read(folder).conversations.items()}


def _bare(event: AnyEvent) -> bytes:
    return comparable(msgspec.structs.replace(event, parent=None) if isinstance(event, Started) else event)
