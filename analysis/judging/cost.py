"""What judging will cost, in calls, tokens and money, before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from analysis.judging.fence import Fence
from analysis.judging.judge import Judge
from analysis.judging.prompt import closing, opening
from analysis.judging.questions import Question, ask_about
from analysis.judging.rubric import Rubric
from analysis.judging.shown import transcript, turns
from analysis.scoring import lived
from analysis.trajectory import Trajectory, experienced
from simulator.store import read_plan
from simulator.stream import Stream

ANSWER = 80
"""Tokens of one answer, roughly; a model that thinks first writes many times that."""
CHARACTERS_PER_TOKEN = 4
"""Rough, as for a budget."""
FREE = frozenset({"local", "reference", "scripted"})
"""Kinds of model that nobody bills for."""
_FENCE = Fence("0" * 24)


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """What one judge would be asked. Retries, and what a model thinks before it answers, come on top."""

    judge: str
    conversations: int
    calls: int
    """Every question, those included that other answers may leave unasked."""
    fewest: int
    """Questions that do not depend on other answers."""
    input_tokens: int
    output_tokens: int
    fresh_tokens: int
    """Of the input, what is left where the beginning of a conversation's prompts is kept by the provider."""
    cost_usd: float | None
    """For all calls, nothing kept; None where the price is not known, which is not 0."""


def estimate(
    folder: Path, judges: Sequence[Judge], rubrics: Sequence[Rubric], *, repeats: int = 1
) -> tuple[Estimate, ...]:
    """What each judge would cost, were nothing judged yet.

    Raises:
        StoreError: no run folder, or a damaged one.
    """
    plan, total = read_plan(folder), _Sum()
    for lines in Stream(folder):
        trajectory = experienced(lived(lines), plan)
        if trajectory.held:
            total.add(trajectory, rubrics)
    return tuple(_for(judge, total, repeats) for judge in judges)


class _Sum:
    """Calls and characters over a run, for one judge and one repeat."""

    def __init__(self) -> None:
        self.conversations = self.calls = self.fewest = self.characters = self.fresh = 0

    def add(self, trajectory: Trajectory, rubrics: Sequence[Rubric]) -> None:
        questions = [one for rubric in rubrics for one in ask_about(rubric, trajectory).questions]
        shared = sum(len(m.content) for m in opening(_FENCE, transcript(turns(trajectory)))) if questions else 0
        own = sum(map(_length, questions))
        self.conversations += 1
        self.calls += len(questions)
        self.fewest += sum(not question.item.when for question in questions)
        self.characters += shared * len(questions) + own
        self.fresh += shared + own


def _length(question: Question) -> int:
    return len(closing(question, "0" * 6).content)


def _for(judge: Judge, total: _Sum, repeats: int) -> Estimate:
    calls = total.calls * repeats
    sent, written = _tokens(total.characters * repeats), calls * ANSWER
    cost: float | None = None
    if judge.price is not None:
        cost = (sent * judge.price.input + written * judge.price.output) / 1_000_000
    elif judge.spec.partition(":")[0] in FREE:
        cost = 0.0
    return Estimate(
        judge=judge.spec,
        conversations=total.conversations,
        calls=calls,
        fewest=total.fewest * repeats,
        input_tokens=sent,
        output_tokens=written,
        fresh_tokens=_tokens(total.fresh * repeats),
        cost_usd=cost,
    )


def _tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_PER_TOKEN)
