"""The observers of this machine, by the names that commands take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from documents.read import nearest
from pastno.session import observer_for
from simulator.errors import PlanError
from simulator.observer.contract import Observer
from simulator.observer.simple import SimpleObserver
from simulator.plan import Plan
from simulator.store import read_plan

INSTALLED: Mapping[str, Callable[[Plan], Observer]] = MappingProxyType(
    {"simple": lambda plan: SimpleObserver(), "local": observer_for}
)
"""Each is made for a run's plan, whose day decides what is out of date."""


def named(name: str | None, folder: Path, judge: str | None = None) -> Observer | None:
    """The observer of this name, made for the run; None where none is named.

    Raises:
        PlanError: no such name, or a judge is named too.
        StoreError: no run folder.
    """
    if name is None:
        return None
    if judge is not None:
        raise PlanError("found --observer and --judge together; one instrument reads at a time, leave one of them out")
    if name not in INSTALLED:
        raise PlanError(f"unknown observer '{name}'{nearest(name, INSTALLED)}; choose among {', '.join(INSTALLED)}")
    return INSTALLED[name](read_plan(folder))
