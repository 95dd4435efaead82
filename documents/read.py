"""Read a YAML file into a frozen pydantic model, with errors a stranger can act on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails


class Document(BaseModel):
    """Base of everything that is written as YAML: frozen, and an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class DocumentError(Exception):
    """A file that cannot be used. `str()` names file, line, field, what was found and what was expected."""


D = TypeVar("D", bound=Document)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ` (nearest: 'x')` for the known name closest to `name`, or an empty string."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (nearest: '{found[0]}')" if found else ""


def read(path: Path, kind: type[D], error: type[DocumentError] = DocumentError) -> D:
    """Read one document whose `id` equals the file's name.

    Args:
        path: the YAML file.
        kind: the model it must fit.
        error: the room's own error class.

    Raises:
        DocumentError: (as `error`) unreadable file, bad YAML, unknown or missing field, wrong value, id unlike the name.
    """
    node, data = _parse(path, error)
    if not isinstance(data, dict):
        raise error(f"{path}:1: found {type(data).__name__}, expected fields of a {kind.__name__.lower()}")
    try:
        document = kind.model_validate(data)
    except ValidationError as problem:
        raise error(_explain(path, node, kind, problem)) from None
    identity = getattr(document, "id", path.stem)
    if identity != path.stem:
        line = _line(node, ("id",))
        raise error(f"{path}:{line}: id is '{identity}', expected '{path.stem}' like the file; rename one of them")
    return document


def read_folder(folder: Path, kind: type[D], error: type[DocumentError] = DocumentError) -> dict[str, D]:
    """Read every `*.yaml` of a folder, by id, in the order of their names."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        found[path.stem] = read(path, kind, error)
    return found


def _parse(path: Path, error: type[DocumentError]) -> tuple[yaml.Node | None, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise error(f"{path}: cannot be read: {reason}") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_twins(path, node, error)
        return node, yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(problem, "problem", None) or "not valid YAML"
        raise error(f"{path}:{line}: {what}; check indentation and quotes around this line") from None


def _refuse_twins(path: Path, node: yaml.Node | None, error: type[DocumentError]) -> None:
    """PyYAML keeps the last of two equal keys in silence; here that is an error."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise error(f"{path}:{line}: field '{key.value}' is already given on line {seen[key.value]}; keep one")
            seen[key.value] = line
            _refuse_twins(path, value, error)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_twins(path, value, error)


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Line of the deepest part of `location` that the file holds, from 1."""
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            match = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if match is None:
                return line
            line, node = match[0].start_mark.line + 1, match[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def _explain(path: Path, node: yaml.Node | None, kind: type[Document], problem: ValidationError) -> str:
    lines = []
    for detail in problem.errors()[:5]:
        where = detail["loc"]
        field = ".".join(str(p) for p in where) or kind.__name__.lower()
        lines.append(f"{path}:{_line(node, where)}: {field}: {_sentence(detail, kind)}")
    more = len(problem.errors()) - 5
    return "\n".join(lines) + (f"\n(+{more} more)" if more > 0 else "")


def _sentence(detail: ErrorDetails, kind: type[Document]) -> str:
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        known = _fields(kind, detail["loc"][:-1])
        return f"unknown field{nearest(name, known)}; known here: {', '.join(known)}"
    if detail["type"] == "missing":
        return "this field is missing; add it"
    context = detail.get("ctx") or {}
    if "expected" in context:
        expected = str(context["expected"])
        names = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
        return f"found {detail['input']!r}, expected {expected}{nearest(str(detail['input']), names)}"
    return f"found {detail['input']!r}: {detail['msg']}"


def _fields(kind: type[Document], location: tuple[int | str, ...]) -> list[str]:
    """Names of the fields of the model that `location` points into, as far as annotations tell."""
    current: Any = kind
    for part in location:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:
            continue
        current = _model_in(field.annotation) or current
    return list(getattr(current, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
