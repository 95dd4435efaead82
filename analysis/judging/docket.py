"""Everything one judge has to judge in a run, and what it has judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.evaluators.score import Absent, Judged, Score, Value, Values
from analysis.judging.asking import Asker, Case, used
from analysis.judging.fence import fence
from analysis.judging.hearing import Hearing, Outcome, blank, failed, kept_of
from analysis.judging.kin import kinship, refusal
from analysis.judging.ledger import Ledger
from analysis.judging.prompt import PROMPT, opening, prompt_sha256
from analysis.judging.questions import ask_about
from analysis.judging.rubric import Rubric
from analysis.judging.shown import Turn, steered, transcript, turns
from analysis.judging.values import fold, measures
from analysis.trajectory import Trajectory
from simulator.chat import Usage
from simulator.draws import Draws
from simulator.errors import BudgetSpent
from simulator.plan import Plan


class Made(NamedTuple):
    """A line that was written."""

    failed: bool
    """Whether a call of it failed."""


class Docket:
    """One judge in a run, with a ledger for each rubric."""

    def __init__(self, asker: Asker, ledgers: Sequence[tuple[Rubric, Ledger]], plan: Plan) -> None:
        self.ledgers = tuple(ledgers)
        self.halted = ""
        """Why this judge is asked nothing more."""
        self.spent = False
        """Whether that is because the budget is."""
        self._asker = asker
        self._seed = plan.suite.seed

    @property
    def calls(self) -> int:
        """Calls made."""
        return self._asker.calls

    def open(self, name: str, repeat: int) -> list[tuple[Rubric, Ledger]]:
        """The rubrics whose line of a conversation is not there, or lacks calls that failed."""
        return [(rubric, ledger) for rubric, ledger in self.ledgers if not ledger.whole((name, repeat))]

    async def judge(self, trajectory: Trajectory, repeat: int, *, same_family: bool) -> list[Made]:
        """Judge one conversation once, with every rubric that is open, and write what came of it."""
        open_ = self.open(trajectory.id, repeat)
        if not trajectory.held:
            return [self._write(ledger, self._unheld(rubric, trajectory, repeat)) for rubric, ledger in open_]
        if self._related(trajectory, self._names(()), same_family):
            return []
        told = turns(trajectory)
        hearing = Hearing(self._asker, self._case(trajectory, told, repeat))
        made: list[Made] = []
        for rubric, ledger in open_:
            score = await self._heard(hearing, rubric, ledger.find((trajectory.id, repeat)), trajectory, repeat, told)
            judged = score.judged
            assert isinstance(judged, Judged)
            if self._related(trajectory, self._names(judged.models), same_family):
                return made
            if not blank(judged.answers) or not self.halted:
                made.append(self._write(ledger, score))
        return made

    async def _heard(
        self,
        hearing: Hearing,
        rubric: Rubric,
        before: Score | None,
        trajectory: Trajectory,
        repeat: int,
        told: Sequence[Turn],
    ) -> Score:
        """One rubric's line, on top of what an earlier sitting left of it."""
        old = before.judged if before is not None and isinstance(before.judged, Judged) else None
        asked = ask_about(rubric, trajectory)
        outcome = await hearing.hold(asked, kept_of(old.answers) if old else {})
        if outcome.halted is not None and not self.halted:
            self.halted, self.spent = str(outcome.halted), isinstance(outcome.halted, BudgetSpent)
        values = fold(rubric, asked, outcome.answers)
        return self._score(rubric, trajectory, values, self._judged(rubric, repeat, trajectory, outcome, old, told))

    def _judged(
        self,
        rubric: Rubric,
        repeat: int,
        trajectory: Trajectory,
        outcome: Outcome,
        old: Judged | None,
        told: Sequence[Turn],
    ) -> Judged:
        models = {reply.model for reply in outcome.replies if reply.model} | set(old.models if old else ())
        names = self._names(tuple(models))
        return Judged(
            judge=self._asker.judge.spec,
            base_url=self._asker.judge.base_url,
            models=tuple(sorted(models)),
            prompt=PROMPT,
            prompt_sha256=prompt_sha256(),
            rubric_sha256=rubric.sha256,
            repeat=repeat,
            answers=outcome.answers,
            usage=used(old.usage if old else Usage(0, 0), outcome.replies),
            same_family=kinship(names, trajectory),
            steered=steered(tuple(told)),
        )

    def _unheld(self, rubric: Rubric, trajectory: Trajectory, repeat: int) -> Score:
        """A conversation that ended in a failure is no conversation to judge."""
        ended = trajectory.live.ended
        why = Value(absent=Absent.NOT_HELD, why=str(ended.cause) if ended else "it has not ended")
        nothing = Outcome((), (), None)
        values = {measure.name: why for measure in measures(rubric)}
        return self._score(rubric, trajectory, values, self._judged(rubric, repeat, trajectory, nothing, None, ()))

    def _score(self, rubric: Rubric, trajectory: Trajectory, values: Values, judged: Judged) -> Score:
        return Score(
            id=trajectory.id,
            evaluator=rubric.id,
            version=rubric.version,
            instrument=f"judge:{self._asker.judge.spec}",
            values=values,
            judged=judged,
        )

    def _case(self, trajectory: Trajectory, told: tuple[Turn, ...], repeat: int) -> Case:
        text = transcript(told)
        drawn = fence(self._seed, trajectory.id, self._asker.judge.spec, repeat, text)
        draws = Draws(seed=self._seed, persona=trajectory.id, scenario="", repetition=repeat)
        return Case(opening(drawn, text), drawn, {turn.n: turn for turn in told}, draws)

    def _names(self, models: tuple[str, ...]) -> tuple[str, ...]:
        return (self._asker.judge.spec, *models)

    def _related(self, trajectory: Trajectory, names: tuple[str, ...], allowed: bool) -> bool:
        """Stop a judge that turns out to be of the family it judges: some are known by the names they answer under."""
        kin = "" if allowed else kinship(names, trajectory)
        if kin and not self.halted:
            self.halted = refusal(" answering as ".join(names[:2]), kin)
        return bool(kin)

    def _write(self, ledger: Ledger, score: Score) -> Made:
        ledger.append(score)
        judged = score.judged
        return Made(isinstance(judged, Judged) and failed(judged.answers))
