"""Which group stands beside which, and which conversations of two groups are compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from analysis.cases import Case
from analysis.comparison.pairing import Pair
from analysis.comparison.seen import Seen
from analysis.errors import AnalysisError
from analysis.stats.groups import Key, label
from documents.read import nearest
from simulator.arms import AGAIN, CONTROL, SHAM, Arm
from simulator.plan import Plan

NOTHING = "–"
"""How a group is printed that has no value, as of the arm where nothing was forked."""
_TWO = 2


class Half(NamedTuple):
    """Of one side of all pairs."""

    cases: list[Case]
    """Of the pairs in which both sides have one that can be told; its cluster is the pair's."""
    missing: int
    """That failed, or of which it is not known."""
    alone: int
    """Pairs in which this side alone is at risk."""


def arms_of(plans: Sequence[Plan]) -> dict[str, Arm]:
    """All arms of forks, by their ids."""
    return {arm.id: arm for plan in plans if plan.forked is not None for arm in plan.forked.arms}


def printed(by: Sequence[str], key: Key) -> str:
    """A group as it is printed: its value where it has one field, or all as `target=reference:open, persona=mara`."""
    return label(by, key) if len(by) != 1 else key[0] or NOTHING


def chosen(groups: Collection[Key], by: Sequence[str], against: str | None) -> Key | None:
    """The group that the others are set beside.

    Args:
        groups: their values.
        by: what they are of.
        against: as printed, or with its field. None takes the first of two, and `control` before any other.

    Returns:
        None where none was named and there are not two.

    Raises:
        AnalysisError: no group is called so, or it is the only one.
    """
    if against is None:
        first = sorted(groups, key=lambda key: (key != (CONTROL,) or tuple(by) != ("arm",), key))
        return first[0] if len(groups) == _TWO else None
    names = {name: key for key in sorted(groups) for name in (label(by, key), " ".join(key), printed(by, key))}
    if against not in names:
        said = [printed(by, key) for key in sorted(groups)]
        raise AnalysisError(
            f"found no group '{against}' to set the others beside{nearest(against, said)}; choose one of "
            f"{' | '.join(said)}"
        )
    if len(groups) < _TWO:
        raise AnalysisError(f"'{against}' is the only group; nothing can be set beside it: group --by something else")
    return names[against]


def reference(key: Key, first: Key, by: Sequence[str], groups: Collection[Key]) -> Key:
    """What a group is set beside: arms in which nothing was changed are checks, and always beside the control."""
    check = tuple(by) == ("arm",) and key[0] in (AGAIN, SHAM) and (CONTROL,) in groups
    return (CONTROL,) if check else first


def conversations(pairs: Sequence[Pair], *, timed: bool = False) -> tuple[Half, Half]:
    """The conversations of both sides that are compared.

    Args:
        pairs: of the two groups.
        timed: only those whose persistence is known.
    """
    halves = Half([], 0, 0), Half([], 0, 0)
    missing, alone = [0, 0], [0, 0]
    for pair in pairs:
        known = [_known(some, pair.cluster, timed=timed) for some in (pair.a, pair.b)]
        at_risk = [[case for case in some if not timed or case.persistence is not None] for some in known]
        for side in (0, 1):
            missing[side] += len((pair.a, pair.b)[side]) - len(known[side])
            alone[side] += bool(all(known) and at_risk[side] and not at_risk[1 - side])
            halves[side].cases.extend(at_risk[side] if all(at_risk) else ())
    first, second = (half._replace(missing=missing[at], alone=alone[at]) for at, half in enumerate(halves))
    return first, second


def _known(some: Sequence[Seen], cluster: str, *, timed: bool) -> list[Case]:
    held = [one.case for one in some if one.case is not None]
    return [replace(case, cluster=cluster) for case in held if not case.unread and not (timed and case.late)]
