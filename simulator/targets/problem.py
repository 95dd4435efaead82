"""Read a provider's error answer: was it a content policy, and if not, how did the call fail."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from personas.perception import Source
from simulator.chat import Signal
from simulator.errors import FailureKind

_POLICY_STATUS = frozenset({400, 403, 422, 451})
_POLICY_CODES = frozenset(
    {
        "content_filter",
        "content_filtered",
        "content_policy_violation",
        "moderation_blocked",
        "responsibleaipolicyviolation",
    }
)
_POLICY_WORDS = re.compile(
    r"content (?:filter(?:ing)?|management) policy|content policy|blocked by .{0,40}content filter"
    r"|(?:prompt|input|message|request) (?:was|has been) flagged",
    re.IGNORECASE,
)
_KIND_BY_CODE = {
    "insufficient_quota": FailureKind.QUOTA,
    "billing_error": FailureKind.QUOTA,
    "billing_hard_limit_reached": FailureKind.QUOTA,
    "context_length_exceeded": FailureKind.TOO_LONG,
    "exceed_context_size_error": FailureKind.TOO_LONG,
    "model_not_found": FailureKind.MODEL,
    "invalid_api_key": FailureKind.AUTH,
}
_KIND_BY_WORDS = (
    (
        re.compile(r"maximum context length|prompt is too long|exceeds? the context", re.IGNORECASE),
        FailureKind.TOO_LONG,
    ),
    (re.compile(r"credit balance is too low", re.IGNORECASE), FailureKind.QUOTA),
)
_KIND_BY_STATUS = {
    401: FailureKind.AUTH,
    402: FailureKind.QUOTA,
    403: FailureKind.AUTH,
    404: FailureKind.MODEL,
    408: FailureKind.TIMEOUT,
    413: FailureKind.TOO_LONG,
    429: FailureKind.RATE_LIMIT,
    503: FailureKind.OVERLOADED,
    529: FailureKind.OVERLOADED,
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What an error answer says, in the fields that providers share."""

    status: int
    codes: tuple[str, ...] = ()
    """The provider's own codes, the most precise first."""
    words: str = ""
    """The provider's own sentence."""
    filtered: tuple[str, ...] = ()
    """Names of the content filters that stopped it."""

    @property
    def signal(self) -> Signal | None:
        """The refusal this answer declares; None when no content policy explains it."""
        if self.status not in _POLICY_STATUS:
            return None
        named = [code for code in self.codes if code.lower() in _POLICY_CODES]
        if not (named or self.filtered or _POLICY_WORDS.search(self.words)):
            return None
        category = ",".join(self.filtered) or next(iter(named), None)
        return Signal(source=Source.HTTP, category=category)

    @property
    def kind(self) -> FailureKind:
        """How the call failed, where no content policy explains it."""
        if self.status < 500:
            for code in self.codes:
                if code in _KIND_BY_CODE:
                    return _KIND_BY_CODE[code]
        if self.status in {400, 422}:
            for pattern, kind in _KIND_BY_WORDS:
                if pattern.search(self.words):
                    return kind
        return _KIND_BY_STATUS.get(self.status, FailureKind.SERVER if self.status >= 500 else FailureKind.REQUEST)


def read_problem(status: int, content: bytes) -> Problem:
    """Read an error answer; one that is not JSON (a gateway's page) has no words."""
    if status < 400:
        return Problem(status=status, words="a redirect; give its end as base_url, the key is not sent on")
    try:
        found = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Problem(status=status)
    error = found.get("error") or found if isinstance(found, dict) else found
    if not isinstance(error, dict):
        return Problem(status=status, words=str(error))
    inner = _fields(error.get("innererror"))
    codes = (inner.get("code"), error.get("code"), error.get("type"))
    results = inner.get("content_filter_result") or inner.get("content_filter_results")
    return Problem(
        status=status,
        codes=tuple(str(code) for code in codes if code),
        words=str(error.get("message") or error.get("detail") or ""),
        filtered=filters(_fields(results)),
    )


def filters(results: dict[str, Any] | None) -> tuple[str, ...]:
    """Names of the filters that stopped something, in the order of their names."""
    return tuple(sorted(name for name, result in (results or {}).items() if _fields(result).get("filtered") is True))


def _fields(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
