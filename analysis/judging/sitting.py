"""Judge a whole run: conversations are streamed, calls made at once up to a limit, and what was judged is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AnalysisError
from analysis.evaluators.score import encode
from analysis.judging.asking import Asker
from analysis.judging.docket import Docket
from analysis.judging.judge import Judge
from analysis.judging.kin import refuse_kin
from analysis.judging.ledger import Ledger, panel_file, score_file, write
from analysis.judging.lock import held
from analysis.judging.panel import panel
from analysis.judging.rubric import Rubric
from analysis.judging.session import Changed, Session
from analysis.scoring import lived
from analysis.trajectory import Trajectory, experienced
from simulator.errors import WriteFailed
from simulator.plan import Plan
from simulator.store import read_plan
from simulator.stream import Stream


async def judge_run(  # noqa: PLR0913
    folder: Path,
    judges: Sequence[Judge],
    rubrics: Sequence[Rubric],
    *,
    repeats: int = 1,
    concurrency: int = 8,
    same_family: bool = False,
    changed: Changed = lambda session: None,
) -> Session:
    """Have judges answer rubrics about every conversation of a run that came to its end.

    Writes `scores-RUBRIC-VERSION@JUDGE.jsonl` for each judge and `scores-RUBRIC-VERSION@panel.jsonl` for what they
    say together. What was judged is not asked again; calls that failed are.

    Args:
        folder: the run's folder; its events are not touched.
        judges: their models are opened and paced.
        rubrics: what to ask.
        repeats: how often each judge is asked the same, from 1.
        concurrency: calls at once, of all judges together.
        same_family: let a judge of the same model family as a target or a voice judge; its scores are marked.
        changed: called after every line.

    Raises:
        AnalysisError: a judge of the same family, two judges or two rubrics of one name, or a rubric that was changed
            without another version.
        StoreError: no run folder, a damaged one, judged by another process, or the disk refused a line.
    """
    plan = read_plan(folder)
    _check(judges, rubrics, repeats, concurrency)
    if not same_family:
        refuse_kin(judges, plan)
    with held(folder):
        sitting = _Sitting(folder, plan, judges, rubrics, _Terms(repeats, concurrency, same_family, changed))
        return await sitting.hold()


class _Terms(NamedTuple):
    repeats: int
    concurrency: int
    same_family: bool
    changed: Changed


class _Task(NamedTuple):
    """One conversation for one judge, once."""

    trajectory: Trajectory
    docket: Docket
    repeat: int


class _Sitting:
    """Judges with what they have yet to judge."""

    def __init__(
        self, folder: Path, plan: Plan, judges: Sequence[Judge], rubrics: Sequence[Rubric], terms: _Terms
    ) -> None:
        self._folder, self._plan, self._rubrics, self._terms = folder, plan, rubrics, terms
        self._session = Session()
        stream = Stream(folder)
        self._order = [lines.id for lines in stream]
        self._session.notes += stream.torn
        if stream.open:
            self._session.notes.append(f"{len(stream.open)} conversations have not ended and are not judged")
        places = asyncio.Semaphore(terms.concurrency)
        self._dockets = tuple(
            Docket(Asker(judge, places), [(r, Ledger(score_file(folder, r, judge), r)) for r in rubrics], plan)
            for judge in judges
        )
        self._session.wanted = len(self._order) * len(judges) * len(rubrics) * terms.repeats

    async def hold(self) -> Session:
        """Judge all there is, and put the files in order, however it ends."""
        tasks = self._tasks()
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._terms.concurrency):
                    group.create_task(self._work(tasks))
        except BaseExceptionGroup as problems:
            raise _first(problems) from None
        finally:
            self._settle()
        self._session.calls = sum(docket.calls for docket in self._dockets)
        return self._session

    def _tasks(self) -> Iterator[_Task]:
        for lines in Stream(self._folder):
            trajectory = experienced(lived(lines), self._plan)
            for docket in self._dockets:
                for repeat in range(1, self._terms.repeats + 1):
                    yield _Task(trajectory, docket, repeat)

    async def _work(self, tasks: Iterator[_Task]) -> None:
        for task in tasks:
            open_ = task.docket.open(task.trajectory.id, task.repeat)
            self._session.kept += len(self._rubrics) - len(open_)
            if open_ and not task.docket.halted:
                await self._judge(task)
            await asyncio.sleep(0)

    async def _judge(self, task: _Task) -> None:
        found = await task.docket.judge(task.trajectory, task.repeat, same_family=self._terms.same_family)
        for made in found:
            self._session.made += 1
            self._session.failed += made.failed
            self._session.calls = sum(docket.calls for docket in self._dockets)
            self._terms.changed(self._session)
        if task.docket.halted and task.docket.halted not in self._session.halted:
            self._session.halted = "; ".join(filter(None, (self._session.halted, task.docket.halted)))
            if task.docket.spent:
                # One purse pays for all judges.
                for docket in self._dockets:
                    docket.halted = docket.halted or task.docket.halted

    def _settle(self) -> None:
        for docket in self._dockets:
            for _, ledger in docket.ledgers:
                ledger.settle(self._order)
        for place, rubric in enumerate(self._rubrics):
            write(panel_file(self._folder, rubric), self._panel(place, rubric))

    def _panel(self, place: int, rubric: Rubric) -> Iterator[bytes]:
        """A line for every conversation that all judges have judged as often as they were to."""
        repeats = range(1, self._terms.repeats + 1)
        for name in self._order:
            found = [d.ledgers[place][1].find((name, repeat)) for d in self._dockets for repeat in repeats]
            scores = [score for score in found if score is not None]
            if len(scores) == len(found):
                yield encode(panel(rubric, scores))


def _check(judges: Sequence[Judge], rubrics: Sequence[Rubric], repeats: int, concurrency: int) -> None:
    if not judges or not rubrics:
        raise AnalysisError("found no judge or no rubric, expected at least one of each; name them")
    if repeats < 1 or concurrency < 1:
        raise AnalysisError(f"found {repeats} repeats and {concurrency} calls at once, expected at least 1 of each")
    for what, names in (
        ("judge", [f"{judge.spec} {judge.base_url or ''}".strip() for judge in judges]),
        ("rubric", [rubric.id for rubric in rubrics]),
    ):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise AnalysisError(f"{what} '{twice}' is named twice; use --repeats to ask the same judge more than once")


def _first(problems: BaseExceptionGroup[BaseException]) -> BaseException:
    """What a user is told where many workers fell over the same."""
    one: BaseException = problems
    while isinstance(one, BaseExceptionGroup):
        written = one.subgroup(WriteFailed) or one
        one = written.exceptions[0]
    return one
