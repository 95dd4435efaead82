"""Read YAML files into frozen pydantic models, with errors a stranger can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from documents.explain import Misplaced, explain, nearest
from documents.tree import DoubledKey, Location, line_of, parse

__all__ = [
    "Document",
    "DocumentError",
    "Identity",
    "Line",
    "Misplaced",
    "find",
    "locate",
    "nearest",
    "place",
    "read",
    "read_all",
    "read_folder",
]

Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
"""Name of a document: it goes into conversation ids, where `/` separates."""
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Something somebody says; never empty."""


class Document(BaseModel):
    """Base of everything that is written as YAML: frozen, and an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False)


class DocumentError(Exception):
    """A file that cannot be used. `str()` names file, line, field, what was found and what was expected."""


D = TypeVar("D", bound=Document)


def read(path: Path, kind: type[D], error: type[DocumentError] = DocumentError) -> D:
    """Read one document whose `id` equals the file's name.

    Args:
        path: the YAML file.
        kind: the model it must fit.
        error: the room's own error class.

    Raises:
        DocumentError: (as `error`) unreadable file, bad YAML, unknown or missing field, wrong value, id unlike name.
    """
    # mypy does not see that a class can be hashed.
    return cast(D, _document(_text(path, error), path, kind, error))  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def _document(text: str, path: Path, kind: type[Document], error: type[DocumentError]) -> Document:
    """What these words make at this place; a document is frozen, so the one made before serves again."""
    node, data = _parse(text, path, error)
    if not isinstance(data, dict):
        found = "nothing" if data is None else type(data).__name__
        raise error(f"{path}:1: found {found}, expected the fields of a {kind.__name__.lower()}")
    try:
        document: Document = kind.model_validate(data)
    except ValidationError as problem:
        raise error(explain(path, node, kind, problem)) from None
    identity = getattr(document, "id", path.stem)
    if identity != path.stem:
        line = line_of(node, ("id",))
        raise error(f"{path}:{line}: id is '{identity}', expected '{path.stem}' like the file; rename one of them")
    return document


def locate(folders: Iterable[Path], error: type[DocumentError] = DocumentError) -> dict[str, Path]:
    """Every `*.yaml` of the folders by its name, in the order of folders and names.

    Raises:
        DocumentError: (as `error`) no such folder, one name in two folders, or a file ending in `.yml`.
    """
    found: dict[str, Path] = {}
    for folder in {folder.resolve(): folder for folder in folders}.values():
        if not folder.is_dir():
            raise error(f"{folder}: no such folder; name one that holds YAML files")
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix != ".yaml":
                raise error(f"{path}: ends in '{path.suffix}', expected '.yaml'; rename the file")
            if path.stem in found:
                raise error(f"{path}: '{path.stem}' is already in {found[path.stem]}; rename one of them (file and id)")
            found[path.stem] = path
    return found


def read_all(files: Mapping[str, Path], kind: type[D], error: type[DocumentError] = DocumentError) -> dict[str, D]:
    """Read the files that `locate` found, by id."""
    return {name: read(path, kind, error) for name, path in files.items()}


def read_folder(folder: Path, kind: type[D], error: type[DocumentError] = DocumentError) -> dict[str, D]:
    """Read every `*.yaml` of a folder, by id, in the order of their names."""
    return read_all(locate([folder], error), kind, error)


def find(name: str, known: Mapping[str, D], what: str, error: type[DocumentError] = DocumentError) -> D:
    """The document of that name.

    Raises:
        DocumentError: (as `error`) there is none; names the nearest and all that are known.
    """
    if name in known:
        return known[name]
    listed = ", ".join(sorted(known)) or "none"
    raise error(f"no {what} is called '{name}'{nearest(name, known)}; known: {listed}")


def place(path: Path, location: Location, error: type[DocumentError] = DocumentError) -> str:
    """`file:line` of a field, for an error found after reading."""
    return f"{path}:{line_of(_parse(_text(path, error), path, error)[0], location)}"


def _text(path: Path, error: type[DocumentError]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise error(f"{path}: cannot be read: {reason}; check its path, and that it is text you may read") from None


def _parse(text: str, path: Path, error: type[DocumentError]) -> tuple[yaml.Node | None, Any]:
    try:
        return parse(text)
    except DoubledKey as problem:
        raise error(f"{path}:{problem.second}: {problem}") from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(problem, "problem", None) or "not valid YAML"
        raise error(f"{path}:{line}: {what}; check indentation and quotes around this line") from None
