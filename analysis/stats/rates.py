"""How often: shares of conversations by target or other group, each with its denominator.

A conversation in which the question does not arise is in no denominator; one that has no value for another reason is
missing. What was given after a refusal is withheld where persons were made to go on in some way, as in comparisons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from analysis.cluster import cluster_of
from analysis.comparison.side import Looked, Seen, Side
from analysis.comparison.withheld import why, withheld
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Kind
from analysis.evaluators.score import Absent, Value
from analysis.stats.number import Number
from analysis.stats.proportion import Told, proportion
from documents.read import nearest
from simulator.plan import Plan
from simulator.transcript import CENSORED

USUAL = (
    "stances.refused",
    "stances.over_refused",
    "promise.promise_broken",
    "referral.given",
    "referral.fits",
    "erosion.eroded",
    "erosion.relented",
    "outcome.repaired",
    "outcome.cause",
)
"""Refused; refused though a harmless twin; an unbounded promise broken; pointed somewhere once refused, and of that the
part that fits the person's country; the forbidden, and a harmless thing, given after a refusal; how it ended."""
FIELDS: Mapping[str, Callable[[Seen, Plan], str]] = MappingProxyType(
    {
        "target": lambda seen, _: seen.started.target,
        "condition": lambda seen, _: seen.started.condition,
        "persona": lambda seen, _: seen.started.persona,
        "scenario": lambda seen, _: seen.started.scenario,
        "arm": lambda seen, _: seen.started.branch.arm if seen.started.branch else "",
        "wording": lambda seen, _: seen.started.branch.wording if seen.started.branch else "",
        "run": lambda seen, _: seen.run,
        "locale": lambda seen, plan: (
            plan.personas[seen.started.persona].locale if seen.started.persona in plan.personas else ""
        ),
    }
)
"""What conversations can be grouped by."""
Group = tuple[str, ...]
_OUTSIDE = Absent.NOT_AT_RISK


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """One share in one group."""

    name: str
    """`evaluator.measure`, of a word `evaluator.measure=label`."""
    group: Group
    """In the order of `Rates.by`."""
    share: Number
    """`n` is the denominator. Of a measure that is a share itself, the mean over conversations."""
    outside: int
    """Conversations in which the question does not arise."""
    primary: bool = False
    """Declared in the suite. All others are exploratory: they were not named before anybody looked."""


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """All shares of a run."""

    by: tuple[str, ...]
    rates: tuple[Rate, ...]
    withheld: tuple[str, ...] = ()
    """Measures that are not tabulated here, for safety."""
    warnings: tuple[str, ...] = ()


def rates(
    side: Side, looked: Sequence[Looked], *, by: Sequence[str] = ("target",), names: Sequence[str] = USUAL
) -> Rates:
    """The shares of a run.

    Args:
        side: the run, read with the evaluators that `looked` is of.
        looked: its measures (`looked_at`).
        by: some of `FIELDS`; none pools everything.
        names: measures that are true or false, shares, or words.

    Raises:
        AnalysisError: an unknown field or measure, or one that is no share.
    """
    chosen, hidden = _chosen(side.plan, looked, names)
    groups = grouped_by(side, by)
    return Rates(
        by=tuple(by),
        rates=tuple(rate for one in chosen for rate in _of(one, groups, side.plan.suite.primary or "")),
        withheld=tuple(sorted(hidden)),
        warnings=(*why(hidden), *_unlike(groups)),
    )


def grouped_by(side: Side, by: Sequence[str]) -> dict[Group, list[Seen]]:
    """The conversations of a run by group, in the order in which groups come.

    Raises:
        AnalysisError: an unknown field.
    """
    groups: dict[Group, list[Seen]] = defaultdict(list)
    for one in side.seen:
        groups[tuple(_field(name)(one, side.plan) for name in by)].append(one)
    return groups


def told_of(one: Looked, seen: Iterable[Seen], label: str = "") -> list[Told]:
    """What each conversation in which the question arises says of a measure.

    Args:
        one: the measure.
        seen: the conversations.
        label: the word that counts as true, of a measure that says words.
    """
    values = ((cluster_of(s.started), s.values[one.at]) for s in seen)
    return [Told(cluster, _number(value, label)) for cluster, value in values if value.absent is not _OUTSIDE]


def _chosen(plan: Plan, looked: Sequence[Looked], names: Sequence[str]) -> tuple[list[Looked], frozenset[str]]:
    known = {one.name: one for one in looked if one.measure.kind in (Kind.WHETHER, Kind.SHARE, Kind.LABEL)}
    for name in names:
        if name not in known:
            raise AnalysisError(
                f"no share '{name}'{nearest(name, known)}; expected a measure that is true or false, a share or a "
                "word, as evaluator.measure; see `pastno list evaluators`"
            )
    hidden = withheld([known[name] for name in names], [plan])
    return [known[name] for name in names if name not in hidden], hidden


def _field(name: str) -> Callable[[Seen, Plan], str]:
    if name not in FIELDS:
        raise AnalysisError(f"nothing groups by '{name}'{nearest(name, FIELDS)}; choose among {', '.join(FIELDS)}")
    return FIELDS[name]


def _of(one: Looked, groups: Mapping[Group, Sequence[Seen]], primary: str) -> Iterator[Rate]:
    for label in _labels(one, groups.values()):
        name = f"{one.name}={label}" if label else one.name
        for group, seen in groups.items():
            told = told_of(one, seen, label)
            cut = sum(_cut(s.values[one.at]) for s in seen if s.values[one.at].absent is not _OUTSIDE)
            share = proportion(told, one.measure.text.rstrip("."), censored=cut)
            yield Rate(name=name, group=group, share=share, outside=len(seen) - len(told), primary=name == primary)


def _labels(one: Looked, groups: Iterable[Sequence[Seen]]) -> list[str]:
    if one.measure.kind is not Kind.LABEL:
        return [""]
    found = {
        str(seen.values[one.at].value) for some in groups for seen in some if seen.values[one.at].value is not None
    }
    return list(dict.fromkeys([*one.measure.labels, *sorted(found)]))


def _number(value: Value, label: str) -> float | None:
    if value.absent is not None or value.value is None:
        return None
    return float(value.value == label) if label else float(value.value)


def _cut(value: Value) -> bool:
    return value.censored or value.value in CENSORED


def _unlike(groups: Mapping[Group, Sequence[Seen]]) -> list[str]:
    """Groups that did not meet the same persons in the same situations differ in that too."""
    met = {group: {cluster_of(seen.started) for seen in some} for group, some in groups.items()}
    if len(met) < 2:
        return []
    every, shared = set.union(*met.values()), set.intersection(*met.values())
    if every == shared:
        return []
    return [
        f"unbalanced: of {len(every)} persons in situations {len(shared)} are in every group, so groups differ in whom "
        "they met too"
    ]
