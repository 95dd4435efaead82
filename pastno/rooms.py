"""Whether the rooms Python finds are this project's own: their names are common, and a user's file may shadow one."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOMS = ("documents", "personas", "scenarios", "simulator", "analysis")


def shadowed(home: Path, found: dict[str, Path | None]) -> list[str]:
    """What is wrong with the rooms, in lines; empty when every one lies beside `home`.

    Args:
        home: the folder of the package `pastno`.
        found: where Python finds each room; None where it does not.
    """
    for room, place in found.items():
        if place is None:
            return [f"found no package '{room}', expected it beside {home}", "install pastno again"]
        if place.parent.parent != home.parent:
            return [f"found '{room}' at {place}, expected pastno's own beside {home}", _advice(place)]
    return []


def find_rooms() -> dict[str, Path | None]:
    """Where Python finds each room, without importing any."""
    return {room: _place(room) for room in ROOMS}


def _place(room: str) -> Path | None:
    spec = find_spec(room)
    if spec is None:
        return None
    if spec.origin is not None:
        return Path(spec.origin).resolve()
    # A folder without __init__.py.
    return Path(next(iter(spec.submodule_search_locations or ["."]))).resolve() / "__init__.py"


def _advice(place: Path) -> str:
    advice = f"rename {place.name if place.name != '__init__.py' else place.parent.name}"
    here = Path.cwd()
    if here in (place.parent, place.parent.parent) and sys.path[0] in ("", os.fspath(here)):
        return f"{advice}, or start the command `pastno`, which does not look into the current folder"
    return f"{advice}, or take its folder off PYTHONPATH"
