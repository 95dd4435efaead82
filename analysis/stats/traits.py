"""A discrete-time hazard regression of conversations: groups as traits, errors clustered by persona and scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from msgspec.structs import replace

from analysis.cases import Case
from analysis.errors import AnalysisError
from analysis.stats.binary import Link
from analysis.stats.groups import FIELDS, grouped, selected, unbalanced
from analysis.stats.hazard import Hazards, hazard
from analysis.stats.spells import Floats
from analysis.stats.survival import AT_THE_CUT, Of, missed, timed

FIRST: Mapping[str, str] = MappingProxyType({})


def hazards(
    cases: Iterable[Case],
    by: Sequence[str],
    of: Of = "persistence",
    link: Link = "logit",
    against: Mapping[str, str] = FIRST,
) -> Hazards:
    """How much sooner some stop, or are refused, than others.

    Args:
        cases: the conversations; those that begin late are left out and counted.
        by: fields of `groups.FIELDS`; each value but one is a trait.
        of: what the time runs to: the stop after a refusal, or the first refusal.
        link: logit for odds ratios, cloglog for hazard ratios.
        against: by field, the value that the others are set beside; the first by name where it says nothing.

    Raises:
        AnalysisError: an unknown field or value, fields that tell the same, or fields in which all are alike.
    """
    groups = grouped(cases, by)
    everyone = [case for some in groups.values() for case in some]
    some, kept = timed(everyone, of)
    traits = {name: column for field in by for name, column in _traits(kept, field, against.get(field)).items()}
    if not traits:
        raise AnalysisError(
            f"all {len(kept)} at risk are alike in {', '.join(by) or 'nothing'}; name a field in which they differ"
        )
    missing = sum(case.late or case.unread for case in everyone)
    said = [*(selected(groups) if of == "persistence" else ()), *unbalanced(groups, by)]
    said += [AT_THE_CUT.format(some.censored)] if of == "persistence" and some.censored else []
    said += missed(everyone)
    found = hazard(some, traits, 0 if of == "persistence" else 1, link)
    effects = tuple(replace(one, ratio=replace(one.ratio, missing=missing)) for one in found.effects)
    return replace(found, effects=effects, warnings=(*said, *found.warnings))


def _traits(cases: Sequence[Case], field: str, against: str | None) -> dict[str, Floats]:
    """A column for each value of a field but one."""
    values = [FIELDS[field](case) for case in cases]
    levels = sorted(set(values))
    if against is not None and against not in levels:
        raise AnalysisError(f"no conversation at risk has {field} {against}; choose among {', '.join(levels)}")
    first = against if against is not None else next(iter(levels), None)
    return {
        f"{field}={level} against {first}": np.array([value == level for value in values], dtype=np.float64)
        for level in levels
        if level != first
    }
