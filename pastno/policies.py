"""What `pastno policy` does: show a persona's reaction parameters, write a questionnaire, fit a policy to answers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import TypeAdapter, ValidationError
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.answers import COLUMNS, Answers, read_answers
from analysis.errors import AnalysisError
from documents.read import Identity
from documents.words import Grounding
from personas.fitted import FittedPolicy
from personas.schema import Persona
from personas.variants import parameters
from personas.vignettes import Form, load_form, order, page

if TYPE_CHECKING:
    from analysis.fitting import Fit

ANSWERS = "answers.csv"
"""Where answers to a written questionnaire go."""

_SCALES = {"log": "of the logarithm", "linear": "", "logit": "of the logit", "count": ""}
_NEEDED = frozenset({"numpy", "scipy", "sklearn", "threadpoolctl"})
_HEAD = """\
# Fitted by `pastno policy fit`: {answers} answers of {respondents} respondents to the form '{form}'.
# It says what people say they would do after one reply, in a situation they only pictured; never what people in
# distress do. Nobody asked about patience, about leaving silently, or about other cues: personas keep their own.
# weights: after a bare refusal. when: factors for wordings. doubts: how far each logarithm may be off.
"""


def show(persona: Persona, console: Console) -> None:
    """Print every number of the persona's reactions with its spread and what it rests on."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("parameter", "value", "spread", "rests on"):
        table.add_column(heading, overflow="fold")
    grounds: list[Grounding] = []
    for parameter in parameters(persona):
        grounds += [ground for ground in parameter.grounded_in if ground not in grounds]
        marks = ", ".join(f"[{grounds.index(ground) + 1}]" for ground in parameter.grounded_in)
        spread = f"{parameter.spread:g} {_SCALES[parameter.scale]}".strip()
        table.add_row(*map(Text, (_named(persona, parameter.name), f"{parameter.value:g}", spread, marks)))
    console.print(table)
    for number, ground in enumerate(grounds, start=1):
        console.print(Text(f"[{number}] {ground.kind}: {ground.ref}"))


def form(folder: Path, people: int, seed: int, console: Console) -> None:
    """Write a questionnaire for each of so many people, and the file that their answers go into.

    Args:
        folder: where to; made if it is not there.
        people: how many; their codes are `p01`, `p02` and so on.
        seed: decides in which order each of them meets the wordings and the answers.
        console: where to say what was written.

    Raises:
        AnalysisError: the folder holds answers already, or cannot be written to.
    """
    asked, codes = load_form(), [f"p{number:02}" for number in range(1, people + 1)]
    place = folder / ANSWERS
    if place.exists():
        raise AnalysisError(f"{place}: is there already, and may hold answers; name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for code in codes:
            (folder / f"{asked.id}-{code}.md").write_text(page(asked, code, seed), encoding="utf-8")
        with place.open("w", encoding="utf-8", newline="") as file:
            rows = ((code, vignette.id, "") for code in codes for vignette in order(asked, code, seed))
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    except OSError as problem:
        raise AnalysisError(f"{folder}: cannot be written to: {problem.strerror}; name another folder") from None
    console.print(Text(f"{folder}: {people} questionnaires of {len(asked.vignettes)} questions, and {ANSWERS}"))
    console.print(Text(f"once it is filled in: pastno policy fit {place} --out POLICY.yaml"))


def fit(answers: Path, out: Path, seed: int, console: Console) -> None:
    """Fit a policy to a file of answers, write it, and say what it says.

    Args:
        answers: a CSV file, as `form` writes it and people fill it in.
        out: the policy's file, for `--policy`.
        seed: decides the folds and the resamples.
        console: where to say what was found.

    Raises:
        AnalysisError: the answers cannot be used, `out` is no new YAML file, or scikit-learn is not installed.
    """
    _check_out(out)
    asked = load_form()
    found = read_answers(answers, asked)
    done = _fit(found, asked, seed)
    document = FittedPolicy(id=out.stem, policy=done.policy)
    head = _HEAD.format(answers=done.answers, respondents=done.respondents, form=asked.id)
    body = yaml.safe_dump(document.model_dump(mode="json", exclude_unset=True), sort_keys=False, width=110)
    try:
        out.write_text(head + body, encoding="utf-8")
    except OSError as problem:
        raise AnalysisError(f"{out}: cannot be written: {problem.strerror}; name another file") from None
    _tell(done, found, console)
    console.print(Text(f"written to {out}; use it with: pastno run SUITE --policy {out}"))


def _named(persona: Persona, name: str) -> str:
    """The parameter's name; a numbered factor with what it is a factor of."""
    kind, _, number = name.partition(".")
    if kind != "when":
        return name
    when = persona.policy.when[int(number) - 1]
    about = when.model_dump(mode="json", exclude={"times", "strategy"}, exclude_defaults=True)
    return f"{name} ({', '.join([when.strategy.value, *(f'{key} {value}' for key, value in about.items())])})"


def _check_out(out: Path) -> None:
    try:
        TypeAdapter(Identity).validate_python(out.stem)
    except ValidationError:
        raise AnalysisError(f"{out}: expected a name of letters, digits, '.', '_' and '-'; rename the file") from None
    if out.suffix != ".yaml":
        raise AnalysisError(f"{out}: ends in '{out.suffix}', expected '.yaml'; rename the file")
    if out.exists():
        raise AnalysisError(f"{out}: is there already; name another file or remove it")


def _fit(found: Answers, asked: Form, seed: int) -> Fit:
    try:
        import numpy as np

        from analysis.fitting import fit as fitted
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise AnalysisError("fitting needs scikit-learn, which is not installed; pip install 'pastno[fit]'") from None
    return fitted(found, asked, np.random.default_rng(seed))


def _tell(done: Fit, given: Answers, console: Console) -> None:
    """Every weight, the factors that differ from 1, and what was left out."""
    skipped = f", {given.skipped} questions skipped" if given.skipped else ""
    console.print(Text(f"{done.answers} answers of {done.respondents} respondents{skipped}"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("strategy", "weight", "more often after", "less often after"):
        table.add_column(heading, overflow="fold")
    for strategy, effects, clear in zip(done.model.strategies, done.model.effects, done.clear, strict=True):
        found = [*zip(done.model.predictors, effects, clear, strict=True)]
        more = ", ".join(str(name) for name, effect, sure in found if sure and effect > 0)
        less = ", ".join(str(name) for name, effect, sure in found if sure and effect < 0)
        table.add_row(strategy.value, f"{done.policy.weights[strategy]:.2f}", more, less)
    console.print(table)
    console.print(
        Text(
            f"named are effects that are clear of 0 in 90 % of resamples; of {done.clear.size} looked at, about "
            f"{done.clear.size // 10} would be by chance alone. The file holds them all"
        )
    )
    if done.never:
        names = ", ".join(strategy.value for strategy in done.never)
        console.print(Text(f"nobody chose {names}: no weight"))
