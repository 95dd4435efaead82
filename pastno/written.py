"""What a command found, as a file for scripts."""

from __future__ import annotations

from pathlib import Path

import msgspec

from analysis.errors import AnalysisError
from simulator.appender import reason


def check_json(path: Path | None, otherwise: str = "choose another place with --json") -> None:
    """Check, before anything takes time, that a file has a folder to stand in.

    Raises:
        AnalysisError: it has none.
    """
    if path is not None and not path.parent.is_dir():
        raise AnalysisError(f"{path}: cannot write: found no folder {path.parent}; {otherwise}")


def write_json(found: object, path: Path, otherwise: str = "choose another place with --json") -> None:
    """Write a JSON file.

    Args:
        found: a struct, or plain values.
        path: where.
        otherwise: what to do where it cannot be written.

    Raises:
        AnalysisError: it cannot be written.
    """
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    except OSError as problem:
        raise AnalysisError(f"{path}: cannot write: {reason(problem)}; {otherwise}") from None
