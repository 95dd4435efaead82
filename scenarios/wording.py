"""Refusal wordings: texts that can be put in the place of a reply, so that wording alone differs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from documents.read import Document, Identity, Line
from documents.words import Grounding

Manner = Literal["bare", "policy", "warm", "four_part", "other"]
"""What a refusal is made of besides its no: nothing; a rule as the reason; acknowledgement and a boundary; or the four
elements of arXiv 2512.18776 (acknowledgement, boundary, a graded step, redirection)."""
LINE = "{line}"
"""Stands for a crisis line of the person's country, filled from the dated list."""


class Wording(Document):
    """One way to say no, in several texts; which text somebody reads is drawn, so that none stands for the wording."""

    id: Identity
    """Equal to the file's name."""
    title: str
    manner: Manner
    """What the texts declare that they do; `simulator.wordings.PROMISED` says which cues that is."""
    referral: bool = False
    """Whether each text names a place to turn to (`{line}`)."""
    way_back: bool = False
    """Whether each text says that one may come back, or go on about something else."""
    texts: tuple[Line, ...] = Field(min_length=1)
    """Text `i` of one wording is as long as text `i` of the others that ship, so that length is no difference."""
    grounded_in: tuple[Grounding, ...] = ()
