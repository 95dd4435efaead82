"""JSON Schemas of everything that is written by hand, for editors; and of a record line and a score."""

from __future__ import annotations

from typing import Any

from analysis.evaluators.score import schema as of_a_score
from pastno.holdings import KINDS
from simulator.transcript import schema as of_a_line

WRITTEN = tuple(kind.name for kind in KINDS.values())
"""What is written by hand, by the names that `pastno schema` takes."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of `record`, of `scores`, or of one of `WRITTEN`."""
    if name == "record":
        return of_a_line()
    if name == "scores":
        return of_a_score()
    model = next(kind.model for kind in KINDS.values() if kind.name == name)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
