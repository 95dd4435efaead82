"""What the hosted targets share: the address, what goes wrong on the way there, and how it is told.

A message never holds a key, a header, or a path of this or the provider's machine.
"""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
import httpx2

from simulator.chat import Reply, StopReason, Wire
from simulator.errors import CallFailed, FailureKind, TargetError
from simulator.targets.problem import Problem, read_problem

ON_THE_WAY = (TimeoutError, OSError, ValueError, httpx2.HTTPError, httpx2.StreamError, aiohttp.ClientError)
"""What a call can raise below the SDK's own errors."""

UNSENT = tuple(
    f"X-Stainless-{part}" for part in ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async")
)
"""Headers in which the SDKs describe this machine: a call carries what the user asked for and nothing else."""

_WORDS = 300
_SECRET = re.compile(r"\bsk-[\w*.-]+|\bBearer\s+\S+", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w:/.])(?:~?/(?:[^\s/'\"]+/)+|[A-Za-z]:\\(?:[^\s\\'\"]+\\)*)([^\s/\\'\"]+)")
_NEXT = {
    FailureKind.AUTH: "check {key}, and that the account may use this model",
    FailureKind.QUOTA: "the account's own budget is used up; add to it and resume the run",
    FailureKind.MODEL: "check the model's name and the address",
    FailureKind.RATE_LIMIT: "lower the target's concurrency or requests_per_minute",
    FailureKind.TOO_LONG: "lower max_exchanges or shorten the system prompt",
    FailureKind.REQUEST: "check the condition's sampling settings and the target's name",
    FailureKind.TIMEOUT: "try again, or raise the target's timeout_s",
    FailureKind.SERVER: "try again later",
    FailureKind.OVERLOADED: "try again later",
}


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a target's calls go, and the words for everything that can go wrong there."""

    spec: str
    url: str
    key_name: str
    """The environment variable that holds the key."""
    key: str = field(repr=False)
    timeout_s: float

    @property
    def address(self) -> str:
        """Scheme, host and port: all of the address that a message shows."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    def declined(self, response: httpx2.Response) -> Reply:
        """Turn an error answer into a blocked reply where it names a content policy.

        Raises:
            CallFailed: no content policy explains it.
        """
        problem = read_problem(response.status_code, response.content)
        if problem.signal is None:
            raise self._refused(problem, response.headers)
        return Reply(text="", stop=StopReason.FILTER, signal=problem.signal)

    def unreachable(self, problem: BaseException) -> CallFailed:
        """Say what kept an answer from coming."""
        causes = list(_causes(problem))
        if any(isinstance(cause, TimeoutError) for cause in causes):
            limit = f"found no answer from {self.address} within {self.timeout_s:g} s"
            return self._failed(FailureKind.TIMEOUT, f"{limit}; {_NEXT[FailureKind.TIMEOUT]}")
        if any(isinstance(cause, (aiohttp.ClientResponseError, httpx2.DecodingError)) for cause in causes):
            return self.malformed("not readable as HTTP")
        if isinstance(problem, ValueError):
            return self._failed(FailureKind.REQUEST, "found a message that cannot be written as JSON; check its text")
        lost = f"found no connection to {self.address}, or it broke off ({type(causes[-1]).__name__})"
        return self._failed(FailureKind.NETWORK, f"{lost}; is the server running?")

    def malformed(self, why: str) -> CallFailed:
        """Say that an answer came and could not be read."""
        found = f"found an answer from {self.address} that is {shortened(why, self.key)}"
        return self._failed(FailureKind.MALFORMED, f"{found}; check that the address speaks this API")

    def settled(self, reply: Reply) -> Reply:
        """Return the reply, unless it holds no word and nothing says why.

        Raises:
            CallFailed: `CUT` where the length ran out before a word, else `EMPTY`.
        """
        if not reply.empty:
            return reply
        if reply.stop is StopReason.LENGTH:
            raise self._failed(FailureKind.CUT, "found no word before max_tokens ran out; raise max_tokens")
        raise self._failed(
            FailureKind.EMPTY, f"found an empty answer and no reason (stop: {reply.stop_raw}); try again"
        )

    def _refused(self, problem: Problem, headers: httpx2.Headers) -> CallFailed:
        words = shortened(problem.words, self.key)
        said = f": {words}" if words else ""
        found = f"{self.spec}: {self.address} answered {problem.status}{said}"
        return CallFailed(
            problem.kind,
            f"{found}; {_NEXT[problem.kind].format(key=self.key_name)}",
            status=problem.status,
            retry_after_s=retry_after(headers.get("retry-after"), datetime.now(UTC)),
        )

    def _failed(self, kind: FailureKind, message: str) -> CallFailed:
        return CallFailed(kind, f"{self.spec}: {message}")


def endpoint(spec: str, url: str, key_name: str, *, key: str | None, timeout_s: float, keyless: bool) -> Endpoint:
    """Check address and key before the first call.

    Args:
        spec: how the target is named in a suite.
        url: the address, path included.
        key_name: the environment variable that holds the key.
        key: the key itself; None reads the environment.
        timeout_s: how long one call may take, from start to last byte.
        keyless: whether the server may do without a key.

    Raises:
        TargetError: the key is missing or no key at all, or the address is no web address.
    """
    found = (key or os.environ.get(key_name, "")).strip()
    if not found and not keyless:
        raise TargetError(f"{spec}: found no key, expected one in {key_name}; set {key_name} and run again")
    if not found.isascii() or any(letter.isspace() for letter in found):
        raise TargetError(f"{spec}: found spaces or letters beyond ASCII in the key; copy {key_name} again")
    if not _is_web_address(url):
        raise TargetError(f"{spec}: found a base_url that is no http:// or https:// address; write it in full")
    return Endpoint(spec=spec, url=url, key_name=key_name, key=found or "none", timeout_s=timeout_s)


def limits(connections: int) -> httpx2.Limits:
    """Limits of the shared HTTP client. Every connection is kept: opening one costs more than a call."""
    return httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)


def wire(started: float, request_id: str | None) -> Wire:
    """What happened on the wire, for a call that `started` at this `time.perf_counter()`."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Wire(at=at, latency_s=round(time.perf_counter() - started, 4), request_id=request_id)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for, given as seconds or as a date; None where it says neither."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value, now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def shortened(words: str, key: str) -> str:
    """A provider's own words in one line, without keys and paths, at most 300 characters."""
    hidden = words.replace(key, "[key]") if len(key) > 4 else words
    line = " ".join(_PATH.sub(r"\1", _SECRET.sub("[key]", hidden)).split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"


def bare(model: str) -> str:
    """A model's name; of a weights file or folder only its last part."""
    path = model.replace("\\", "/")
    is_path = path.startswith(("/", "~", ".")) or path[1:3] == ":/" or path.endswith((".gguf", ".safetensors"))
    return path.rstrip("/").rpartition("/")[2] if is_path else model


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _seconds_until(date: str, now: datetime) -> float:
    try:
        then = parsedate_to_datetime(date)
    except ValueError:
        return math.nan
    return (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now.timestamp()


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """The SDK wraps httpx2's error, which wraps aiohttp's and may have another's name: the innermost is the truth."""
    while problem is not None:
        yield problem
        problem = problem.__cause__
