"""Everything one conversation needs, finished and opened."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from personas.schema import Persona
from scenarios.schema import Condition, Scenario
from simulator.chat import ChatModel
from simulator.draws import Draws
from simulator.observer.contract import Observer
from simulator.told import NOTHING, Told
from simulator.transcript import AnyEvent


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes part in one conversation, and where its events go; no configuration is read here."""

    persona: Persona
    scenario: Scenario
    condition: Condition
    target: ChatModel
    observer: Observer
    draws: Draws
    max_tokens: int
    append: Callable[[AnyEvent], None]
    """Makes an event durable; the conversation goes on only after it returned."""
    proceed: Callable[[], None] = lambda: None
    """Asked before every exchange; raises to stop the conversation where it stands."""
    voice: ChatModel | None = None
    """Voices the persona where its voice is of kind `llm`."""
    told: Told = NOTHING
    """What this person does and says in exchanges that were settled before."""
    closed: bool = False
    """Whether nothing is said but what is `told`: once that is over, so is the conversation."""
