"""Notebooks, executed in a kernel of their own; `python -m tests.support.notebook` writes the shipped one again."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FINDINGS = ROOT / "examples" / "findings.ipynb"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""All that is kept of it: a version of Python would differ from machine to machine."""
SLOWEST_S = 300
Cell = dict[str, Any]


def executed(path: Path, folder: Path) -> list[Cell]:
    """The cells of a notebook as they are after it was run from its beginning, in an empty folder."""
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(book, timeout=SLOWEST_S, kernel_name="python3", record_timing=False,
                            resources={"metadata": {"path": str(folder)}})  # fmt: skip
    told = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / ".ipython"), "MPLBACKEND": ""}
    client.execute(env={name: value for name, value in (os.environ | told).items() if value})
    return list(json.loads(nbformat.writes(book))["cells"])  # type: ignore[no-untyped-call]


def cells(path: Path) -> list[Cell]:
    """The cells of a notebook as they stand in the file."""
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def told(found: list[Cell]) -> dict[str, str]:
    """What each code cell printed or showed as text, by the cell's id."""
    return {cell["id"]: "".join(map(_text, cell["outputs"])) for cell in found if cell["cell_type"] == "code"}


def outputs(found: list[Cell]) -> list[Cell]:
    """All outputs of all cells."""
    return [one for cell in found for one in cell.get("outputs", ())]


def _text(output: Cell) -> str:
    return "".join(output.get("text") or output.get("data", {}).get("text/plain") or ())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = executed(FINDINGS, Path(folder))
    book = {"cells": found, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    FINDINGS.write_text(json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FINDINGS.name}: {FINDINGS.stat().st_size >> 10} KiB\n")


if __name__ == "__main__":
    main()
