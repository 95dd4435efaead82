"""How the loopback server answers: each behaviour is a value that renders for both providers' APIs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec

Fault = Literal["hang", "cut", "dropped", "garbage", "truncated"]
Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What goes over the wire."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None


class Behaviour(Protocol):
    """One way to answer."""

    def openai(self, asked: Body) -> Answer:
        """Answer as `/v1/chat/completions` does."""
        ...

    def anthropic(self, asked: Body) -> Answer:
        """Answer as `/v1/messages` does."""
        ...


def completion(asked: Body, content: str | None, finish: str = "stop", **more: object) -> Answer:
    """Render a chat completion; `more` goes into its choice, except `refusal`, `model` and `usage`."""
    message = {"role": "assistant", "content": content, "refusal": more.pop("refusal", None)}
    answer = {
        "id": "chatcmpl-loopback",
        "object": "chat.completion",
        "created": 0,
        "model": more.pop("model", asked.get("model")),
        "usage": more.pop("usage", {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}),
        "choices": [{"index": 0, "message": message, "finish_reason": finish, **more}],
    }
    return Answer(body=msgspec.json.encode(answer), headers={"x-request-id": "req-loopback"})


def message(asked: Body, text: str, stop: str = "end_turn", **more: object) -> Answer:
    """Render a message; `more` replaces or adds fields."""
    answer = {
        "id": "msg_loopback",
        "type": "message",
        "role": "assistant",
        "model": asked.get("model"),
        "content": [{"type": "text", "text": text}] if text else [],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": 7, "output_tokens": 5},
        **more,
    }
    return Answer(body=msgspec.json.encode(answer), headers={"request-id": "req-loopback"})


@dataclass(frozen=True)
class Say:
    """An ordinary reply."""

    text: str

    def openai(self, asked: Body) -> Answer:
        return completion(asked, self.text)

    def anthropic(self, asked: Body) -> Answer:
        return message(asked, self.text)


@dataclass(frozen=True)
class Served:
    """An ordinary reply by another model than the one asked for."""

    model: str
    text: str

    def openai(self, asked: Body) -> Answer:
        return completion(asked, self.text, model=self.model)

    def anthropic(self, asked: Body) -> Answer:
        return message(asked, self.text, model=self.model)


@dataclass(frozen=True)
class RefusalField:
    """A refusal in OpenAI's own field; the other API has none and refuses in text."""

    text: str

    def openai(self, asked: Body) -> Answer:
        return completion(asked, None, refusal=self.text)

    def anthropic(self, asked: Body) -> Answer:
        return message(asked, self.text)


@dataclass(frozen=True)
class ClassifierStop:
    """A classifier stopped the reply, before a word or after some."""

    text: str = ""
    category: str | None = None

    def openai(self, asked: Body) -> Answer:
        return completion(asked, self.text or None, "content_filter")

    def anthropic(self, asked: Body) -> Answer:
        details = {"type": "refusal", "category": self.category, "explanation": None}
        return message(asked, self.text, "refusal", stop_details=details)


@dataclass(frozen=True)
class Filter:
    """A content filter stopped the reply, and names what it saw."""

    text: str = ""
    name: str = "self_harm"

    def openai(self, asked: Body) -> Answer:
        results = {self.name: {"filtered": True, "severity": "high"}, "hate": {"filtered": False, "severity": "safe"}}
        return completion(asked, self.text, "content_filter", content_filter_results=results)

    def anthropic(self, asked: Body) -> Answer:
        return ClassifierStop(self.text, self.name).anthropic(asked)


@dataclass(frozen=True)
class Spent:
    """The length ran out, here before a word unless there is text."""

    text: str = ""

    def openai(self, asked: Body) -> Answer:
        return completion(asked, self.text, "length")

    def anthropic(self, asked: Body) -> Answer:
        return message(asked, self.text, "max_tokens")


@dataclass(frozen=True)
class Empty:
    """Nothing, and nothing says why."""

    def openai(self, asked: Body) -> Answer:
        return completion(asked, "")

    def anthropic(self, asked: Body) -> Answer:
        return message(asked, "")
