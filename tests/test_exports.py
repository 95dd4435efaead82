"""What a module offers by `__all__` is sorted, there, and complete."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

ROOMS = ("analysis", "documents", "pastno", "personas", "scenarios", "simulator")


def modules() -> list[str]:
    """Every module of the rooms, except the one that runs when it is imported."""
    found = list(ROOMS)
    for room in ROOMS:
        package = importlib.import_module(room)
        found += [m.name for m in pkgutil.walk_packages(package.__path__, f"{room}.") if "__main__" not in m.name]
    return found


def offering() -> list[str]:
    return [name for name in modules() if hasattr(importlib.import_module(name), "__all__")]


def own(module: ModuleType) -> set[str]:
    """Public functions and classes defined in the module; for a room's door, in the room."""
    home = module.__name__
    inside = (home, f"{home}.") if hasattr(module, "__path__") else (home,)
    kept = {n: v for n, v in vars(module).items() if inspect.isclass(v) or inspect.isfunction(v)}
    return {n for n, v in kept.items() if v.__module__.startswith(inside) and not n.startswith("_")}


def test_some_modules_say_what_they_offer() -> None:
    assert {"pastno", "personas", "scenarios"} <= set(offering())


@pytest.mark.parametrize("name", offering())
def test_what_is_offered_is_sorted_and_there(name: str) -> None:
    module = importlib.import_module(name)
    assert list(module.__all__) == sorted(set(module.__all__))
    assert [missing for missing in module.__all__ if not hasattr(module, missing)] == []


@pytest.mark.parametrize("name", offering())
def test_what_is_defined_in_public_is_offered(name: str) -> None:
    module = importlib.import_module(name)
    assert own(module) - set(module.__all__) == set()
