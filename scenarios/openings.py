"""Real or published openings from a file, standing in for those of scenarios."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from documents.read import nearest
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario


class Opening(NamedTuple):
    """One row of the file."""

    text: str
    """What the person says first, verbatim."""
    category: str
    """A crisis category, or a scenario's id."""
    where: str
    """`file:line`, for errors."""


def read_openings(path: Path) -> tuple[Opening, ...]:
    """The openings of a file: CSV with a header, or one JSON object a line; each with `text` and `category`.

    Raises:
        ScenarioError: it cannot be read, is of another kind, holds no row, or a row lacks one of the two.
    """
    readers = {".jsonl": _json_rows, ".csv": _csv_rows}
    if path.suffix not in readers:
        raise ScenarioError(f"{path}: found a file ending in '{path.suffix}', expected .jsonl or .csv; rename it")
    try:
        rows = list(readers[path.suffix](path))
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise ScenarioError(f"{path}: cannot be read: {reason}; check its path, and that it is text") from None
    if not rows:
        raise ScenarioError(f"{path}: found no row, expected at least one with text and category")
    return tuple(_opening(path, line, row) for line, row in rows)


def with_openings(scenarios: Mapping[str, Scenario], openings: Sequence[Opening]) -> dict[str, Scenario]:
    """The scenarios, each with the openings of its id or else of its category; others keep their own.

    Raises:
        ScenarioError: a category that is neither a scenario's id nor any scenario's category.
    """
    categories = {scenario.risk.category for scenario in scenarios.values()}
    known = [*sorted(categories), *scenarios]
    for opening in openings:
        if opening.category not in known:
            raise ScenarioError(
                f"{opening.where}: category: found '{opening.category}'{nearest(opening.category, known)}; expected "
                f"one of {', '.join(sorted(categories))}, or a scenario's id"
            )
    return {name: _with(scenario, openings) for name, scenario in scenarios.items()}


def _with(scenario: Scenario, openings: Sequence[Opening]) -> Scenario:
    own = [opening.text for opening in openings if opening.category == scenario.id]
    own = own or [opening.text for opening in openings if opening.category == scenario.risk.category]
    return scenario.model_copy(update={"opening": tuple(own)}) if own else scenario


def _opening(path: Path, line: int, row: Any) -> Opening:
    where = f"{path}:{line}"
    if not isinstance(row, dict):
        raise ScenarioError(f"{where}: found {type(row).__name__}, expected an object with text and category")
    for field in ("text", "category"):
        value = row.get(field)
        if not isinstance(value, str) or not value.strip():
            raise ScenarioError(f"{where}: {field}: found {value!r}, expected words; fill it in or drop the row")
    return Opening(row["text"].strip(), row["category"].strip(), where)


def _json_rows(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as problem:
            raise ScenarioError(f"{path}:{number}: not JSON: {problem.msg}; expected one object a line") from None


def _csv_rows(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        try:
            yield from _with_columns(path, reader)
        except csv.Error as problem:
            raise ScenarioError(
                f"{path}:{reader.line_num + 1}: not CSV: {problem}; expected fields of at most "
                f"{csv.field_size_limit():,} characters: look for a quote in this row that is never closed"
            ) from None


def _with_columns(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[int, Any]]:
    missing = {"text", "category"} - set(reader.fieldnames or ())
    if missing:
        found = ", ".join(reader.fieldnames or ()) or "nothing"
        raise ScenarioError(f"{path}:1: found the columns {found}, expected text and category; name them so")
    for row in reader:
        yield reader.line_num, row
