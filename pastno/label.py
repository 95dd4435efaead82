"""`pastno label`: a person answers questions about the conversations of a run, blind to who replied."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.text import Text

from analysis.errors import AnalysisError
from analysis.judging.questions import Key, Question
from analysis.judging.rubric import Rubric, chosen
from analysis.labels.book import Book, held
from analysis.labels.label import FORMAT, Label, Origin, Role, pseudonym
from analysis.labels.order import drawn
from analysis.labels.sheet import due, rubric_of, sheet
from analysis.trajectory import Trajectory, experienced
from pastno.labelling import Note, Reading, Stop, prompt
from simulator.store import read

DONE, INTERRUPTED = 0, 130
"""Exit codes: everything was labelled or the rater stopped, Ctrl-C."""
DEFAULT = "framing"
"""The rubric that is asked where none is named."""

WARNING = (
    "The conversations that follow are simulated. They speak of distress: among others of suicide, self-harm, violence "
    "and substance use, and some replies are cold or harmful. Nobody in them is a real person.\n\n"
    "You may skip any question or conversation and stop at any time; no reason is asked for, and every answer is kept "
    "as you give it. Take breaks. If it stays with you, speak to somebody you trust, to whoever runs this study, or to "
    "a crisis line where you live.\n"
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who labels what."""

    folder: Path
    rater: str
    role: Role
    rubric: str = ""
    """A rubric's name or file."""
    evaluator: str = ""
    """A computed evaluator whose measures are asked instead."""
    sample: int | None = None
    """So many conversations, the same for every rater; all when None."""


class Form(NamedTuple):
    """The words that are asked."""

    origin: Origin
    rubric: Rubric


class Stack(NamedTuple):
    """What one rater has before them."""

    form: Form
    book: Book
    sheets: dict[str, tuple[Trajectory, tuple[Question, ...]]]
    """In the order of the rater."""


def label(asked: Asked, console: Console) -> int:
    """Let one rater label, and return the exit code.

    Raises:
        StoreError: no run folder, or a damaged one.
        AnalysisError: unknown questions, nothing to ask, no pseudonym, or a file that cannot be gone on with.
    """
    rater, form = pseudonym(asked.rater), _form(asked)
    sheets = _sheets(asked, form, rater)
    with held(asked.folder, rater, asked.role) as book:
        stack = Stack(form, book, sheets)
        try:
            _labelled(stack, asked, console)
        except Stop:
            _say(console, f"Stopped. {_count(stack)} Give the same command again to go on.")
        except KeyboardInterrupt:
            _say(console, f"\nStopped. {_count(stack)} Give the same command again to go on.")
            return INTERRUPTED
    return DONE


def _form(asked: Asked) -> Form:
    if asked.evaluator and asked.rubric:
        raise AnalysisError("found both --rubric and --evaluator, expected one of them; label with each in turn")
    if asked.evaluator:
        return Form("evaluator", rubric_of(asked.evaluator))
    return Form("rubric", chosen(asked.rubric or DEFAULT))


def _sheets(asked: Asked, form: Form, rater: str) -> dict[str, tuple[Trajectory, tuple[Question, ...]]]:
    run = read(asked.folder)
    found: dict[str, tuple[Trajectory, tuple[Question, ...]]] = {}
    for name, live in run.lives().items():
        trajectory = experienced(live, run.plan)
        questions = sheet(form.rubric, trajectory) if trajectory.held else ()
        if questions:
            found[name] = trajectory, questions
    if not found:
        raise AnalysisError(
            f"{asked.folder}: '{form.rubric.id}' has nothing to ask about its {len(run.conversations)} conversations: "
            "they have not ended, or hold no refusal it could be about; name another with --rubric or --evaluator"
        )
    order = drawn(found, seed=run.plan.suite.seed, rater=rater, sample=asked.sample)
    return {name: found[name] for name in order}


def _labelled(stack: Stack, asked: Asked, console: Console) -> None:
    rubric, open_ = stack.form.rubric, _open(stack)
    _say(console, f"{rubric.title}: {len(stack.sheets)} conversations, {len(open_)} of them to label.\n")
    if not open_:
        _say(console, "Nothing is left to label.")
        return
    _say(console, WARNING, style="yellow3")
    prompt(console, "Enter: begin, q: stop")
    for number, name in enumerate(open_, 1):
        trajectory, questions = stack.sheets[name]
        _say(console, f"\nConversation {number} of {len(open_)}\n", style="bold underline")
        reading = Reading(console, trajectory, questions, _noting(stack, name, asked))
        reading.hold(_given(stack).setdefault(name, {}), computed=stack.form.origin == "evaluator")
        if number < len(open_):
            prompt(console, f"\n{number} of {len(open_)} done. Enter: next conversation, q: stop")
    _say(console, f"\nThat was the last one, thank you. {_count(stack)}")


def _noting(stack: Stack, name: str, asked: Asked) -> Note:
    form = stack.form

    def note(key: Key, value: str | None) -> Label:
        item, at, part = key
        made = Label(
            v=FORMAT, id=name, rater=pseudonym(asked.rater), role=asked.role.value, origin=form.origin,
            rubric=form.rubric.id, version=form.rubric.version, sha256=form.rubric.sha256,
            item=item, at=at, part=part, value=value, skipped=value is None,
        )  # fmt: skip
        stack.book.append(made)
        return made

    return note


def _given(stack: Stack) -> dict[str, dict[Key, Label]]:
    rubric = stack.form.rubric
    return stack.book.of(stack.form.origin, rubric.id, rubric.version, rubric.sha256)


def _open(stack: Stack) -> list[str]:
    """The conversations with a question that is due."""
    given = _given(stack)
    return [name for name, (_, questions) in stack.sheets.items() if due(questions, given.get(name, {})) is not None]


def _count(stack: Stack) -> str:
    left = len(_open(stack))
    return f"{len(stack.sheets) - left} of {len(stack.sheets)} conversations are labelled, in {stack.book.file.name}."


def _say(console: Console, words: str, style: str = "") -> None:
    console.print(Text(words, style=style))
