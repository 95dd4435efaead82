"""Load scenarios, conditions, wordings and suites from the shipped libraries and from a user's own folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from documents.read import Document, find, locate, nearest, place, read, read_all
from scenarios.errors import ScenarioError
from scenarios.schema import Condition, Scenario, Suite
from scenarios.wording import Wording

D = TypeVar("D", bound=Document)

LIBRARY = Path(__file__).parent / "library"
"""The scenarios that ship."""
CONDITIONS = Path(__file__).parent / "conditions"
"""The conditions that ship."""
SUITES = Path(__file__).parent / "suites"
"""The suites that ship."""
WORDINGS = Path(__file__).parent / "wordings"
"""The wordings of a refusal that ship."""


def load_scenarios(*folders: Path) -> dict[str, Scenario]:
    """The shipped scenarios and those of `folders`, by id.

    Raises:
        ScenarioError: a file that cannot be used, one id in two folders, or a `contrast_of` that names no scenario or
            leads in a circle.
    """
    files = locate([LIBRARY, *folders], ScenarioError)
    known = read_all(files, Scenario, ScenarioError)
    for scenario in known.values():
        _check_twin(scenario, known, files[scenario.id])
    for scenario in known.values():
        _check_circle(scenario, known, files[scenario.id])
    return known


def load_conditions(*folders: Path) -> dict[str, Condition]:
    """The shipped conditions and those of `folders`, by id.

    Raises:
        ScenarioError: a file that cannot be used, or one id in two folders.
    """
    return read_all(locate([CONDITIONS, *folders], ScenarioError), Condition, ScenarioError)


def load_suites(*folders: Path) -> dict[str, Suite]:
    """The shipped suites and those of `folders`, by id.

    Raises:
        ScenarioError: a file that cannot be used, or one id in two folders.
    """
    return read_all(locate([SUITES, *folders], ScenarioError), Suite, ScenarioError)


def load_wordings(*folders: Path) -> dict[str, Wording]:
    """The shipped wordings of a refusal and those of `folders`, by id.

    Raises:
        ScenarioError: a file that cannot be used, or one id in two folders.
    """
    return read_all(locate([WORDINGS, *folders], ScenarioError), Wording, ScenarioError)


def load_suite(name_or_path: str) -> Suite:
    """One suite: a shipped suite's id, or the path of a YAML file.

    Raises:
        ScenarioError: no such suite or file, or the file cannot be used.
    """
    return _chosen(name_or_path, "suite", SUITES, Suite)


def load_wording(name_or_path: str) -> Wording:
    """One wording of a refusal: a shipped wording's id, or the path of a YAML file.

    Raises:
        ScenarioError: no such wording or file, or the file cannot be used.
    """
    return _chosen(name_or_path, "wording", WORDINGS, Wording)


def find_scenario(name: str, known: Mapping[str, Scenario]) -> Scenario:
    """The scenario called `name`.

    Raises:
        ScenarioError: there is none; names the nearest.
    """
    return find(name, known, "scenario", ScenarioError)


def find_condition(name: str, known: Mapping[str, Condition]) -> Condition:
    """The condition called `name`.

    Raises:
        ScenarioError: there is none; names the nearest.
    """
    return find(name, known, "condition", ScenarioError)


def _chosen(name_or_path: str, kind: str, shipped: Path, model: type[D]) -> D:
    """The shipped document of this name, or the one of this file."""
    path = Path(name_or_path)
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        return read(path, model, ScenarioError)
    files = locate([shipped], ScenarioError)
    if name_or_path not in files:
        listed = ", ".join(files)
        raise ScenarioError(
            f"no {kind} is called '{name_or_path}'{nearest(name_or_path, files)}; "
            f"shipped: {listed}; name one of them, or give the path of a YAML file"
        )
    return read(files[name_or_path], model, ScenarioError)


def _check_twin(scenario: Scenario, known: Mapping[str, Scenario], path: Path) -> None:
    twin = scenario.contrast_of
    if twin is None or (twin in known and twin != scenario.id):
        return
    where = place(path, ("contrast_of",), ScenarioError)
    others = [name for name in known if name != scenario.id]
    raise ScenarioError(
        f"{where}: contrast_of: found '{twin}', expected the id of another scenario{nearest(twin, others)}"
    )


def _check_circle(scenario: Scenario, known: Mapping[str, Scenario], path: Path) -> None:
    """A twin is harmless or risky, never both: `contrast_of` leads from a lookalike to its twin and ends there."""
    twin = known[scenario.contrast_of].contrast_of if scenario.contrast_of else None
    if twin is None:
        return
    where = place(path, ("contrast_of",), ScenarioError)
    chain = f"{scenario.id} -> {scenario.contrast_of} -> {twin}"
    what = "a circle" if twin == scenario.id else "a chain"
    raise ScenarioError(
        f"{where}: contrast_of: found {what}, {chain}; expected a risky twin, which has no contrast_of of its own"
    )
