"""Walks through a made run, with or without a screen, and reads the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from rich.cells import cell_len

from pastno.step.app import Step
from pastno.step.begin import begun
from pastno.step.walk import Walk
from simulator.observer.simple import SimpleObserver
from simulator.plan import make_plan
from simulator.store import RunFolder
from simulator.transcript import AnyEvent
from tests.support.people import library, suite

_SVG = "{http://www.w3.org/2000/svg}"
_COLUMN = 12.2
"""Units of a column in the picture of a screen."""


class Shown(NamedTuple):
    """A screen as it was seen."""

    lines: list[str]
    runs: list[tuple[str, str]]
    """Every run of words with its style, as CSS."""

    @property
    def text(self) -> str:
        """All of it, wrapped lines joined."""
        return " ".join(" ".join(self.lines).split())


def written(folder: Path, *conversations: Iterable[AnyEvent]) -> Path:
    """A run folder that holds these conversations."""
    with RunFolder.start(folder, make_plan(suite(), library(), observer=SimpleObserver.version)) as run:
        for events in conversations:
            for event in events:
                run.append(event)
    return folder


def walked(folder: Path, *conversations: Iterable[AnyEvent]) -> Walk:
    """A walk at the beginning of a run of these conversations."""
    return begun(written(folder, *conversations))


def screen(walk: Walk, keys: Sequence[str] = (), size: tuple[int, int] = (100, 30)) -> Shown:
    """What stands on the screen after the keys were pressed."""

    async def hold() -> Shown:
        app = Step(walk)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            return _read(app.export_screenshot())

    return asyncio.run(hold())


def typed(words: str) -> list[str]:
    """The keys of some words, and Enter."""
    return [{" ": "space", "-": "minus", "/": "slash"}.get(letter, letter) for letter in words] + ["enter"]


def _read(picture: str) -> Shown:
    parsed = ElementTree.fromstring(picture)
    rules = "".join(one.text or "" for one in parsed.iter(f"{_SVG}style"))
    rows: dict[int, list[tuple[float, str]]] = {}
    runs = []
    for one in parsed.iter(f"{_SVG}text"):
        if "clip-path" not in one.attrib or not (words := (one.text or "").replace("\xa0", " ").strip("\n")):
            continue
        row = int(one.attrib["clip-path"].rpartition("-")[2].rstrip(")"))
        rows.setdefault(row, []).append((float(one.attrib["x"]), words))
        runs.append((words, rules.partition(f".{one.attrib['class']} {{")[2].partition("}")[0].strip()))
    return Shown([_line(rows.get(row, [])) for row in range(max(rows) + 1)], runs)


def _line(parts: list[tuple[float, str]]) -> str:
    text = ""
    for x, words in sorted(parts):
        text += " " * (round(x / _COLUMN) - cell_len(text)) + words
    return text.rstrip()
