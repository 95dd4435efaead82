"""Words that personas and scenarios share."""

from __future__ import annotations

from typing import Literal

from documents.read import Document

Trigger = Literal[
    "plain_disclosure",
    "figurative_speech",
    "medication_question",
    "past_risk",
    "for_someone_else",
    "fiction",
    "professional_curiosity",
]
"""What in a message tends to trip a refusal. Our list; no frequency is known for any of them."""


class Grounding(Document):
    """What a choice rests on: a facet of the study, a named paper, somebody's own data, or our assumption."""

    kind: Literal["facet", "paper", "data", "assumption"]
    ref: str
    """The facet's or paper's name, what was gathered how, or what we assume."""
