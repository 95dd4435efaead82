"""Put the page together from runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import starmap
from typing import NamedTuple

import msgspec

from analysis.comparison.withheld import by_strategy
from analysis.findings.together import BY_STRATEGY
from analysis.report import shares
from analysis.report.figures import Curves, Endings, Numbers, Ranges
from analysis.report.forests import numbers
from analysis.report.packs import Pack, packed, squeezed
from analysis.report.page import Card, Held, Page, Ran
from analysis.report.ranges import ranges
from analysis.report.read import Taken, Told
from analysis.report.stated import Stated, behind
from analysis.report.talk import talk, walk
from analysis.report.telling import NOBODY, cannot, found, warnings
from analysis.report.timed import curves, endings
from analysis.report.values import Measured, values
from analysis.report.ways import phase_flow, strategy_flow
from analysis.summary import Row
from simulator.plan import Plan


class Parts(NamedTuple):
    """The page, and what it holds in packs."""

    page: Page
    packs: list[Pack]
    """The words of its conversations."""
    values: str
    """What `Page.measures` say of each card, packed."""


def built(
    runs: Sequence[Taken],
    told: Sequence[Told],
    by: Sequence[str],
    stated: Stated | None = None,
    measured: Sequence[Measured] = (),
) -> Parts:
    """The page, and what it holds in packs.

    Args:
        runs: what was read.
        told: their conversations.
        by: what groups are made of.
        stated: what the statistics say of them; None where no conversation came to its end.
        measured: what evaluators say of each conversation.
    """
    packs = packed(talk(one.trajectory, one.key) for one in told)
    every = list(enumerate(told))
    groups: dict[str, list[tuple[int, Told]]] = {}
    for place, one in every:
        groups.setdefault(one.group, []).append((place, one))
    figures = _figures(stated, told)
    made = any(by_strategy(run.plan) for run in runs)
    page = Page(
        title=", ".join(run.name for run in runs),
        by=tuple(by),
        runs=tuple(map(_ran, runs)),
        found=found(stated, figures.numbers, figures.curves, figures.ranges),
        cannot=cannot(stated),
        warnings=warnings(stated, runs),
        held=tuple(_held(run, row) for run in runs for row in run.rows),
        flow=() if made else phase_flow(groups),
        curves=figures.curves,
        first=figures.first,
        endings=figures.endings,
        numbers=figures.numbers,
        ranges=figures.ranges,
        outcomes=shares.outcomes({} if made else groups),
        flags=shares.flags(groups),
        heat=shares.heat(every),
        strategies=strategy_flow(groups),
        unended=BY_STRATEGY if made else "",
        withheld=BY_STRATEGY if any(one.withheld for one in told) else "",
        framing=shares.framing(groups),
        referrals=shares.referrals(every),
        agreement=tuple(line for run in runs for line in run.agreement) or None,
        realism=tuple(line for run in runs for line in run.realism) or None,
        measures=tuple(one.column for one in measured),
        cards=tuple(starmap(_card, zip(told, _places(packs), _families(told), strict=True))),
    )
    return Parts(page, packs, squeezed([msgspec.json.encode(values(one)) for one in measured]))


class _Figures(NamedTuple):
    curves: Curves = Curves(groups=())
    first: Curves = Curves(groups=())
    endings: Endings = Endings(withheld=NOBODY)
    numbers: Numbers = Numbers()
    ranges: Ranges | None = None


def _figures(stated: Stated | None, told: Sequence[Told]) -> _Figures:
    if stated is None:
        return _Figures()
    at, findings = behind(told), stated.found
    return _Figures(
        curves=curves(findings.persistence, findings, at),
        first=curves(findings.first_refusal, findings, at),
        endings=endings(findings, at),
        numbers=numbers(stated, at),
        ranges=ranges(stated.policies),
    )


def _ran(run: Taken) -> Ran:
    plan = run.plan
    return Ran(
        name=run.name,
        suite=plan.suite.id,
        seed=plan.suite.seed,
        observer=plan.observer,
        personas=len(plan.personas),
        scenarios=len(plan.scenarios),
        targets=tuple(dict.fromkeys(row.target for row in run.rows)),
        voices=tuple(plan.voices),
        made_on=plan.made_on.isoformat() if plan.made_on is not None else "",
        notes=tuple(_notes(plan)),
    )


def _notes(plan: Plan) -> Iterator[str]:
    """What else it is, and how its people react."""
    if plan.imported is not None:
        yield f"imported from {plan.imported.source}"
        return
    if plan.forked is not None:
        arms = ", ".join(f"{arm.id} ({arm.change}: {arm.value})" if arm.change else arm.id for arm in plan.forked.arms)
        yield f"a fork: every conversation was kept to a refusal and goes on in each arm from there; arms: {arms}"
    yield f"people react by the policy {plan.suite.policy}"


def _held(run: Taken, row: Row) -> Held:
    counted = row.tokens.calls > row.tokens.uncounted
    return Held(
        run=run.name,
        target=row.target,
        condition=row.condition,
        planned=row.planned,
        held=row.held,
        failed=row.failed + row.persona_failed,
        # Who was left out was held, and does not wait.
        unfinished=row.unfinished + (row.waiting if run.excluded is None else 0),
        refused=row.refused,
        calls=row.tokens.calls,
        uncounted=row.tokens.uncounted,
        tokens_in=row.tokens.input if counted else None,
        tokens_out=row.tokens.output if counted else None,
        cost_usd=row.cost_usd,
    )


def _places(packs: Sequence[Pack]) -> list[tuple[int, int]]:
    return [(number, place) for number, pack in enumerate(packs) for place in range(len(pack.keys))]


def _families(told: Sequence[Told]) -> list[str]:
    """What a parent and its forks share; empty for who has neither."""
    heads = [one.trajectory.live.started.parent or one.trajectory.id for one in told]
    sizes = Counter(heads)
    return [head if sizes[head] > 1 else "" for head in heads]


def _card(one: Told, at: tuple[int, int], family: str) -> Card:
    live = one.trajectory.live
    started = live.started
    return Card(
        key=one.key,
        run=one.run,
        id=one.trajectory.id,
        persona=started.persona,
        scenario=started.scenario,
        condition=started.condition,
        target=started.target,
        repetition=started.repetition,
        end=live.ended.cause.value if live.ended is not None else "not_ended",
        refusals=len(one.trajectory.encounters),
        exchanges=len(one.trajectory.exchanges),
        walk=walk(one.trajectory),
        family=family,
        arm=started.branch.arm if started.branch is not None else "",
        pack=at[0],
        place=at[1],
    )
