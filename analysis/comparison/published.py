"""The published form of a comparison."""

from __future__ import annotations

from typing import Any

import msgspec

from analysis.comparison.contrast import Comparison
from analysis.comparison.policies import Policies


def schema() -> dict[str, Any]:
    """The JSON Schema of what `pastno compare --json` writes: a comparison, or ranges over policies."""
    schemas, parts = msgspec.json.schema_components((Comparison, Policies), ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "oneOf": list(schemas), "$defs": parts}
