"""Run folders that are looked at together: each once, and each with a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.errors import AnalysisError


def named(folders: Sequence[Path]) -> dict[Path, str]:
    """A name of each run folder that no other has, in their order."""
    short = [folder.resolve().name for folder in folders]
    return {
        folder: name if short.count(name) == 1 else f"{name} ({number})"
        for number, (folder, name) in enumerate(zip(folders, short, strict=True), start=1)
    }


def once(folders: Sequence[Path]) -> None:
    """Check that there is a folder, and none twice.

    Raises:
        AnalysisError: there is none, or one is named twice.
    """
    if not folders:
        raise AnalysisError("found no folder, expected at least one run's; name one")
    for folder, count in Counter(folder.resolve() for folder in folders).items():
        if count > 1:
            raise AnalysisError(f"{folder.name} is named {count} times and would count so often; name each run once")
