"""Conversations of one run or of several, pooled, with what must be said of putting them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec

from analysis.cases import Case
from analysis.cluster import Clustering
from analysis.comparison.seen import Seen
from analysis.comparison.side import Looked, Side, looked_at, read_side
from analysis.comparison.withheld import withheld
from analysis.errors import AnalysisError
from analysis.evaluators.contract import Evaluator, Kind
from analysis.evaluators.known import known
from analysis.findings.flagged import Sitting
from analysis.folders import named, once
from analysis.stats.rates import USUAL
from analysis.sweep import Audit
from analysis.workers import processes
from simulator.plan import Plan
from simulator.store import read_plan

_SHARES = frozenset({Kind.WHETHER, Kind.SHARE, Kind.LABEL})


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One run that was analysed."""

    name: str
    """The folder's; never a path."""
    suite: str
    kind: str
    """`run`, `import` or `fork`."""
    policy: str
    """How its persons react."""
    instrument: str
    """What read the replies."""
    held: int
    failed: int
    """Ended by a failure; they count as missing."""
    unfinished: int
    """Begun and not ended; they count nowhere."""
    torn: int
    """Lines that were broken off and left out."""
    left_out: int | None = None
    """Of those that came to an end, left out for realism; they count nowhere else. None where nobody asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """What the statistics take."""

    sources: tuple[Source, ...]
    plans: tuple[Plan, ...]
    cases: tuple[Case, ...]
    side: Side
    """Everything that ended, in all runs; its plan is the first run's, with the personas of all and the primary outcome
    that all declare."""
    looked: tuple[Looked, ...]
    names: tuple[str, ...]
    """Measures that may be tabulated."""
    hidden: frozenset[str]
    """Measures that are withheld."""
    cluster: Clustering
    """What is taken to be independent."""
    warnings: tuple[str, ...]


def pooled(
    folders: Sequence[Path],
    workers: int | None = None,
    *,
    left: Mapping[Path, frozenset[Sitting]] = MappingProxyType({}),
    audits: Mapping[Path, Audit] = MappingProxyType({}),
    cluster: Clustering = "pair",
) -> Pool:
    """Read runs; nothing is written.

    Args:
        folders: of the runs.
        workers: processes at most; one a core when None.
        left: what to leave out of a folder, as `analysis.findings.flagged` gives it: in all arms and targets.
        audits: what another instrument read in a folder's replies; what drove the run where there is none.
        cluster: what is taken to be independent.

    Raises:
        StoreError: no run folder, or a damaged record.
        AnalysisError: no folder, one named twice, no conversation that was held to its end, or none that is left.
    """
    once(folders)
    plans = tuple(read_plan(folder) for folder in folders)
    primary, warned = _declared(plans)
    evaluators, names = _measures(primary)
    looked = looked_at(evaluators)
    names_of = named(folders)
    sides = [
        read_side(
            folder,
            plan,
            evaluators,
            audit=audits.get(folder),
            workers=processes(folder, workers),
            run=name,
            cluster=cluster,
        )
        for (folder, name), plan in zip(names_of.items(), plans, strict=True)
    ]  # fmt: skip
    lost = [text for side, name in zip(sides, names_of.values(), strict=True) for text in _lost(side, name)]
    sides, out = _parted(sides, [left.get(folder) for folder in folders])
    held = [tuple(one.case for one in side.seen if one.case is not None) for side in sides]
    if not any(held):
        raise AnalysisError("every conversation failed; go on with `pastno run --resume` and the run's folder")
    hidden = withheld([one for one in looked if one.name in (*names, primary.partition("=")[0])], plans)
    changed = {
        "suite": plans[0].suite.model_copy(update={"primary": primary or None}),
        "personas": {name: one for plan in reversed(plans) for name, one in plan.personas.items()},
    }
    seen = tuple(one for side in sides for one in side.seen)
    return Pool(
        sources=tuple(
            _source(side, name, len(some), count)
            for side, name, some, count in zip(sides, names_of.values(), held, out, strict=True)
        ),
        plans=plans,
        cases=tuple(case for some in held for case in some),
        side=msgspec.structs.replace(sides[0], plan=plans[0].model_copy(update=changed), seen=seen),
        looked=looked,
        names=tuple(name for name in names if name not in hidden),
        hidden=hidden,
        cluster=cluster,
        warnings=(*warned, *lost, *_unlike(sides), *_twice(held)),
    )  # fmt: skip


def _declared(plans: Sequence[Plan]) -> tuple[str, tuple[str, ...]]:
    """The primary outcome that all suites declare, or nothing and why."""
    declared = {plan.suite.primary or "" for plan in plans}
    if len(declared) == 1:
        return declared.pop(), ()
    said = ", ".join(sorted(name or "none" for name in declared))
    return "", (f"the suites declare different primary outcomes ({said}), and none of them is taken",)


def _measures(primary: str) -> tuple[tuple[Evaluator, ...], tuple[str, ...]]:
    """The usual shares, and the primary outcome where it is one; with the evaluators that say them and the primary."""
    among = [one for one in known().values() if isinstance(one, Evaluator)]
    shares = {one.name for one in looked_at(among) if one.measure.kind in _SHARES}
    names = tuple(dict.fromkeys([*(name for name in (primary.partition("=")[0],) if name in shares), *USUAL]))
    wanted = {name.partition(".")[0] for name in (*names, primary)}
    return tuple(one for one in among if one.name in wanted), names


def _parted(sides: Sequence[Side], left: Sequence[frozenset[Sitting] | None]) -> tuple[list[Side], list[int | None]]:
    """What stays of each run, and how many conversations do not."""
    kept = [
        msgspec.structs.replace(side, seen=tuple(one for one in side.seen if _sitting(one) not in (some or ())))
        for side, some in zip(sides, left, strict=True)
    ]
    if not any(side.seen for side in kept):
        raise AnalysisError("nothing is left: every conversation is left out; see why with `pastno realism`")
    gone = [len(side.seen) - len(one.seen) for side, one in zip(sides, kept, strict=True)]
    return kept, [None if some is None else count for some, count in zip(left, gone, strict=True)]


def _sitting(one: Seen) -> Sitting:
    return one.started.persona, one.started.scenario, one.started.repetition


def _source(side: Side, name: str, held: int, left_out: int | None) -> Source:
    plan = side.plan
    kind = "import" if plan.imported is not None else "fork" if plan.forked is not None else "run"
    return Source(
        name=name, suite=plan.suite.id, kind=kind, policy=plan.suite.policy, instrument=side.instrument,
        held=held, failed=len(side.seen) - held, unfinished=side.unfinished, torn=len(side.torn),
        left_out=left_out,
    )  # fmt: skip


def _lost(side: Side, name: str) -> Iterable[str]:
    """By target, how many that were planned have not come to an end that counts."""
    held = Counter(one.started.target for one in side.seen if one.case is not None)
    for target, planned in Counter(cell.target for cell in side.plan.cells()).items():
        if held[target] < planned:
            yield (
                f"{name}, {target}: {planned - held[target]} of {planned} conversations failed or were not held to an "
                "end, and are in no number; those that were may be others than those that were not"
            )


def _unlike(sides: Sequence[Side]) -> Iterable[str]:
    plans = [side.plan for side in sides]
    for what, values in (
        ("the replies were read by different instruments", {side.instrument for side in sides}),
        ("persons react by different policies", {plan.suite.policy for plan in plans}),
        ("held and imported conversations are pooled", {str(plan.imported is not None) for plan in plans}),
    ):
        if len(values) > 1:
            said = f" ({', '.join(sorted(values))})" if "True" not in values else ""
            yield f"{what}{said}, so groups may differ in that too"


def _twice(held: Sequence[Sequence[Case]]) -> Iterable[str]:
    names = Counter(case.id for some in held for case in some)
    if again := sum(count > 1 for count in names.values()):
        yield f"{again} conversations have the same name in several runs; where one run copies another they count twice"
    if kept := sum(case.parent in names for some in held for case in some if case.parent is not None):
        yield f"{kept} conversations are forked from some that are pooled with them: what was kept counts in both"
