"""The evaluators that can be named: those that ship, and those other packages bring."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from analysis.errors import AnalysisError
from analysis.evaluators import COMPARERS, EVALUATORS
from analysis.evaluators.contract import Comparer, Evaluator
from documents.read import nearest

GROUP = "pastno.evaluators"
"""Entry-point group; each entry names an `Evaluator` or a `Comparer`."""


def known(brought: Sequence[EntryPoint] | None = None) -> dict[str, Evaluator | Comparer]:
    """Every evaluator by its name, the shipped ones first.

    Args:
        brought: entry points of other packages; those that are installed when None.

    Raises:
        AnalysisError: two share a name, or an entry point is no evaluator.
    """
    found: dict[str, Evaluator | Comparer] = {}
    found |= {evaluator.name: evaluator for evaluator in EVALUATORS}
    found |= {comparer.name: comparer for comparer in COMPARERS}
    for entry in sorted(entry_points(group=GROUP) if brought is None else brought, key=lambda e: (e.name, e.value)):
        one = _loaded(entry)
        if one.name in found:
            raise AnalysisError(
                f"entry point {entry.value}: found a second evaluator named '{one.name}'; rename one, or uninstall it"
            )
        found[one.name] = one
    return found


def chosen(names: Sequence[str], among: dict[str, Evaluator | Comparer] | None = None) -> list[Evaluator | Comparer]:
    """The evaluators of these names, in the order they are known, with those that they need; all when none is named.

    Raises:
        AnalysisError: a name that is not known.
    """
    everything = among if among is not None else known()
    wanted = set(names) or set(everything)
    for name in names:
        if name not in everything:
            raise AnalysisError(
                f"unknown evaluator '{name}'{nearest(name, everything)}; see `pastno list evaluators` for the others"
            )
    for name in list(wanted):
        one = everything[name]
        wanted |= set(one.needs) if isinstance(one, Comparer) else set()
    return [one for name, one in everything.items() if name in wanted]


def _loaded(entry: EntryPoint) -> Evaluator | Comparer:
    try:
        one = entry.load()
    except Exception as problem:  # noqa: BLE001 (a stranger's module may raise anything)
        raise AnalysisError(f"entry point {entry.value}: cannot be loaded: {problem!r}; mend or uninstall it") from None
    if not isinstance(one, Evaluator | Comparer):
        raise AnalysisError(
            f"entry point {entry.value}: found a {type(one).__name__}, expected an Evaluator or a Comparer; see "
            "docs/evaluators.md"
        )
    return one
