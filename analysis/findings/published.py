"""The published form of what an analysis found."""

from __future__ import annotations

from typing import Any

import msgspec

from analysis.findings.found import Findings


def schema() -> dict[str, Any]:
    """The JSON Schema of what `pastno analyse --json` writes."""
    (found,), parts = msgspec.json.schema_components((Findings,), ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "$defs": parts}
