"""Everything the statistics say of some conversations, put together: one struct, which `--json` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from analysis.cases import Case
from analysis.comparison.holm import holm
from analysis.comparison.withheld import why
from analysis.errors import AnalysisError
from analysis.stats import endings as chain
from analysis.stats import survival
from analysis.stats.flow import Flow, phase_flow, strategy_flow
from analysis.stats.groups import by_strategy, grouped, label
from analysis.stats.hazard import Hazards
from analysis.stats.number import Number
from analysis.stats.paths import Way, phase_paths, strategy_paths
from analysis.stats.rates import Rates, rates
from analysis.stats.traits import hazards
from pastno.pooled import Pool, Source

FORMAT = 1
ARMS = "arms in which nothing was changed and arms in which something was are pooled; see them apart with --by arm"
BY_STRATEGY = (
    "withheld: moves and ways by strategy, ways through phases, and how the time after a refusal ends: an arm or a "
    "policy changes the person's strategy, and what was given after a refusal is never tabulated by strategy or path"
)
HELD_BACK = survival.Endings(by=(), groups=(), whole=None, warnings=(BY_STRATEGY,))


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """A hazard regression, or why there is none."""

    of: survival.Of
    found: Hazards | None
    warnings: tuple[str, ...] = ()


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """One p, and what is left of it among all that were looked at."""

    name: str
    p: float
    holm: float


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """From one state to another."""

    state: str
    to: str
    count: int
    probability: Number


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """How one group moves, and where it ends."""

    group: str
    conversations: int
    left_out: int
    """Conversations that must not be told so."""
    moves: tuple[Move, ...]
    ends: tuple[chain.Ending, ...]
    lengths: dict[str, Number]
    ways: tuple[Way, ...]
    """The most frequent; none where they are withheld."""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """The share of one group that met one end by a time that every group has."""

    group: str
    end: str
    time: float
    share: Number


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found. Groups are named as `target=reference:blunt`; `all` is the whole."""

    v: int = FORMAT
    sources: tuple[Source, ...]
    by: tuple[str, ...]
    primary: str
    """Declared in the suite before anything was held; empty where nothing was."""
    rates: Rates
    first_refusal: survival.Survival
    persistence: survival.Survival
    hazards: tuple[Pace, ...]
    tests: tuple[Test, ...]
    """All p of the log-rank tests and regressions, adjusted together (Holm)."""
    endings: survival.Endings
    ended: tuple[Ended, ...]
    phases: tuple[Moved, ...]
    strategies: tuple[Moved, ...]
    """Empty where they are withheld."""
    warnings: tuple[str, ...]


def together(pool: Pool, by: Sequence[str], seed: int = 0) -> Findings:
    """Ask every statistic.

    Args:
        pool: the conversations.
        by: fields of `analysis.stats.groups.FIELDS`.
        seed: of the resampling.

    Raises:
        AnalysisError: an unknown field.
    """
    by = tuple(dict.fromkeys(by))
    groups = {label(by, key): some for key, some in grouped(pool.cases, by).items()}
    # Two reaction policies are two mixtures of strategies.
    hide = by_strategy(pool.cases) or bool(pool.hidden)
    first, after = survival.first_refusal(pool.cases, by), survival.persistence(pool.cases, by)
    ends = HELD_BACK if hide else survival.endings(pool.cases, by)
    paces = tuple(_pace(pool.cases, by, of) for of in ("first_refusal", "persistence"))
    return Findings(
        sources=pool.sources, by=by, primary=pool.side.plan.suite.primary or "", rates=_rates(pool, by),
        first_refusal=first, persistence=after, hazards=paces, tests=_tests((first, after), paces),
        endings=ends, ended=_ended(ends),
        phases=tuple(_phases(name, some, seed, hide=hide) for name, some in groups.items()),
        strategies=() if hide else tuple(_strategies(name, some, seed) for name, some in groups.items()),
        warnings=(*pool.warnings, *((ARMS,) if "arm" not in by and any(case.arm for case in pool.cases) else ())),
    )  # fmt: skip


def _rates(pool: Pool, by: tuple[str, ...]) -> Rates:
    """In an order that does not depend on which conversation ended first."""
    found = rates(pool.side, pool.looked, by=by, names=pool.names)
    place = {one.name: at for at, one in reversed(list(enumerate(found.rates)))}
    return msgspec.structs.replace(
        found,
        rates=tuple(sorted(found.rates, key=lambda one: (place[one.name], one.group))),
        withheld=tuple(sorted(pool.hidden)),
        warnings=(*why(pool.hidden), *found.warnings),
    )


def _pace(cases: Sequence[Case], by: Sequence[str], of: survival.Of) -> Pace:
    try:
        return Pace(of=of, found=hazards(cases, by, of))
    except AnalysisError as problem:
        return Pace(of=of, found=None, warnings=(f"no regression: {problem}",))


def _tests(curves: Sequence[survival.Survival], paces: Sequence[Pace]) -> tuple[Test, ...]:
    found = {f"{one.of}: log-rank": one.test.p for one in curves if one.test and one.test.p is not None}
    for pace in paces:
        effects = pace.found.effects if pace.found else ()
        found |= {f"{pace.of}: {one.trait}": one.p for one in effects if one.p is not None}
    adjusted = zip(found.items(), holm(list(found.values())), strict=True)
    return tuple(Test(name=name, p=p, holm=one) for (name, p), one in adjusted)


def _ended(found: survival.Endings) -> tuple[Ended, ...]:
    last = [one.risks.times[-1] for one in found.groups if one.risks.times]
    return tuple(
        Ended(group=one.group, end=end.cause, time=min(last), share=one.risks.at(end.cause, min(last)))
        for one in found.groups
        if last
        for end in one.risks.causes
    )


def _phases(name: str, cases: Sequence[Case], seed: int, *, hide: bool) -> Moved:
    return _moved(phase_flow(cases, name=name), seed, () if hide else phase_paths(cases))


def _strategies(name: str, cases: Sequence[Case], seed: int) -> Moved:
    return _moved(strategy_flow(cases, name=name), seed, strategy_paths(cases))


def _moved(flow: Flow, seed: int, ways: tuple[Way, ...]) -> Moved:
    edges: Mapping[tuple[str, str], Mapping[str, object]] = flow.graph.edges
    moves = tuple(msgspec.convert({"state": one, "to": other} | dict(edges[one, other]), Move, from_attributes=True)
                  for one, other in flow.moves)  # fmt: skip
    return Moved(
        group=flow.name, conversations=len(flow.walks), left_out=flow.left_out, moves=moves,
        ends=chain.endings(flow, seed=seed), lengths=chain.lengths(flow, seed=seed), ways=ways,
    )  # fmt: skip
