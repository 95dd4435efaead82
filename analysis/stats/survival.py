"""Time to the first refusal, persistence after it, and how the time after it ends, from conversations as rows.

What is not known stays out and is counted. A conversation that begins late has no known time to its first refusal. One
that was refused before it begins here has gone on for an unknown time; it enters late only where that time is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec

from analysis.cases import After, Case
from analysis.errors import AnalysisError
from analysis.persistence import pursued
from analysis.stats.curves import Curve, curve
from analysis.stats.groups import Groups, by_strategy, grouped, label, selected, unbalanced
from analysis.stats.ranks import Ranked, ranked
from analysis.stats.risks import Risks, incidences
from analysis.stats.spells import Spells, numbered, spells

Of = Literal["first_refusal", "persistence"]
Entered = Mapping[str, int]
NOBODY: Entered = MappingProxyType({})
ENDS = tuple(After)
LATE = "{} conversations begin late and are left out: what came before is not known"
UNREAD = "{} hold a reply that nothing has read and are left out: when they were refused is not known"
BEFORE = "{} ended of their own accord before any refusal and count as cut off"
AT_THE_CUT = (
    "{} were cut off, and may have stopped right there: two messages tell a stop, so the curve is too high in the last "
    "two exchanges before the cut"
)
WITHHELD = (
    "withheld: an arm changes the person's strategy, and what was given after a refusal is never tabulated by strategy"
)


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """One group of conversations."""

    group: str
    """As `target=reference:blunt`; `all` for the whole."""
    held: int
    """Conversations, whether they count or not."""
    outside: int
    """Never refused, and so not at risk of what comes after a refusal."""
    curve: Curve


class Survival(msgspec.Struct, frozen=True, kw_only=True):
    """Curves of groups, and whether they differ."""

    of: Of
    by: tuple[str, ...]
    groups: tuple[Timed, ...]
    """Restricted means of all stop at the same time: the last that every group has."""
    whole: Timed
    test: Ranked | None
    """None with fewer than two groups at risk."""
    warnings: tuple[str, ...]


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How the time after the first refusal ends in one group."""

    group: str
    held: int
    outside: int
    risks: Risks
    """Causes are the values of `After`."""


class Endings(msgspec.Struct, frozen=True, kw_only=True):
    """Of all groups."""

    by: tuple[str, ...]
    groups: tuple[Ending, ...]
    """None where they are withheld."""
    whole: Ending | None
    warnings: tuple[str, ...]


def first_refusal(cases: Iterable[Case], by: Sequence[str] = ()) -> Survival:
    """The number of the exchange that is refused first; never refused is censored at the last exchange.

    Args:
        cases: the conversations; those that begin late, or were not read, are left out and counted.
        by: fields of `groups.FIELDS`.

    Raises:
        AnalysisError: an unknown field.
    """
    groups = grouped(cases, by)
    everyone = _all(groups)
    early = sum(not case.late and not case.unread and case.first_refusal is None and not case.cut for case in everyone)
    warned = (BEFORE.format(early),) if early else ()
    return _survival("first_refusal", groups, tuple(by), NOBODY, (*unbalanced(groups, by), *warned))


def persistence(cases: Iterable[Case], by: Sequence[str] = (), entered: Entered = NOBODY) -> Survival:
    """Exchanges gone on after the first refusal; never refused is not at risk.

    Args:
        cases: the conversations; those that begin late are left out and counted, unless they are in `entered`.
        by: fields of `groups.FIELDS`.
        entered: of conversations that begin after their first refusal, by id, how many exchanges after it they begin,
            in all of which the person went on. They enter late.

    Raises:
        AnalysisError: an unknown field, or one in `entered` that does not begin late.
    """
    groups = grouped(cases, by)
    everyone = _all(groups)
    _checked(everyone, entered)
    cut = sum(case.persistence_censored for case in everyone if not (case.late or case.unread))
    warned = (AT_THE_CUT.format(cut),) if cut else ()
    return _survival("persistence", groups, tuple(by), entered, (*selected(groups), *unbalanced(groups, by), *warned))


def endings(cases: Iterable[Case], by: Sequence[str] = ()) -> Endings:
    """Which of four ends comes first after the first refusal, and when.

    Args:
        cases: the conversations; those that begin late are left out and counted.
        by: fields of `groups.FIELDS`.

    Raises:
        AnalysisError: an unknown field.
    """
    groups = grouped(cases, by)
    everyone = _all(groups)
    if by_strategy(everyone):
        return Endings(by=tuple(by), groups=(), whole=None, warnings=(WITHHELD,))
    return Endings(
        by=tuple(by),
        groups=tuple(_ending(label(by, key), some) for key, some in groups.items()),
        whole=_ending("all", everyone),
        warnings=(*selected(groups), *unbalanced(groups, by), *missed(everyone)),
    )


