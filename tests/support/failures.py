"""How the loopback server fails: error answers of both APIs, and everything that breaks below them."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec

from tests.support.behaviours import Answer, Body, Fault


@dataclass(frozen=True)
class Raw:
    """Any status and body, the same for both APIs."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def openai(self, asked: Body) -> Answer:
        return Answer(self.status, self.body, self.headers)

    anthropic = openai


@dataclass(frozen=True)
class Broken:
    """Something goes wrong below HTTP's words."""

    fault: Fault

    def openai(self, asked: Body) -> Answer:
        return Answer(fault=self.fault)

    anthropic = openai


@dataclass(frozen=True)
class Refused:
    """An error answer in each API's own shape."""

    status: int
    words: str = ""
    code: str | None = None
    kind: str = "invalid_request_error"
    headers: dict[str, str] = field(default_factory=dict)
    inner: dict[str, Any] | None = None

    def openai(self, asked: Body) -> Answer:
        error: dict[str, Any] = {"message": self._said, "type": self.kind, "param": None, "code": self.code}
        if self.inner:
            error["innererror"] = self.inner
        return Answer(self.status, msgspec.json.encode({"error": error}), self.headers)

    def anthropic(self, asked: Body) -> Answer:
        error = {"type": "error", "error": {"type": self.kind, "message": self._said}, "request_id": "req-loopback"}
        return Answer(self.status, msgspec.json.encode(error), self.headers)

    @property
    def _said(self) -> str:
        return self.words or HTTPStatus(self.status).phrase


def Hang() -> Broken:
    """Never answer."""
    return Broken("hang")


def Cut() -> Broken:
    """Close the connection in the middle of the answer."""
    return Broken("cut")


def Dropped() -> Broken:
    """Close the connection without a byte."""
    return Broken("dropped")


def Truncated() -> Broken:
    """Promise more bytes than there are."""
    return Broken("truncated")


def Garbage() -> Broken:
    """Answer with something that is not HTTP."""
    return Broken("garbage")


def Malformed() -> Raw:
    """Answer 200 with half of a JSON object."""
    return Raw(200, b'{"choices": [')


def RateLimited(retry_after: str | None = None) -> Refused:
    """Answer 429; `retry_after` is the header's own text."""
    headers = {"retry-after": retry_after} if retry_after is not None else {}
    return Refused(429, code="rate_limit_exceeded", kind="rate_limit_error", headers=headers)


def ServerError(status: int = 500) -> Refused:
    """Answer 5xx."""
    return Refused(status, kind="api_error")


def Overloaded() -> Raw:
    """Answer 529, which only one of the APIs has a word for."""
    return Raw(529, b'{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}')


def Unauthorized(words: str = "Incorrect API key provided") -> Refused:
    """Answer 401."""
    return Refused(401, words, code="invalid_api_key", kind="authentication_error")


def UnknownModel() -> Refused:
    """Answer 404 for the model."""
    return Refused(404, "The model does not exist", code="model_not_found", kind="not_found_error")


def BadRequest(words: str = "Unsupported value") -> Refused:
    """Answer a 400 that no content policy explains."""
    return Refused(400, words, code="unsupported_value")


def TooLong() -> Refused:
    """Answer a 400 for a context that is too long."""
    return Refused(400, "prompt is too long: 9 tokens > 8 maximum", code="context_length_exceeded")


def HttpFilter() -> Refused:
    """Answer a 400 that names the content policy, in the words of a cloud's filter and of a provider's."""
    inner = {
        "code": "ResponsibleAIPolicyViolation",
        "content_filter_result": {"self_harm": {"filtered": True, "severity": "medium"}},
    }
    return Refused(400, "Output blocked by content filtering policy", code="content_filter", inner=inner)
