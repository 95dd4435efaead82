"""Load personas from the shipped library and from a user's own folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from documents.read import find, locate, read, read_all
from personas.errors import PersonaError
from personas.fitted import FittedPolicy
from personas.schema import Persona

LIBRARY = Path(__file__).parent / "library"
"""The personas that ship."""


def load_personas(*folders: Path) -> dict[str, Persona]:
    """The shipped personas and those of `folders`, by id.

    Raises:
        PersonaError: a file that cannot be used, or one id in two folders.
    """
    return read_all(locate([LIBRARY, *folders], PersonaError), Persona, PersonaError)


def load_persona(path: Path) -> Persona:
    """One persona from its file.

    Raises:
        PersonaError: the file cannot be used.
    """
    return read(path, Persona, PersonaError)


def load_policy(path: Path) -> FittedPolicy:
    """A policy made elsewhere, from its file.

    Raises:
        PersonaError: the file cannot be used.
    """
    return read(path, FittedPolicy, PersonaError)


def find_persona(name: str, known: Mapping[str, Persona]) -> Persona:
    """The persona called `name`.

    Raises:
        PersonaError: there is none; names the nearest.
    """
    return find(name, known, "persona", PersonaError)
