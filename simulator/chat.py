"""The one thing a model must do: the `ChatModel` contract, for targets, persona voices and judges alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, Protocol

import msgspec

from personas.perception import Source

Role = Literal["system", "user", "assistant"]
Support = Literal["requested", "honoured", "unsupported"]


class Message(msgspec.Struct, gc=False, frozen=True):
    """One message as it is sent."""

    role: Role
    content: str


class ChatRequest(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """What a model is asked. `messages` ends with a user message; a system message, if any, is first."""

    messages: tuple[Message, ...]
    max_tokens: int
    """Upper bound of the reply, in tokens; always set."""
    temperature: float | None = None
    """None leaves the provider's default."""
    seed: int | None = None
    """In [0, 2**31). The same person in the same exchange asks with the same seed under every target."""
    cache: int = 0
    """Leading messages that other calls begin with too: where a provider wants to be told what to cache, it is told."""
    schema: Mapping[str, Any] | None = None
    """JSON Schema of the reply, sent where the provider can hold a model to one; elsewhere it is left out."""


class StopReason(StrEnum):
    """Why the reply ended, in one vocabulary for all providers."""

    END = "end"
    LENGTH = "length"
    REFUSAL = "refusal"
    FILTER = "filter"
    OTHER = "other"


class Signal(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """A refusal the provider itself declared."""

    source: Source
    """FIELD, STOP, FILTER or HTTP; never TEXT."""
    category: str | None = None
    """The provider's own word for it, verbatim."""
    text: str | None = None
    """What the provider gave as the refusal's words, if any."""


class Usage(msgspec.Struct, gc=False, frozen=True):
    """Tokens as the provider counted them; None where it did not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None


class Wire(msgspec.Struct, gc=False, frozen=True, kw_only=True):
    """What happened on the wire. Two equal runs may differ here and nowhere else."""

    at: str = ""
    """When the answer came: UTC, ISO 8601."""
    latency_s: float = 0.0
    """Seconds from the last attempt's start to its answer."""
    request_id: str | None = None
    attempts: int = 1


class Reply(msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True):
    """What a model answered."""

    text: str
    """Verbatim; empty when the provider stopped it before a word."""
    stop: StopReason = StopReason.END
    stop_raw: str | None = None
    """The provider's own stop word."""
    signal: Signal | None = None
    model: str | None = None
    """The model that answered, as the provider names it (for a weights file its name, never its path)."""
    usage: Usage = Usage()
    settings: dict[str, Support] = msgspec.field(default_factory=dict)
    """For `seed` and `temperature`: whether the setting was requested, is known to be honoured, or is unsupported."""
    truth: str | None = None
    """For reference targets, the stance they declare; observers must not read it."""
    wire: Wire = Wire()

    @property
    def empty(self) -> bool:
        """Nothing came and nothing says why."""
        return not self.text.strip() and self.signal is None

    def shown(self, blocked_notice: str) -> str:
        """What the persona reads: the text, else the refusal's own words, else the condition's notice."""
        if self.text.strip():
            return self.text
        if self.signal is not None and self.signal.text:
            return self.signal.text
        return blocked_notice


class ChatModel(Protocol):
    """A model that answers. Implementations are async only, and safe to call from many conversations at once."""

    spec: str
    """How it is named in a suite, for example `openai:gpt-5.6`. Holds no key and no absolute path."""

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer once, without retrying.

        Raises:
            CallFailed: the call failed; its `kind` says how and whether trying again can help.
        """
        ...

    def notes(self, request: ChatRequest) -> list[str]:
        """Sentences for the user, before the run, about settings this model will not honour."""
        ...

    async def close(self) -> None:
        """Give back connections, servers and weights."""
        ...
