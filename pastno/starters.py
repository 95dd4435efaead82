"""What `pastno new` writes: a commented starter that passes `pastno check` as it is, and its schema for editors."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import TypeAdapter, ValidationError

from documents.read import DocumentError, Identity
from pastno.holdings import KINDS
from pastno.schemas import WRITTEN, schema_of

TEMPLATES = Path(__file__).parent / "templates"
"""The starters, one for each kind."""
_FOLDERS = {kind.name: folder for folder, kind in KINDS.items()}
_ID: TypeAdapter[str] = TypeAdapter(Identity)
_PARTS = ("personas", "scenarios", "conditions")
_PLACE = re.compile(r"\b(?:NAME|DISPLAY|PERSONAS|SCENARIOS|CONDITIONS)\b")
_STAND_INS = {"personas": ("kirsty", "marcus"), "scenarios": ("tired-of-being-here", "week-is-killing-me")}
"""Shipped documents that a suite takes up where the user has none of their own."""


class Started(NamedTuple):
    """What was written, and what to do next."""

    path: Path
    schema: Path
    """For the editor: completion and checks while typing. One that was there already stays as it was."""
    commands: tuple[str, ...]


def start(kind: str, name: str, library: Path) -> Started:
    """Write a starter into a library.

    Args:
        kind: one of `pastno.schemas.WRITTEN`.
        name: the new document's id.
        library: folder that holds, or will hold, `personas`, `scenarios`, `conditions`, `wordings` and `suites`.

    Raises:
        DocumentError: an id that is none, is taken, or a place that cannot be written. No file is ever overwritten.
    """
    path = library / _FOLDERS[kind] / f"{name}.yaml"
    _check_id(kind, name, path)
    schema = library / "schemas" / f"{kind}.schema.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        schema.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_text(kind, name, library))
        _keep(schema, json.dumps(schema_of(kind), indent=2) + "\n")
    except FileExistsError:
        raise DocumentError(f"{path} is there already, and nothing is overwritten; choose another name") from None
    except OSError as problem:
        raise DocumentError(f"{path}: cannot write: {problem.strerror}; choose a writable place with --in") from None
    return Started(path, schema, _commands(kind, name, library))


def _keep(path: Path, text: str) -> None:
    """Write a file unless there is one."""
    with contextlib.suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
        file.write(text)


def _check_id(kind: str, name: str, path: Path) -> None:
    try:
        _ID.validate_python(name)
    except ValidationError:
        raise DocumentError(
            f"found the name '{name}', expected letters, digits, '-', '_' and '.', beginning with a letter or digit; "
            "try another, as in night-shift"
        ) from None
    if kind not in WRITTEN:
        raise DocumentError(f"found the kind '{kind}', expected one of {', '.join(WRITTEN)}; choose one of these")
    if (KINDS[_FOLDERS[kind]].shipped / path.name).exists():
        raise DocumentError(f"a {kind} called '{name}' is shipped, and ids are unique; choose another name")
    if path.exists():
        raise DocumentError(f"{path} is there already, and nothing is overwritten; choose another name")


def _text(kind: str, name: str, library: Path) -> str:
    text = (TEMPLATES / f"{kind}.yaml").read_text(encoding="utf-8")
    values = {"NAME": _quoted(name), "DISPLAY": _quoted(_display(name))}
    for folder, shipped in _STAND_INS.items():
        values[folder.upper()] = _listed(_own(library, folder) or list(shipped))
    values["CONDITIONS"] = _listed(["plain", *_own(library, "conditions")])
    return _PLACE.sub(lambda place: values[place[0]], text)


def _own(library: Path, folder: str) -> list[str]:
    return sorted(path.stem for path in (library / folder).glob("*.yaml"))


def _listed(names: list[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(name: str) -> str:
    """The name as YAML reads it as text: `1`, `null` and `2026-01-01` need quotes."""
    return name if yaml.safe_load(name) == name else json.dumps(name)


def _display(name: str) -> str:
    """A name to be called by; ids such as `2026-01-01` make none."""
    words = re.sub(r"[-_.]+", " ", name).strip().title()
    return words if re.fullmatch(r"[A-Za-z ]+", words) else "Somebody"


def _commands(kind: str, name: str, library: Path) -> tuple[str, ...]:
    where = _shell(library)
    check = f"pastno check {where}"
    if kind == "suite":
        run = f"pastno run {_shell(library / 'suites' / (name + '.yaml'))}"
        return check, f"{run} --library {where}" if any(_own(library, part) for part in _PARTS) else run
    if kind == "condition":
        return check, f"pastno new suite {name}-suite --in {where}"
    if kind == "wording":
        return check, "pastno list wordings"
    return check, f"pastno run full --library {where} --where {kind}.id={name} --sample 24"


def _shell(path: Path) -> str:
    text = str(path)
    return f"'{text}'" if re.search(r"[^\w./-]", text) else text
