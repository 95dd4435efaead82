"""Reads what a LangChain model raised: was it a content policy, and if not, how did the call fail."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from simulator.chat import Signal
from simulator.errors import FailureKind
from simulator.targets.http import retry_after
from simulator.targets.problem import read_problem

_KINDS: tuple[tuple[type[Exception], FailureKind], ...] = (
    (ContextOverflowError, FailureKind.TOO_LONG),
    (ModelRateLimitError, FailureKind.RATE_LIMIT),
    (ModelTimeoutError, FailureKind.TIMEOUT),
    (ModelConnectionError, FailureKind.NETWORK),
    (ModelAPIError, FailureKind.SERVER),
    (ModelAuthenticationError, FailureKind.AUTH),
    (ModelPermissionDeniedError, FailureKind.AUTH),
    (ModelNotFoundError, FailureKind.MODEL),
    (ModelInvalidRequestError, FailureKind.REQUEST),
    (TimeoutError, FailureKind.TIMEOUT),
    (ConnectionError, FailureKind.NETWORK),
)


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What an exception says about the call."""

    kind: FailureKind
    signal: Signal | None = None
    """Set where a content policy explains it; then the call did not fail."""
    status: int | None = None
    retry_after_s: float | None = None


def read_failure(problem: Exception) -> Failure:
    """Read the provider's own answer where the exception carries one, else LangChain's class of it."""
    response = getattr(problem, "response", None)
    status, content = getattr(response, "status_code", None), getattr(response, "content", None)
    if isinstance(status, int) and isinstance(content, bytes):
        found = read_problem(status, content)
        wait = retry_after(getattr(response, "headers", {}).get("retry-after"), datetime.now(UTC))
        return Failure(kind=found.kind, signal=found.signal, status=status, retry_after_s=wait)
    return Failure(kind=_kind(problem))


def _kind(problem: Exception) -> FailureKind:
    for kind_of_error, kind in _KINDS:
        if isinstance(problem, kind_of_error):
            return kind
    if isinstance(problem, ModelError):
        return FailureKind.SERVER if problem.is_retryable else FailureKind.REQUEST
    return FailureKind.CODE
