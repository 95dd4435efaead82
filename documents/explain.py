"""What is wrong with a document, in sentences: file, line, field, what was found, what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from documents.tree import Location, line_of, present


class Misplaced(ValueError):
    """A mistake that a document finds as a whole, with the field to look at.

    Args:
        where: the field, from the document that raises; for a list its index counts.
        message: what was found, what was expected.
    """

    def __init__(self, where: Location, message: str) -> None:
        super().__init__(message)
        self.where = where


_SHOWN = 5
"""Problems named in one message; the rest is counted."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ` (nearest: 'x')` for the known name closest to `name`, or an empty string."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (nearest: '{found[0]}')" if found else ""


def explain(path: Path, node: yaml.Node | None, kind: type[BaseModel], problem: ValidationError) -> str:
    """One line for each of the first problems of a file, in the order of its lines."""
    lines = {}
    for detail in _causes(node, [_placed(detail) for detail in problem.errors()]):
        where = present(node, detail["loc"])
        missing = (detail["loc"][-1],) if detail["type"] == "missing" else ()
        field = ".".join(map(str, where + missing)) or kind.__name__.lower()
        line = line_of(node, detail["loc"])
        lines[f"{path}:{line}: {field}: {_sentence(detail, kind, where)}"] = line
    ordered = sorted(lines, key=lines.__getitem__)
    more = len(ordered) - _SHOWN
    return "\n".join(ordered[:_SHOWN]) + (f"\n(+{more} more)" if more > 0 else "")


def _placed(detail: ErrorDetails) -> ErrorDetails:
    """The detail at the field that the document itself points to, if it does."""
    error = (detail.get("ctx") or {}).get("error")
    if isinstance(error, Misplaced):
        detail["loc"] = (*detail["loc"], *error.where)
    return detail


def _causes(node: yaml.Node | None, details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without what merely follows: a list is "too short" where its only item was wrong."""
    inner = [present(node, detail["loc"]) for detail in details]
    outer = {where[:size] for where in inner for size in range(len(where))}
    return [d for d, where in zip(details, inner, strict=True) if d["type"] == "missing" or where not in outer]


def _sentence(detail: ErrorDetails, kind: type[BaseModel], where: Location) -> str:
    context = detail.get("ctx") or {}
    if detail["type"] == "extra_forbidden":
        known = _fields(kind, where[:-1])
        return f"unknown field{nearest(str(where[-1]), known)}; known here: {', '.join(known)}"
    if detail["type"] == "missing":
        return "this field is missing; add it"
    if detail["type"] == "value_error" and "error" in context:
        return str(context["error"])
    if "expected" in context:
        expected = str(context["expected"])
        names = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
        return f"found {_short(detail['input'])}, expected {expected}{nearest(str(detail['input']), names)}"
    if detail["type"] == "string_type":
        return f"found {_short(detail['input'])}, expected text; put quotes around it"
    return f"found {_short(detail['input'])}: {detail['msg']}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _fields(kind: type[BaseModel], location: Location) -> list[str]:
    """Names of the fields of the model that `location` points into, as far as annotations tell."""
    current: Any = kind
    for part in location:
        field = getattr(current, "model_fields", {}).get(part)
        if field is not None:
            current = _model_in(field.annotation) or current
    return list(getattr(current, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found is not None), None)