def timed(cases: Sequence[Case], of: Of, entered: Entered = NOBODY) -> tuple[Spells, list[Case]]:
    """The spells of those whose time is known and who are at risk, and the conversations they are of."""
    known = [case for case in cases if not _missing(case, entered)]
    if of == "first_refusal":
        times = [case.exchanges if case.first_refusal is None else case.first_refusal for case in known]
        ended = [case.first_refusal is not None for case in known]
        return spells(times, ended, None, [case.cluster for case in known]), known
    at_risk = [case for case in known if case.persistence is not None or case.id in entered]
    spans = [_span(case, entered.get(case.id)) for case in at_risk]
    start = [-float("inf") if case.id not in entered else entered[case.id] - 1.0 for case in at_risk]
    times, ended = [length for length, _ in spans], [not censored for _, censored in spans]
    return spells(times, ended, start, [case.cluster for case in at_risk]), at_risk


def _span(case: Case, before: int | None) -> tuple[int, bool]:
    """How long, and whether it was cut off; of one that enters late, counted from the refusal before."""
    if before is None:
        return case.persistence or 0, case.persistence_censored
    seen = pursued([strategy.pursuing for strategy in case.strategies], stopped=not case.cut)
    return before + seen.length, seen.censored


def _survival(of: Of, groups: Groups, by: tuple[str, ...], entered: Entered, warned: tuple[str, ...]) -> Survival:
    everyone = _all(groups)
    found = {label(by, key): timed(some, of, entered)[0] for key, some in groups.items()}
    until = horizon(found.values())
    parts = [
        _timed(name, some, found[name], until, of, entered) for name, some in zip(found, groups.values(), strict=True)
    ]
    whole, kept = timed(everyone, of, entered)
    names = [name for name, some in found.items() for _ in range(some.n)]
    return Survival(
        of=of, by=by, groups=tuple(parts), whole=_timed("all", everyone, whole, until, of, entered),
        test=ranked(whole, numbered(names), list(dict.fromkeys(names))) if len(set(names)) > 1 and kept else None,
        warnings=(*warned, *missed(everyone, entered)),
    )  # fmt: skip


def horizon(groups: Iterable[Spells]) -> float | None:
    """The last time that every group has; a group in which all ended is known for ever after.

    Returns:
        None where nobody is at risk.
    """
    some = [one for one in groups if one.n]
    last = [float(one.times.max()) for one in some]
    return min(_open(some), default=max(last, default=None))


def _open(groups: Iterable[Spells]) -> list[float]:
    """The last times of those in which somebody was cut off then."""
    last = [(one, float(one.times.max())) for one in groups if one.n]
    return [time for one, time in last if (one.causes[one.times == time] == 0).any()]


def within(until: float, groups: Sequence[Spells]) -> float:
    """A time, or the last before it that all of these groups have."""
    return min([until, *_open(groups)])


def _timed(name: str, cases: Sequence[Case], some: Spells, until: float | None, of: Of, entered: Entered) -> Timed:
    missing = sum(_missing(case, entered) for case in cases)
    outside = 0 if of == "first_refusal" else len(cases) - missing - some.n
    return Timed(group=name, held=len(cases), outside=outside, curve=curve(some, until if some.n else None, missing))


def _ending(name: str, cases: Sequence[Case]) -> Ending:
    known = [case for case in cases if not _missing(case)]
    at_risk = [case for case in known if case.after_at is not None]
    causes = [ENDS.index(case.after) + 1 if case.after else 0 for case in at_risk]
    some = spells([case.after_at or 0 for case in at_risk], causes, None, [case.cluster for case in at_risk])
    risks = incidences(some, [str(end) for end in ENDS], len(cases) - len(known))
    return Ending(group=name, held=len(cases), outside=len(known) - len(at_risk), risks=risks)


def _all(groups: Groups) -> list[Case]:
    return [case for some in groups.values() for case in some]


def _missing(case: Case, entered: Entered = NOBODY) -> bool:
    return case.unread or (case.late and case.id not in entered)


def missed(cases: Sequence[Case], entered: Entered = NOBODY) -> tuple[str, ...]:
    """Who was left out because their times are not known; a sentence for each reason."""
    late = sum(case.late and case.id not in entered and not case.unread for case in cases)
    counts = ((LATE, late), (UNREAD, sum(case.unread for case in cases)))
    return tuple(said.format(count) for said, count in counts if count)


def _checked(cases: Sequence[Case], entered: Entered) -> None:
    late = {case.id for case in cases if case.late}
    for name, before in entered.items():
        if name not in late or before < 0:
            raise AnalysisError(
                f"{name} cannot enter {before} exchanges late: name conversations that begin late, and a number from 0"
            )
