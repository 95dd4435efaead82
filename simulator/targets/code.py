"""Finds a user's own function by the name of its module or file."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from simulator.errors import TargetError


def find_function(spec: str, folder: Path) -> Callable[..., Any]:
    """Import `KIND:MODULE:FUNCTION`, where MODULE is importable, lies in `folder`, or is a file that ends in `.py`.

    Raises:
        TargetError: no such module or function, or the module cannot be imported.
    """
    kind, _, name = spec.partition(":")
    module_name, _, function_name = name.rpartition(":")
    if not module_name or not function_name:
        raise TargetError(f"{spec}: expected {kind}:MODULE:FUNCTION, for example {kind}:my_model:answer")
    module = _module(spec, module_name, folder)
    function = getattr(module, function_name, None)
    if not callable(function):
        raise TargetError(f"{spec}: found no function '{function_name}' in {module_name}; check its name")
    return function  # type: ignore[no-any-return]


def bare_spec(spec: str) -> str:
    """The spec without folders: what a record may hold of a path."""
    kind, _, name = spec.partition(":")
    return f"{kind}:{name.replace(chr(92), '/').rpartition('/')[2]}"


def _module(spec: str, name: str, folder: Path) -> ModuleType:
    try:
        with _importable(folder):
            return _from_file(folder / name) if name.endswith(".py") else importlib.import_module(name)
    except FileNotFoundError:
        raise TargetError(f"{spec}: found no file {name}; give its path from the current folder") from None
    except Exception as problem:
        # Importing runs the user's code, which may raise anything.
        words = f"{type(problem).__name__}: {problem}"
        raise TargetError(f"{spec}: {name} cannot be imported: {words}; correct it, or the module's name") from problem


def _from_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise FileNotFoundError(path)
    spec = importlib.util.spec_from_file_location(f"pastno_target_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError("no loader for this file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Let the module, and what it imports, lie in `folder`; what is installed goes first."""
    sys.path.append(str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
