"""The plain transcripts of the `vera_mh` data set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from simulator.imported.plain import read_plain
from simulator.imported.talk import Talk
from simulator.transcript import Exchange

FOLDER = Path("vera_mh") / "concept_paper_conversations"
_MODELS = re.compile(r"p_.+?__a_(?P<agent>.+?)__t")
_SPEAKER = re.compile(r"^(?:user|agent):", re.MULTILINE)


def talks(data: Path) -> list[Talk]:
    """All transcripts; the target stands in the folder's name."""
    return [
        Talk(name=file.stem, target=_target(file), messages=read_plain(file), place=file.name) for file in files(data)
    ]


def files(data: Path) -> list[Path]:
    """The files, sorted."""
    return sorted((data / FOLDER).rglob("*.txt"))


def characters(data: Path, exchanges: Sequence[Exchange]) -> tuple[int, int]:
    """Characters that are not blank: of the record, and of the files without their speakers' names."""
    there = sum(_solid(_SPEAKER.sub("", file.read_text(encoding="utf-8"))) for file in files(data))
    return sum(_solid(one.said) + _solid(one.reply.text) for one in exchanges), there


def _solid(text: str) -> int:
    return len("".join(text.split()))


def _target(file: Path) -> str:
    found = _MODELS.match(file.parent.name)
    return found["agent"] if found else file.parent.name
