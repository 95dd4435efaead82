"""Recorded conversations that are said again, as they are frozen into the plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from documents.read import Document


class Recording(Document):
    """One conversation whose words are said again."""

    parent: str
    """Its id in the source."""
    persona: str
    scenario: str
    condition: str
    """The one it is said again under."""
    repetition: int = Field(ge=1)
    budget: int = Field(ge=1)
    """Exchanges at most; the source's."""
    words: int = Field(ge=1)
    """Messages of the person that were recorded."""

    def name(self, target: str) -> str:
        """The id of the conversation with that target."""
        return f"{self.persona}/{self.scenario}/{self.condition}/{target}/{self.repetition}"


class Redriven(Document):
    """Marks a plan whose people say what was recorded elsewhere, to the plan's one target."""

    source: str
    """The folder's name; never a path."""
    kind: Literal["lines", "live"]
    """`lines`: nothing is said but what was recorded. `live`: from `live_from` on the persona is in play."""
    live_from: int | None = Field(default=None, ge=1)
    """The first exchange that is not recorded words."""
    same_people: bool = True
    """Whether those in play said the words first. Where words were imported somebody stands in, and only stances show
    where they no longer answer."""
    recordings: tuple[Recording, ...] = Field(min_length=1)
    left_out: tuple[str, ...] = ()
    """What of the source is not said again, each with the reason."""
