"""`pastno observe`: read the replies of a run again with another instrument, and say where the two differ."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.errors import AnalysisError
from analysis.observers import Comparison, Coverage, compare, coverage
from pastno.mistakes import complain, in_two
from pastno.observed import tables
from pastno.opened import is_local, opened
from pastno.session import observer_for
from pastno.telling import telling
from pastno.written import write_json
from scenarios.schema import Limits
from simulator.chat import ChatRequest, Message
from simulator.errors import PlanError
from simulator.observations import Instrument
from simulator.observations import read as read_observations
from simulator.observer.contract import Observer
from simulator.observer.judge import TOKENS, Judge
from simulator.reobserve import Session, judged, reobserve
from simulator.store import Run, read
from simulator.targets.pace import Paced
from simulator.targets.purse import Purse

DONE, UNREAD, INTERRUPTED = 0, 1, 130
"""Exit codes: everything was read, a call failed or was not made, the user stopped it."""
LOCAL_TOKENS = 500
"""Room for the answers of a small model on this machine, which may ramble to the end of it."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a judge is to do."""

    judge: str
    repeats: int = 1
    concurrency: int = 8
    base_url: str | None = None
    max_tokens: int | None = None
    """Stop after so many tokens; counts this call alone."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `--json` holds."""

    session: Session
    instruments: tuple[Coverage, ...]
    """Whatever has read this run."""
    comparison: Comparison


def observe(  # noqa: PLR0913
    folder: Path,
    console: Console,
    *,
    judge: str | None = None,
    repeats: int = 1,
    json_path: Path | None = None,
    concurrency: int = 8,
    base_url: str | None = None,
    max_tokens: int | None = None,
    observer: Observer | None = None,
) -> int:
    """Re-observe a run, print where the instruments differ, and return the exit code.

    Args:
        folder: the run's folder; its events are not touched.
        console: where to print.
        judge: spec of a model that reads; None reads with the installed observer.
        repeats: how often a judge is asked the same.
        json_path: also write everything there.
        concurrency: a judge's calls at once.
        base_url: address of the judge's server.
        max_tokens: stop the judge after so many tokens, in this call.
        observer: reads in place of the installed one, where no judge does.

    Raises:
        StoreError: no run folder, a damaged one, or one that cannot be written.
        SimulatorError: the judge cannot be opened, or options that need one.
        AnalysisError: nothing was begun, or the JSON file cannot be written.
    """
    run = read(folder)
    if not run.conversations:
        raise AnalysisError(f"{folder}: no conversation was begun; hold some with `pastno run --resume {folder}`")
    if judge is None:
        _need_a_judge(repeats, base_url, max_tokens)
        chosen = observer or observer_for(run.plan)
        instrument, session = Instrument(name="observer", version=chosen.version), reobserve(folder, chosen)
    else:
        asked = Asked(judge=judge, repeats=repeats, concurrency=concurrency, base_url=base_url, max_tokens=max_tokens)
        try:
            instrument, session = asyncio.run(_ask(folder, run, asked, console))
        except (KeyboardInterrupt, asyncio.CancelledError):
            complain("interrupted; what was read is kept", "give the same command again to go on")
            return INTERRUPTED
    report = _report(folder, session, instrument, console, json_path)
    return _verdict(session, report.comparison.coverage.read)


def _need_a_judge(repeats: int, base_url: str | None, max_tokens: int | None) -> None:
    given = {"--repeats": repeats > 1, "--base-url": base_url, "--max-tokens": max_tokens}
    found = [name for name, value in given.items() if value]
    if found:
        raise PlanError(
            f"found {', '.join(found)} without --judge: an observer of this machine always reads the same; "
            "name a model with --judge, or leave it out"
        )


async def _ask(folder: Path, run: Run, asked: Asked, console: Console) -> tuple[Instrument, Session]:
    """Open the judge and let it read."""
    room = LOCAL_TOKENS if is_local(asked.judge) else TOKENS
    purse = Purse(Limits(tokens=asked.max_tokens))
    paced = await opened(asked.judge, purse, base_url=asked.base_url, seed=run.plan.suite.seed)
    try:
        for note in _notes(paced, run):
            console.print(Text(f"note: {note}"), soft_wrap=True)
        judge = Judge(paced, base_url=asked.base_url, max_tokens=room)
        with telling(console) as tell:
            session = await judged(
                folder,
                judge,
                repeats=asked.repeats,
                concurrency=asked.concurrency,
                changed=lambda session: tell(_where(session, purse)),
            )
    finally:
        await paced.close()
    if session.halted and _spent(purse):
        session.halted = _over(purse, folder, asked)
    return judge.instrument, session


def _notes(paced: Paced, run: Run) -> list[str]:
    found = paced.notes(ChatRequest(messages=(Message("user", ""),), max_tokens=TOKENS, temperature=0.0, seed=0))
    if paced.spec in run.plan.targets:
        found.append(f"{paced.spec} is also a target of this run: models tend to be lenient with their own words")
    if paced.spec in run.plan.voices:
        found.append(f"{paced.spec} also voices the personas of this run")
    return found


def _where(session: Session, purse: Purse) -> str:
    made = session.kept + session.made
    failed = f", {session.failed} failed" if session.failed else ""
    return f"{made:,} of {session.wanted:,} readings{failed}, {purse.total.tokens:,} tokens"


def _spent(purse: Purse) -> bool:
    return purse.limits.tokens is not None and purse.total.tokens >= purse.limits.tokens


def _over(purse: Purse, folder: Path, asked: Asked) -> str:
    command = f"pastno observe {shlex.quote(str(folder))} --judge {shlex.quote(asked.judge)}"
    return (
        f"spent {purse.total.tokens:,} of {purse.limits.tokens:,} tokens, what was read is kept; go on with: {command}"
        f" --max-tokens {purse.limits.tokens} (the limit holds for each call)"
    )


def _report(folder: Path, session: Session, instrument: Instrument, console: Console, json_path: Path | None) -> Report:
    run, readings = read(folder), read_observations(folder)
    for note in (*run.torn, *readings.torn):
        console.print(Text(f"note: {note}", style="yellow3"))
    report = Report(
        session=session,
        instruments=tuple(coverage(run, readings, one) for one in _all(readings.instruments, instrument)),
        comparison=compare(run, readings, instrument),
    )
    for part in tables(report.comparison, report.instruments):
        console.print(part)
    if json_path is not None:
        write_json(report, json_path)
        console.print(Text(f"written to {json_path}", style="grey62"))
    return report


def _all(known: tuple[Instrument, ...], instrument: Instrument) -> tuple[Instrument, ...]:
    return known if instrument in known else (*known, instrument)


def _verdict(session: Session, read: int) -> int:
    if session.halted:
        complain(*in_two(session.halted))
    again = "give the same command again: what was read is kept, and failed calls are made again"
    if session.failed or session.left:
        complain(f"{session.failed} calls failed, {session.left} readings were not made", again)
    elif session.wanted and not read:
        complain("nothing could be read in what the instrument wrote", "see why above, and name another with --judge")
    return UNREAD if session.failed or session.left or (session.wanted and not read) else DONE
