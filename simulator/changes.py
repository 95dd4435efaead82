"""What differs between two plans, in lines a person can read."""

from __future__ import annotations

from typing import Any

from simulator.plan import Plan

_INFORMATIVE: Any = {"versions": True, "hashes": True, "made_on": True, "suite": {"limits"}}
"""What makes no other plan: a run keeps its own day, and the rest changes nothing of what is said."""


def differences(old: Plan, new: Plan) -> list[str]:
    """Each field that differs, as `field: old -> new`; empty when a run of one may go on as the other."""
    before = old.model_dump(mode="json", exclude=_INFORMATIVE)
    after = new.model_dump(mode="json", exclude=_INFORMATIVE)
    return list(_walk("", before, after))


def _walk(where: str, before: Any, after: Any) -> list[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for key in [*before, *(k for k in after if k not in before)]:
            inner = f"{where}.{key}" if where else str(key)
            found += _walk(inner, before.get(key, _NOTHING), after.get(key, _NOTHING))
        return found
    return [] if before == after else [f"{where}: {_short(before)} -> {_short(after)}"]


_NOTHING = object()


def _short(value: Any) -> str:
    if value is _NOTHING:
        return "(not there)"
    text = repr(value)
    return text if len(text) <= 70 else text[:67] + "..."
