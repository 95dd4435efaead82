"""The judged part of `pastno score`: open the judges, say what they will cost, and have them judge."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from analysis.judging.cost import Estimate, estimate
from analysis.judging.judge import TOKENS, Judge
from analysis.judging.kin import refuse_kin
from analysis.judging.rubric import Rubric, chosen, shipped
from analysis.judging.session import Session
from analysis.judging.sitting import judge_run
from pastno.opened import is_local, opened
from pastno.telling import telling
from scenarios.schema import Limits
from simulator.errors import PlanError
from simulator.plan import Plan
from simulator.targets import check_spec
from simulator.targets.pace import Paced
from simulator.targets.purse import Purse

LOCAL_TOKENS = 500
"""Room for an answer of a small model on this machine, which may ramble to the end of it."""


class Judging(msgspec.Struct, frozen=True, kw_only=True):
    """What judges are to do."""

    judges: tuple[str, ...] = ()
    """Specs."""
    rubrics: tuple[str, ...] = ()
    """Names, or YAML files; every shipped one when empty."""
    repeats: int = 1
    concurrency: int = 8
    base_url: str | None = None
    max_tokens: int | None = None
    """Stop after so many tokens, in this call."""
    yes: bool = False
    """Do not ask before calls that cost money."""
    same_family: bool = False


def rubrics_of(asked: Judging) -> tuple[Rubric, ...]:
    """The rubrics that were asked for.

    Raises:
        PlanError: something only a judge can do, and no judge.
        AnalysisError: none is called so, or it cannot be used.
    """
    if not asked.judges:
        _need_a_judge(asked)
        return ()
    for spec in asked.judges:
        check_spec(spec)
    ours = shipped()
    return tuple(chosen(name, ours) for name in asked.rubrics) or tuple(ours.values())


async def judged(
    folder: Path, plan: Plan, asked: Judging, rubrics: Sequence[Rubric], console: Console
) -> Session | None:
    """Have the judges judge; None where the user would not pay for it.

    Raises:
        SimulatorError: a judge cannot be opened, or a file cannot be written.
        AnalysisError: a judge of the same family, or a rubric that was changed without another version.
    """
    purse, paced = Purse(Limits(tokens=asked.max_tokens)), list[Paced]()
    try:
        for spec in asked.judges:
            paced.append(await opened(spec, purse, base_url=asked.base_url, seed=plan.suite.seed))
        judges = [_judge(one, asked) for one in paced]
        if not asked.same_family:
            refuse_kin(judges, plan)
        if not _agreed(estimate(folder, judges, rubrics, repeats=asked.repeats), asked, console):
            return None
        with telling(console) as tell:
            return await judge_run(
                folder,
                judges,
                rubrics,
                repeats=asked.repeats,
                concurrency=asked.concurrency,
                same_family=asked.same_family,
                changed=lambda session: tell(where(session, purse.total.tokens)),
            )
    finally:
        for one in paced:
            await one.close()


def where(session: Session, tokens: int | None = None) -> str:
    """How far the judges are, or came."""
    made = f"{session.kept + session.made:,} of {session.wanted:,} judgements"
    known = f", {session.kept:,} of them known before" if session.kept else ""
    failed = f", {session.failed} failed" if session.failed else ""
    spent = f", {tokens:,} tokens" if tokens is not None else ""
    return f"{made}{known}{failed}, {session.calls:,} calls{spent}"


def told(one: Estimate) -> str:
    """An estimate as a line."""
    cost = "cost unknown" if one.cost_usd is None else f"${one.cost_usd:,.2f}" if one.cost_usd else "free"
    return (
        f"{one.judge}: {one.fewest:,} to {one.calls:,} calls over {one.conversations:,} conversations, about "
        f"{one.input_tokens:,} tokens in ({one.fresh_tokens:,} where the provider keeps what it has read) and "
        f"{one.output_tokens:,} out, more where it thinks first; {cost}"
    )


def _judge(paced: Paced, asked: Judging) -> Judge:
    room = LOCAL_TOKENS if is_local(paced.spec) else TOKENS
    return Judge(model=paced, base_url=asked.base_url, max_tokens=room)


def _agreed(estimates: Sequence[Estimate], asked: Judging, console: Console) -> bool:
    for one in estimates:
        console.print(Text(f"at most, were nothing judged yet: {told(one)}"), soft_wrap=True)
    free = all(one.cost_usd == 0 for one in estimates)
    if free or asked.yes or not sys.stdin.isatty():
        return True
    return typer.confirm("Go on?", default=False)


def _need_a_judge(asked: Judging) -> None:
    given = {
        "--rubric": asked.rubrics, "--repeats": asked.repeats > 1, "--base-url": asked.base_url,
        "--max-tokens": asked.max_tokens, "--allow-same-family": asked.same_family,
    }  # fmt: skip
    found = [name for name, value in given.items() if value]
    if found:
        raise PlanError(f"found {', '.join(found)} without --judge; name a model with --judge, or leave it out")
