"""JSON Schemas of what is written by hand, for editors; and of record lines, scores, labels, comparisons, analyses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from analysis.evaluators.score import schema as of_a_score
from analysis.judging.rubric import Rubric
from analysis.labels.label import schema as of_a_label
from documents.read import Document
from pastno.holdings import KINDS
from pastno.needs import need
from simulator.transcript import schema as of_a_line

WRITTEN = tuple(kind.name for kind in KINDS.values())
"""What a library holds, by the names that `pastno schema` takes."""
MODELS: Mapping[str, type[Document]] = MappingProxyType(
    {**{kind.name: kind.model for kind in KINDS.values()}, "rubric": Rubric}
)
"""Everything that is written by hand: a rubric is named by its file and lies in no library."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of `record`, of `scores`, of `labels`, of `comparison`, of `analysis`, or of one of `MODELS`.

    Raises:
        AnalysisError: that of a comparison needs numpy and that of an analysis scipy too, which is not installed.
    """
    if name == "comparison":
        need("numpy", extra="stats", command="schema comparison")
        from analysis.comparison.published import schema as of_a_comparison

        return of_a_comparison()
    if name == "analysis":
        for module in ("numpy", "scipy", "statsmodels"):
            need(module, extra="stats", command="schema analysis")
        from analysis.findings.published import schema as of_an_analysis

        return of_an_analysis()
    of_lines = {"record": of_a_line, "scores": of_a_score, "labels": of_a_label}
    if name in of_lines:
        return of_lines[name]()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **MODELS[name].model_json_schema()}
