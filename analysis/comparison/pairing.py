"""Which conversation of one side stands beside which of the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from analysis.cluster import cluster_of
from analysis.comparison.side import Seen, Side
from analysis.errors import AnalysisError
from documents.read import nearest
from simulator.arms import CONTROL
from simulator.provenance import NOT_KNOWN
from simulator.transcript import Started

Key = tuple[str, ...]


class Pair(NamedTuple):
    """What is compared with what; several conversations on a side count by their mean."""

    cluster: str
    """Persona and scenario, as of `cluster_of`: pairs of one are not independent."""
    a: tuple[Seen, ...]
    b: tuple[Seen, ...]
    text: str = ""
    """The wording that was read on the second side, where one was put in."""


class Paired(NamedTuple):
    """The pairs of two sides."""

    by: tuple[str, ...]
    """What is equal in a pair."""
    pairs: tuple[Pair, ...]
    alone_a: int
    """Conversations of the first side without a partner."""
    alone_b: int
    notes: tuple[str, ...] = ()


def _again(started: Started) -> str:
    """The repetition, and in a fork its repeat: both count anew what is otherwise the same."""
    return f"{started.repetition}.{started.branch.repeat}" if started.branch else str(started.repetition)


FIELDS: Mapping[str, Callable[[Started], str]] = MappingProxyType(
    {
        "persona": lambda started: started.persona,
        "scenario": lambda started: started.scenario,
        "repetition": _again,
        "condition": lambda started: started.condition,
        "target": lambda started: started.target,
    }
)
"""What conversations of two runs can be paired by."""
_LOOSE = ("condition", "target")
"""Where each run has exactly one that the other has not, those two are paired."""
_FORKED = ("parent", "repeat")


def of_arm(side: Side, arm: str, against: str = CONTROL) -> Paired:
    """An arm of a fork beside its control, or another arm: of the same parent, in the same repeat."""
    control, other = _branches(side, against), _branches(side, arm)
    pairs = [
        Pair(cluster_of(one.started), (control[key],), (one,), one.started.branch.wording if one.started.branch else "")
        for key, one in other.items()
        if key in control
    ]
    return Paired(_FORKED, tuple(pairs), len(control) - len(pairs), len(other) - len(pairs))


def of_runs(a: Side, b: Side, by: Sequence[str] = ()) -> Paired:
    """Two runs; imports by the name of the conversation.

    Args:
        a: the first.
        b: the second.
        by: some of `FIELDS`; all when empty.

    Raises:
        AnalysisError: an unknown field, neither persona nor scenario, an import beside a run, or nothing that pairs.
    """
    if (a.plan.imported is None) != (b.plan.imported is None):
        one, two = (a, b) if a.plan.imported else (b, a)
        raise AnalysisError(
            f"{one.name} was imported and {two.name} was held: nothing pairs them; compare two runs, or two imports"
        )
    fields = _checked(tuple(by), imported=a.plan.imported is not None)
    renamed = {name: _renamed(a.seen, b.seen, name) for name in _LOOSE if name in fields}
    left, right = _grouped(a.seen, fields, {}), _grouped(b.seen, fields, renamed)
    if not left.keys() & right.keys():
        raise AnalysisError(
            f"no conversation of {a.name} has one of {b.name} with the same {', '.join(fields)}; pair by less, as in "
            "--pair persona,scenario"
        )
    pairs = tuple(Pair(_joint(some, fields), some, right[key]) for key, some in left.items() if key in right)
    notes = [f"{name} {new} of {b.name} is paired with {old} of {a.name}"
             for name, pair in renamed.items() for new, old in pair.items()]  # fmt: skip
    return Paired(fields, pairs, _alone(left, right), _alone(right, left), tuple(notes))


def of_groups(a: Sequence[Seen], b: Sequence[Seen], by: Sequence[str]) -> Paired:
    """Two groups of conversations that are pooled, with the same person in the same situation each time.

    Arms of forks are paired by the parent and the repeat, imports by their names, everything else by all of `FIELDS`
    that the groups can share.

    Args:
        a: the first.
        b: the second.
        by: what they are grouped by.

    Returns:
        No pair where nothing can be.
    """
    kinds = {one.started.imported is not None for one in (*a, *b)}
    fields = _shareable((*a, *b), by, imported=True in kinds)
    if len(kinds) != 1 or not fields:
        return Paired((), (), len(a), len(b))
    renamed = {name: _renamed(a, b, name) for name in _LOOSE if name in fields}
    left, right = _grouped(a, fields, {}), _grouped(b, fields, renamed)
    pairs = tuple(Pair(_joint(some, fields), some, right[key]) for key, some in left.items() if key in right)
    return Paired(fields, pairs, _alone(left, right), _alone(right, left))


def _shareable(seen: Sequence[Seen], by: Sequence[str], *, imported: bool) -> tuple[str, ...]:
    if imported:
        return ("name",)
    if {"arm", "wording"}.issuperset(by) and all(one.started.branch and one.started.parent for one in seen):
        return _FORKED
    if any((one.started.parent or "").startswith(f"{NOT_KNOWN}/") for one in seen):
        # One person goes on with many transcripts: only the parent tells them apart.
        return ()
    # A person has one locale: groups of several share no person.
    told = {*by, "persona"} if "locale" in by else set(by)
    fields = tuple(name for name in FIELDS if name not in told or name in _LOOSE)
    return fields if {"persona", "scenario"} & set(fields) else ()


def _branches(side: Side, arm: str) -> dict[tuple[str, int], Seen]:
    branches = ((one.started.parent or "", one.started.branch, one) for one in side.seen)
    return {(parent, branch.repeat): one for parent, branch, one in branches if branch and branch.arm == arm}


def _checked(by: tuple[str, ...], *, imported: bool) -> tuple[str, ...]:
    if imported:
        if by and by != ("name",):
            raise AnalysisError("imported conversations are paired by their names alone; leave --pair out")
        return ("name",)
    for name in by:
        if name not in FIELDS:
            raise AnalysisError(f"nothing pairs by '{name}'{nearest(name, FIELDS)}; choose among {', '.join(FIELDS)}")
    if by and not {"persona", "scenario"} & set(by):
        raise AnalysisError(
            f"pairs by {', '.join(by)} would put unlike people in unlike situations together; add persona or scenario"
        )
    return tuple(name for name in FIELDS if not by or name in by)


def _renamed(a: Sequence[Seen], b: Sequence[Seen], field: str) -> dict[str, str]:
    left, right = ({FIELDS[field](one.started) for one in some} for some in (a, b))
    only_a, only_b = left - right, right - left
    return {only_b.pop(): only_a.pop()} if len(only_a) == len(only_b) == 1 else {}


def _grouped(
    seen: Sequence[Seen], fields: tuple[str, ...], renamed: Mapping[str, Mapping[str, str]]
) -> dict[Key, tuple[Seen, ...]]:
    found: dict[Key, tuple[Seen, ...]] = {}
    for one in seen:
        key = tuple(renamed.get(name, {}).get(part, part) for name, part in _parts(one.started, fields))
        found[key] = (*found.get(key, ()), one)
    return found


def _parts(started: Started, fields: tuple[str, ...]) -> list[tuple[str, str]]:
    if fields == ("name",):
        return [("name", started.imported.name if started.imported else started.id)]
    if fields == _FORKED:
        return [("parent", started.parent or ""), ("repeat", str(started.branch.repeat if started.branch else 1))]
    return [(name, FIELDS[name](started)) for name in fields]


def _joint(some: Sequence[Seen], fields: tuple[str, ...]) -> str:
    if fields in (("name",), _FORKED) or {"persona", "scenario"} <= set(fields):
        return cluster_of(some[0].started)
    return FIELDS["persona" if "persona" in fields else "scenario"](some[0].started)


def _alone(one: Mapping[Key, tuple[Seen, ...]], other: Mapping[Key, tuple[Seen, ...]]) -> int:
    return sum(len(some) for key, some in one.items() if key not in other)
