"""The vignette questionnaire: one situation, a no in several wordings, and what people would do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import TypeVar

from pydantic import Field, model_validator

from documents.read import Document, Identity, Line, read
from personas.errors import PersonaError
from personas.perception import REACTIONS, Cue, Stance, Strategy

T = TypeVar("T")

FORM = Path(__file__).parent / "forms" / "after-a-no.yaml"
"""The form that ships."""
LETTERS = dict(zip(REACTIONS, ascii_uppercase, strict=False))
"""Each answer's letter in the form: the strategies' own names would tell people what to think of them."""


class Vignette(Document):
    """One wording of a no."""

    id: Identity
    """Says nothing about the wording: people read it."""
    stance: Stance
    cues: tuple[Cue, ...] = ()
    """What the wording does beside declining; a test checks that the in-loop observer reads the same."""
    text: Line

    @property
    def offers(self) -> tuple[Strategy, ...]:
        """The answers that can be given: no referral, nothing to accept."""
        return tuple(s for s in REACTIONS if s is not Strategy.ACCEPT_REFERRAL or Cue.RESOURCE in self.cues)


class Form(Document):
    """A questionnaire; the vignettes' cues are balanced, so that the effect of each can be told from the others'."""

    id: Identity
    """Equal to the file's name."""
    title: str
    notice: tuple[Line, ...] = Field(min_length=1)
    """What people are told before they begin."""
    situation: Line
    asked: Line
    """What the reader pictures having asked."""
    question: Line
    answers: dict[Strategy, Line]
    """Each strategy in plain words."""
    vignettes: tuple[Vignette, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _complete(self) -> Form:
        lacking = [s.value for s in REACTIONS if s not in self.answers]
        if lacking:
            raise ValueError(f"answers has no words for {', '.join(lacking)}; add a sentence for each")
        if len({v.id for v in self.vignettes}) < len(self.vignettes):
            raise ValueError("two vignettes share an id; ids are unique within a form")
        return self


def load_form(path: Path = FORM) -> Form:
    """The form of a file; without one, the form that ships.

    Raises:
        PersonaError: the file cannot be used.
    """
    return read(path, Form, PersonaError)


def order(form: Form, respondent: str, seed: int) -> tuple[Vignette, ...]:
    """The vignettes in the order in which this respondent meets them: random, the same for the same seed."""
    return tuple(_shuffled(form.vignettes, f"{seed}/{respondent}/vignettes"))


def page(form: Form, respondent: str, seed: int) -> str:
    """One respondent's form, in Markdown; answers stand in an order of the respondent's own too."""
    answers = _shuffled(REACTIONS, f"{seed}/{respondent}/answers")
    parts = [f"# {form.title}", f"Your code: **{respondent}**", *form.notice, "---", form.situation, f"> {form.asked}"]
    for number, vignette in enumerate(order(form, respondent, seed), start=1):
        parts += [f"## {number} ({vignette.id})", "It replies:", f"> {vignette.text}", form.question]
        offered = [s for s in answers if s in vignette.offers]
        parts.append("\n".join(f"- [ ] {LETTERS[s]}: {form.answers[s]}" for s in offered))
    return "\n\n".join([*parts, "---", "Thank you."]) + "\n"


def _shuffled(items: Sequence[T], key: str) -> list[T]:
    return Random(key).sample(items, len(items))
