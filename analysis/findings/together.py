"""Ask every statistic of some conversations, and put what they say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from analysis.cases import Case
from analysis.comparison.holm import holm
from analysis.comparison.withheld import why
from analysis.errors import AnalysisError
from analysis.findings.apart import apart
from analysis.findings.family import Apart
from analysis.findings.found import Ended, Findings, Move, Moved, Pace, Test
from analysis.findings.pool import Pool
from analysis.findings.wider import wider
from analysis.stats import endings as chain
from analysis.stats import survival
from analysis.stats.flow import Flow, phase_flow, strategy_flow
from analysis.stats.groups import by_strategy, grouped, label
from analysis.stats.paths import Way, phase_paths, strategy_paths
from analysis.stats.rates import Rates, rates
from analysis.stats.traits import hazards
from simulator.arms import CONTROL
from simulator.transcript import Cause

ARMS = "arms in which nothing was changed and arms in which something was are pooled; see them apart with --by arm"
BY_STRATEGY = (
    "withheld: moves and ways by strategy, ways through phases, and how they end: an arm or a "
    "policy changes the person's strategy, and what was given after a refusal is never tabulated by strategy or path"
)
ENDS = frozenset(cause.value for cause in Cause)
HELD_BACK = survival.Endings(by=(), groups=(), whole=None, warnings=(BY_STRATEGY,))


def together(pool: Pool, by: Sequence[str], seed: int = 0, against: str | None = None) -> Findings:
    """Ask every statistic.

    Args:
        pool: the conversations.
        by: fields of `analysis.stats.groups.FIELDS`.
        seed: of the resampling.
        against: the group that every other is set beside, as it is printed; of two the first where None.

    Raises:
        AnalysisError: an unknown field, or no group of that name.
    """
    by = tuple(dict.fromkeys(by))
    groups = {label(by, key): some for key, some in grouped(pool.cases, by).items()}
    # First: what it is against may be named wrongly, and all else takes time.
    differences = apart(pool, by, against, seed)
    # Two reaction policies are two mixtures of strategies.
    hide = by_strategy(pool.cases) or bool(pool.hidden)
    differences = tuple(map(_without_ends, differences)) if hide else differences
    first, after = survival.first_refusal(pool.cases, by), survival.persistence(pool.cases, by)
    ends = HELD_BACK if hide else survival.endings(pool.cases, by)
    paces = tuple(_pace(pool.cases, by, of) for of in ("first_refusal", "persistence"))
    return Findings(
        sources=pool.sources, by=by, cluster=pool.cluster,
        primary=pool.side.plan.suite.primary or "", rates=_rates(pool, by),
        first_refusal=first, persistence=after, hazards=paces, tests=_tests((first, after), paces),
        endings=ends, ended=_ended(ends),
        phases=tuple(_phases(name, some, seed, hide=hide) for name, some in groups.items()),
        strategies=() if hide else tuple(_strategies(name, some, seed) for name, some in groups.items()),
        differences=differences,
        warnings=(*pool.warnings, *wider(pool, by), *_pooled_arms(pool, by)),
    )  # fmt: skip


def _pooled_arms(pool: Pool, by: Sequence[str]) -> tuple[str, ...]:
    return (ARMS,) if "arm" not in by and any(case.arm for case in pool.cases) else ()


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
        return Pace(of=of, found=hazards(cases, by, of, against=_first(cases, by, of)))
    except AnalysisError as problem:
        return Pace(of=of, found=None, warnings=(f"no regression: {problem}",))


def _first(cases: Sequence[Case], by: Sequence[str], of: survival.Of) -> Mapping[str, str]:
    """What ratios stand beside: of arms the control, where it is at risk."""
    arms = {case.arm for case in cases if not case.late and (of == "first_refusal" or case.persistence is not None)}
    return {"arm": CONTROL} if "arm" in by and CONTROL in arms else {}


def _without_ends(one: Apart) -> Apart:
    moves = tuple(gap for gap in one.moves if gap.step[1] not in ENDS)
    return msgspec.structs.replace(one, moves=moves, ends=())


def _tests(curves: Sequence[survival.Survival], paces: Sequence[Pace]) -> tuple[Test, ...]:
    found = {f"{one.of}: log-rank": one.test.p for one in curves if one.test and one.test.p is not None}
    for pace in paces:
        effects = pace.found.effects if pace.found else ()
        found |= {f"{pace.of}: {one.trait}": one.p for one in effects if one.p is not None}
    adjusted = zip(found.items(), holm(list(found.values())), strict=True)
    return tuple(Test(name=name, p=p, holm=one) for (name, p), one in adjusted)


def _ended(found: survival.Endings) -> tuple[Ended, ...]:
    known = [one.risks for one in found.groups if one.risks.times]
    # Where nobody is left to go on, the shares are known for ever after.
    last = [risks.times[-1] for risks in known if risks.going_on[-1] > 1e-12]
    time = min(last, default=max((risks.times[-1] for risks in known), default=0.0))
    return tuple(
        Ended(group=one.group, end=end.cause, time=time, share=one.risks.at(end.cause, time))
        for one in found.groups
        if known
        for end in one.risks.causes
    )


def _phases(name: str, cases: Sequence[Case], seed: int, *, hide: bool) -> Moved:
    found = _moved(phase_flow(cases, name=name), seed, () if hide else phase_paths(cases))
    if not hide:
        return found
    return msgspec.structs.replace(found, ends=(), moves=tuple(one for one in found.moves if one.to not in ENDS))


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
