"""The frozen plan beside an exported file: with it and what each conversation carries, the run can be restored."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

ENDING = ".run.json"


def beside(file: Path) -> Path:
    """Where the plan of an exported file stands."""
    return file.with_name(file.name + ENDING)


def digest(plan: bytes) -> str:
    """What the conversations call the plan: SHA-256 of its file."""
    return sha256(plan).hexdigest()
