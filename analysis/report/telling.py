"""The first screen: what was found and what it cannot say, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.report.page import Bars, Curve
from analysis.report.read import Taken, Told
from analysis.stats.number import FEWEST
from simulator.transcript import Cause

_SENTENCES = 8
"""Groups told of on the first screen; all stand in the charts."""


def found(outcomes: Bars, curves: Sequence[Curve], told: Sequence[Told]) -> tuple[str, ...]:
    """What was found, a sentence for each group."""
    medians = {curve.label: curve for curve in curves}
    lines = [_group(label, told, outcomes, medians.get(label)) for label in outcomes.groups]
    more = len(lines) - _SENTENCES
    return (*lines[:_SENTENCES], *([f"{more} more groups stand in the charts below."] if more > 0 else []))


def _group(label: str, told: Sequence[Told], outcomes: Bars, curve: Curve | None) -> str:
    held = [one.case for one in told if one.group == label and one.case is not None]
    if not held:
        return f"{label}: no conversation came to its end."
    refused = sum(one.first_refusal is not None for one in held)
    counts = {bar.name: bar.count for bar in outcomes.bars if bar.group == label}
    ends = f"{counts.get(Cause.MET, 0)} had their need met, {counts.get(Cause.LEFT, 0)} left without support"
    return f"{label}: a refusal in {refused} of {len(held)} conversations; {ends}{_persistence(curve)}."


def _persistence(curve: Curve | None) -> str:
    if curve is None:
        return ""
    if curve.median is None:
        return "; more than half went on as far as could be seen"
    if not curve.median:
        return "; half or more did not go on after it"
    return f"; half or more stopped within {curve.median} exchange{'s' * (curve.median > 1)} of it"


def cannot(runs: Sequence[Taken]) -> tuple[str, ...]:
    """What these conversations cannot say."""
    simulated = any(run.plan.imported is None for run in runs)
    return (
        *(["The people are simulated. How they react is an input that somebody chose, not a finding."] * simulated),
        "Persistence is compared among those whom a target happened to refuse, which selects on the outcome. A refusal "
        "put to everybody (pastno run --inject) compares like with like.",
        "Ends at the budget are cut off, not endings: the person might have gone on.",
        "Stances and cues are what one instrument read in the replies. pastno observe and pastno agree say how far "
        "another one, or people, would agree.",
        "Everything that was not named before the run was looked at is exploratory.",
    )


def warnings(runs: Sequence[Taken], told: Sequence[Told]) -> tuple[str, ...]:
    """What is thin, unbalanced or missing."""
    return tuple([*_thin(told), *_missing(runs)])


def _thin(told: Sequence[Told]) -> Iterator[str]:
    clusters: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    for one in told:
        if one.case is not None:
            clusters.setdefault(one.group, set()).add(one.case.cluster)
            sizes[one.group] = sizes.get(one.group, 0) + 1
    for label, seen in clusters.items():
        if len(seen) < FEWEST:
            yield f"{label}: {len(seen)} pairs of persona and scenario, fewer than {FEWEST}; too few to rely upon."
    if len(set(sizes.values())) > 1:
        yield f"Groups differ in size, from {min(sizes.values())} to {max(sizes.values())} conversations held."


def _missing(runs: Sequence[Taken]) -> Iterator[str]:
    for run in runs:
        lost = sum(row.failed + row.persona_failed for row in run.rows)
        waiting = sum(row.unfinished + row.waiting for row in run.rows)
        if lost:
            yield f"{run.name}: {lost} conversations failed and are in no number."
        if waiting and run.excluded is None:
            yield f"{run.name}: {waiting} conversations have not come to their end and are in no number."
        if run.excluded is not None:
            yield f"{run.name}: {run.excluded} conversations were left out for realism, in all arms together."
        yield from run.torn
