"""Everything that `pastno check` reads: the shipped library and the user's files, with what cannot be read among it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import msgspec
import yaml

import personas.loader
import scenarios.loader
from documents.lint import Finding
from documents.read import Document, DocumentError, read
from documents.tree import DoubledKey, line_of, parse
from personas.errors import PersonaError
from personas.schema import Persona
from scenarios.errors import ScenarioError
from scenarios.schema import Condition, Scenario, Suite
from scenarios.wording import Wording


class Kind(NamedTuple):
    """A kind of document, and where the shipped ones lie."""

    name: str
    model: type[Document]
    error: type[DocumentError]
    shipped: Path


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "personas": Kind("persona", Persona, PersonaError, personas.loader.LIBRARY),
        "scenarios": Kind("scenario", Scenario, ScenarioError, scenarios.loader.LIBRARY),
        "conditions": Kind("condition", Condition, ScenarioError, scenarios.loader.CONDITIONS),
        "wordings": Kind("wording", Wording, ScenarioError, scenarios.loader.WORDINGS),
        "suites": Kind("suite", Suite, ScenarioError, scenarios.loader.SUITES),
    }
)
"""The kinds, by the folder of a library that holds them."""

D = TypeVar("D", bound=Document)
_PLACED = re.compile(r"(?P<place>.+?:\d+): (?:(?P<field>[\w.-]+): )?(?P<said>.*)", re.DOTALL)
_MEND = "mend this line, and check again"


class Held(NamedTuple):
    """One document with its file."""

    kind: str
    """A key of `KINDS`."""
    path: Path
    document: Document
    asked: bool
    """Whether the user wants it checked; the rest is only what its names may stand for."""

    @property
    def name(self) -> str:
        """Kind and id, as in `persona/rosa`."""
        return f"{KINDS[self.kind].name}/{self.path.stem}"


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """The documents by name, and what could not be read."""

    held: Mapping[str, Held]
    broken: tuple[Finding, ...]

    def known(self, kind: str, model: type[D], *, asked: bool = False) -> dict[str, D]:
        """Documents of a kind by id, all or only those to be checked."""
        found = [held for held in self.held.values() if held.kind == kind and held.asked >= asked]
        return {held.path.stem: held.document for held in found if isinstance(held.document, model)}


def gather(paths: Sequence[Path]) -> Holdings:
    """Read the shipped library and the files at `paths`; without paths the shipped library is what is checked.

    Raises:
        DocumentError: a path does not exist, or is a folder that holds nothing to check.
    """
    files: dict[Path, tuple[str, Path, bool]] = {}
    for kind, about in KINDS.items():
        _add(files, _of_folder(kind, about.shipped), asked=not paths)
    for path in paths:
        _add(files, _listed(path), asked=True)
    for path in paths:
        _add(files, _beside(path), asked=False)
    held: dict[str, Held] = {}
    broken: list[Finding] = []
    for kind, path, asked in files.values():
        broken += _take(held, kind, path, asked)
    return Holdings(held=held, broken=tuple(broken))


def kind_of(path: Path) -> str:
    """The kind of a file: its folder's name says it, or else the fields it has."""
    folder = path.resolve().parent
    folder = folder.parent if folder.name == "library" else folder
    if folder.name in KINDS:
        return folder.name
    try:
        data = parse(path.read_text(encoding="utf-8"))[1]
    except (OSError, UnicodeDecodeError, DoubledKey, yaml.YAMLError):
        return "suites"
    fields = set(data) if isinstance(data, dict) else set()
    return max(reversed(list(KINDS)), key=lambda kind: len(fields & set(KINDS[kind].model.model_fields)))


def placed(finding: Finding, path: Path) -> Finding:
    """The finding with its `file:line`."""
    node, _ = parse(path.read_text(encoding="utf-8"))
    return finding._replace(place=f"{shown(path)}:{line_of(node, finding.location)}")


def shown(path: Path) -> Path:
    """A shipped file by its place in the project, any other as the user named it."""
    room = next((kind.shipped for kind in KINDS.values() if path.is_relative_to(kind.shipped)), None)
    return path.relative_to(room.parent.parent) if room is not None else path


def _add(files: dict[Path, tuple[str, Path, bool]], found: Iterator[tuple[str, Path]], *, asked: bool) -> None:
    for kind, path in found:
        earlier = files.get(path.resolve(), (kind, path, False))
        files[path.resolve()] = (earlier[0], earlier[1], earlier[2] or asked)


def _of_folder(kind: str, folder: Path) -> Iterator[tuple[str, Path]]:
    return ((kind, path) for path in sorted(folder.glob("*.y*ml")))


def _of_library(library: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        yield from _of_folder(kind, library / kind)


def _listed(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_file():
        return iter([(kind_of(path), path)])
    if not path.exists():
        raise DocumentError(f"{path}: no such file or folder; name a library's folder, a suite, or one YAML file")
    found = list(_of_folder(path.name, path) if path.name in KINDS else _of_library(path))
    if not found:
        raise DocumentError(
            f"{path} holds nothing to check, expected YAML files in {', '.join(KINDS)}; name a folder that holds "
            "these, or none to check the shipped library"
        )
    return iter(found)


def _beside(path: Path) -> Iterator[tuple[str, Path]]:
    """What the library of a file or of one folder holds besides."""
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    library = folder.parent if folder.name in KINDS else folder
    return _of_library(library)


def _take(held: dict[str, Held], kind: str, path: Path, asked: bool) -> Iterator[Finding]:
    about = KINDS[kind]
    name = f"{about.name}/{path.stem}"
    if path.suffix != ".yaml":
        yield _broken(f"found '{path.suffix}', expected '.yaml'", "rename the file", name, path)
    elif name in held:
        other = shown(held[name].path)
        yield _broken(f"'{path.stem}' is already in {other}", "rename one of them (file and id)", name, path)
    else:
        try:
            held[name] = Held(kind, path, read(path, about.model, about.error), asked)
        except DocumentError as problem:
            yield from _problems(str(problem), name, path)


def _problems(message: str, name: str, path: Path) -> Iterator[Finding]:
    """One finding for each line of a reader's error; its last line may only count the rest."""
    for line in message.splitlines():
        parts = _PLACED.fullmatch(line)
        if parts is None:
            yield _broken(
                f"found {line.removeprefix(f'{path}: ').strip('(+)')} in this file",
                "mend this file, and check again",
                name,
                path,
            )
            continue
        found, _, todo = parts["said"].partition("; ")
        field = tuple((parts["field"] or "").split(".")) if parts["field"] else ()
        number = parts["place"].rpartition(":")[2]
        yield Finding("unreadable", "error", field, found, todo or _MEND, name, f"{shown(path)}:{number}")


def _broken(found: str, todo: str, name: str, path: Path) -> Finding:
    return Finding("unreadable", "error", (), found, todo, name, f"{shown(path)}:1")
