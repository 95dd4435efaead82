"""Conversations put into groups, and in what the groups are unlike before anything is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType

from analysis.cases import Case
from analysis.errors import AnalysisError
from documents.read import nearest
from simulator.arms import JOINT

Key = tuple[str, ...]
Groups = Mapping[Key, Sequence[Case]]

FIELDS: Mapping[str, Callable[[Case], str]] = MappingProxyType(
    {
        "persona": lambda case: case.persona,
        "scenario": lambda case: case.scenario,
        "condition": lambda case: case.condition,
        "target": lambda case: case.target,
        "arm": lambda case: case.arm,
        "wording": lambda case: case.wording,
        "locale": lambda case: case.locale,
        "run": lambda case: case.run,
    }
)
"""What conversations can be grouped by. What a person did, and what came of it, is no group."""
_STRATEGY = "strategy-"
"""How the id of an arm that changes the person's strategy begins."""
SELECTED = (
    "the groups differ in who was refused: only those whom a target happened to refuse are compared, which selects on "
    "the outcome, and a difference may be one of who was refused; let everybody meet the same refusal with --inject"
)
UNBALANCED = (
    "unbalanced: the groups do not hold the same persons in the same situations equally often, so a difference may be "
    "one of who is in them"
)


def grouped(cases: Iterable[Case], by: Sequence[str]) -> dict[Key, list[Case]]:
    """The groups, in order of their names; one, named by nothing, where `by` is empty.

    Raises:
        AnalysisError: an unknown field.
    """
    for name in by:
        if name not in FIELDS:
            raise AnalysisError(
                f"nothing is grouped by '{name}'{nearest(name, FIELDS)}; choose among {', '.join(FIELDS)}"
            )
    found: dict[Key, list[Case]] = {}
    for case in cases:
        found.setdefault(tuple(FIELDS[name](case) for name in by), []).append(case)
    return dict(sorted(found.items()))


def label(by: Sequence[str], key: Key) -> str:
    """A group's name, as `target=reference:blunt`."""
    return ", ".join(f"{name}={value}" for name, value in zip(by, key, strict=True)) or "all"


def unbalanced(groups: Groups, by: Sequence[str]) -> tuple[str, ...]:
    """Whether the groups hold others, or the same unequally often; by persona or scenario they do by design."""
    if {"persona", "scenario"} & set(by):
        return ()
    held = [Counter(case.cluster for case in some) for some in groups.values()]
    return (UNBALANCED,) if any(one != held[0] for one in held[1:]) else ()


def selected(groups: Groups) -> tuple[str, ...]:
    """Whether others were refused in one group than in another; not where everybody was refused."""
    read = [[case for case in some if not case.unread] for some in groups.values()]
    if len(groups) < 2 or all(case.first_refusal is not None for some in read for case in some):
        return ()
    refused = [Counter(_same(case) for case in some if case.first_refusal is not None) for some in read]
    held = [Counter(map(_same, some)) for some in read]
    alike = all(one == refused[0] for one in refused) and all(one == held[0] for one in held)
    return () if alike else (SELECTED,)


def _same(case: Case) -> Hashable:
    return case.cluster, case.repetition, case.repeat


def by_strategy(cases: Iterable[Case]) -> bool:
    """Whether an arm made persons go on in some way, here or in the run that this was forked from."""
    return any(case.arm.startswith(_STRATEGY) or f"{JOINT}{_STRATEGY}" in case.condition for case in cases)
