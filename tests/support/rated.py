"""Scores and labels of small made-up conversations, for tests of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.evaluators.score import Absent, Answered, Judged, Score, Value, encode
from analysis.judging.questions import Asked, Key, Question
from analysis.judging.rubric import Rubric
from analysis.judging.values import fold
from analysis.labels.label import FORMAT, Label, Role

JUDGE = "python:tests:judge"
Answer = str | Absent


def questions(rubric: Rubric) -> tuple[Question, ...]:
    """One for each item, about the whole conversation, or the reply in exchange 2."""
    return tuple(
        Question(item, 0 if rubric.unit_of(item) == "conversation" else 2, "", item.text, {}) for item in rubric.items
    )


def judged(rubric: Rubric, id: str, *said: Answer, judge: str = JUDGE, repeat: int = 1) -> Score:
    """A judge's line: its answers in the order of the items."""
    asked = questions(rubric)
    answers = tuple(map(_answered, asked, said))
    return Score(
        id=id,
        evaluator=rubric.id,
        version=rubric.version,
        instrument=f"judge:{judge}",
        values=fold(rubric, Asked(asked, {}), answers),
        judged=Judged(
            judge=judge,
            prompt="trajectory-1",
            prompt_sha256="0",
            rubric_sha256=rubric.sha256,
            repeat=repeat,
            answers=answers,
        ),
    )


def computed(evaluator: str, version: int, id: str, **values: Value) -> Score:
    """An evaluator's line."""
    return Score(id=id, evaluator=evaluator, version=version, instrument="experienced:built", values=values)


def scored(folder: Path, name: str, scores: Sequence[Score]) -> Path:
    """A folder with one more score file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"scores-{name}.jsonl").write_bytes(b"".join(map(encode, scores)))
    return folder


def label(rubric: Rubric, rater: str, id: str, key: Key, value: str | None, role: str = Role.OTHER) -> Label:
    """One answer to these words; None where it was skipped."""
    item, at, part = key
    return Label(
        v=FORMAT, id=id, rater=rater, role=role, rubric=rubric.id, version=rubric.version, sha256=rubric.sha256,
        item=item, at=at, part=part, value=value, skipped=value is None,
    )  # fmt: skip


def labelled(
    rubric: Rubric, rater: str, answers: Sequence[str | None], role: str = Role.OTHER, item: str = "kind"
) -> list[Label]:
    """A rater's answers to one item of conversations 0, 1, 2 and so on; None was skipped."""
    return [label(rubric, rater, f"c{n}", (item, 0, ""), value, role) for n, value in enumerate(answers)]


def _answered(question: Question, said: Answer) -> Answered:
    if isinstance(said, Absent):
        return Answered(item=question.item.id, at=question.at, absent=said, why=str(said), tries=1)
    return Answered(item=question.item.id, at=question.at, said=said, exchanges=(1,), tries=1)
