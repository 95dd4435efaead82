"""The arms of a fork: what is changed in each, as it is frozen into the plan."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field

from documents.read import Document, Identity

Change = Literal["none", "again", "sham", "wording", "target", "system", "context", "strategy"]
CONTROL, AGAIN, SHAM = "control", "a-a", "sham"
"""Ids of the arms that always run: nothing changed; nothing changed and the target drawn afresh; the original text
through the machinery that swaps texts."""
JOINT = "--"
"""Between the id of a condition and the id of an arm, in the id of an arm's condition."""


class Arm(Document):
    """One thing changed."""

    id: Identity
    change: Change
    value: str = ""
    """The wording's id, the target's spec, the context policy or the strategy; for a system prompt its file's name."""

    def condition(self, base: str) -> str:
        """Id of the condition that this arm makes of another."""
        return f"{base}{JOINT}{self.id}"

    @property
    def changes(self) -> bool:
        """Whether anything is changed on purpose."""
        return self.change not in ("none", "again", "sham")


class Stem(NamedTuple):
    """Where a conversation is forked, and what its branches keep of it."""

    parent: str
    """Its id in the source."""
    at: int
    """The last exchange that is shared."""
    persona: str
    scenario: str
    condition: str
    target: str
    """Spec of the target that goes on, where no arm says otherwise."""
    budget: int
    """Exchanges at most, the shared ones included."""
    repetition: int
    """The one whose draws are made."""
    branches: tuple[tuple[int, int], ...] = ()
    """Forks on the way to the parent itself: exchange and repeat of each."""
    again: int = 0
    """How often the parent's target had been asked anew."""


class Forked(Document):
    """Marks a plan as a fork: every conversation begins as one of another run did."""

    source: str
    """The folder's name; never a path."""
    at: str
    """`refusal:n` or `exchange:k`, as asked for."""
    arms: tuple[Arm, ...] = Field(min_length=1)
    repeats: int = Field(ge=1)
    stems: tuple[Stem, ...]
    left_out: tuple[str, ...] = ()
    """Conversations of the source that are not forked, each with the reason."""
