"""A judge: a model that was opened and paced elsewhere, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.schema import Price
from simulator.chat import ChatModel

TOKENS = 4000
"""Room for one answer; a model that thinks first needs it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """One judge."""

    model: ChatModel
    """Opened and paced; its `spec` is the judge's name in the record."""
    base_url: str | None = None
    """Address of its server, where one was given."""
    price: Price | None = None
    """None is unknown, which is not 0."""
    max_tokens: int = TOKENS
    """Of one answer at most."""

    @property
    def spec(self) -> str:
        """How it is named in the record."""
        return self.model.spec
