"""What the statistics say of the report's conversations, and which conversation each number rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.cases import Case
from analysis.comparison.policies import Policies
from analysis.findings.found import Findings
from analysis.findings.pool import Pool
from analysis.report.figures import Places
from analysis.report.read import Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """What was computed; the page computes nothing of it again."""

    pool: Pool
    found: Findings
    policies: Policies | None = None
    """The range over policies, where the runs are one fork under several."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """Where the conversations of a group stand in `Page.cards`."""

    labels: Mapping[str, str]
    """The page's name of a group by the statistics' own."""
    members: Mapping[str, Sequence[tuple[int, Case]]]
    """Those that were held, by the statistics' name."""
    places: Mapping[tuple[str, str], int]
    """By run and id."""

    def label(self, name: str) -> str:
        """The page's name of a group."""
        return self.labels.get(name, name)

    def where(self, name: str, chosen: Callable[[Case], bool]) -> Places:
        """Places of those of a group that were held and for which it holds."""
        return tuple(place for place, case in self.members.get(name, ()) if chosen(case))

    def cases(self, name: str, chosen: Callable[[Case], bool]) -> tuple[Case, ...]:
        """Those conversations, in the order of `where`."""
        return tuple(case for _, case in self.members.get(name, ()) if chosen(case))


def behind(told: Sequence[Told]) -> Behind:
    """Where everything stands.

    Args:
        told: in the order of the cards.
    """
    members: dict[str, list[tuple[int, Case]]] = {}
    for place, one in enumerate(told):
        if one.case is not None:
            members.setdefault(one.name, []).append((place, one.case))
    return Behind(
        labels={one.name: one.group for one in told},
        members=members,
        places={(one.run, one.trajectory.id): place for place, one in enumerate(told)},
    )
