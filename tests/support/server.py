"""A loopback server that speaks both hosted APIs, for tests in a thread and for benchmarks in a process.

`python -m tests.support.server --latency 0.2` prints its port and serves until it is terminated.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from tests.support.behaviours import (
    Answer,
    Behaviour,
    ClassifierStop,
    Empty,
    Filter,
    RefusalField,
    Say,
    Served,
    Spent,
)
from tests.support.failures import (
    BadRequest,
    Broken,
    Cut,
    Dropped,
    Garbage,
    Hang,
    HttpFilter,
    Malformed,
    Overloaded,
    RateLimited,
    Raw,
    Refused,
    ServerError,
    TooLong,
    Truncated,
    Unauthorized,
    UnknownModel,
)

__all__ = [
    "BadRequest",
    "Broken",
    "ClassifierStop",
    "Cut",
    "Dropped",
    "Empty",
    "Filter",
    "Garbage",
    "Hang",
    "HttpFilter",
    "LoopbackServer",
    "Malformed",
    "Overloaded",
    "RateLimited",
    "Raw",
    "RefusalField",
    "Refused",
    "Say",
    "Seen",
    "Served",
    "ServerError",
    "Spent",
    "TooLong",
    "Truncated",
    "Unauthorized",
    "UnknownModel",
    "pure_text",
]

Behave = Callable[[dict[str, Any], int], Behaviour]

_WORDS = (
    "I hear you",
    "that sounds heavy",
    "tell me more",
    "what helped before",
    "you are not alone",
    "take your time",
)


_BROKEN = {
    "cut": b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"choices": [',
    "dropped": b"",
    "garbage": b"this is not HTTP\r\n\r\n",
    "truncated": b'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"choices": [',
}


class Seen(NamedTuple):
    """One request as it arrived."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    """By lower-case name."""


def pure_text(body: dict[str, Any]) -> str:
    """Return a text that is a function of the request's messages and of nothing else."""
    asked = msgspec.json.encode([body.get("system"), body.get("messages")], order="deterministic")
    digest = hashlib.sha256(asked).digest()
    return ", ".join(_WORDS[byte % len(_WORDS)] for byte in digest[:12]) + f" ({digest.hex()[:8]})."


def _pure(body: dict[str, Any], n: int) -> Behaviour:
    return Say(pure_text(body))


class LoopbackServer:
    """Serves both APIs on a free port of 127.0.0.1, in a thread of its own, and remembers what it was asked."""

    def __init__(self, behave: Behave | Behaviour = _pure, *, latency_s: float = 0.0, port: int = 0) -> None:
        """Prepare; `with` starts it.

        Args:
            behave: chooses the answer from the body and the arrival number (from 1); or always the same answer.
            latency_s: how long every answer takes.
            port: 0 takes a free one.
        """
        self._behave: Behave = behave if callable(behave) else lambda body, n: behave
        self._latency_s = latency_s
        self._port = port
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self.seen: list[Seen] = []
        self.count = 0
        """Requests that arrived."""

    @property
    def url(self) -> str:
        """The address, without a path."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> LoopbackServer:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._answer)
        application.router.add_post("/v1/messages", self._answer)
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port, backlog=4096)
        await site.start()
        self._port = runner.addresses[0][1]
        self._started.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.count += 1
        number = self.count
        body = msgspec.json.decode(await request.read())
        self._remember(Seen(request.path, body, {name.lower(): value for name, value in request.headers.items()}))
        behaviour = self._behave(body, number)
        await asyncio.sleep(self._latency_s)
        answer = behaviour.openai(body) if request.path.endswith("completions") else behaviour.anthropic(body)
        if answer.fault is not None:
            return await self._break(request, answer)
        headers = {"content-type": "application/json"} | answer.headers
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    async def _break(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        if answer.fault == "hang":
            await self._stop.wait()
        elif request.transport is not None:
            request.transport.write(_BROKEN[answer.fault or ""])
            request.transport.close()
        raise asyncio.CancelledError

    def _remember(self, seen: Seen) -> None:
        self.seen.append(seen)


class _Forgetful(LoopbackServer):
    """Remembers nothing but the count, so that a long benchmark does not grow."""

    def _remember(self, seen: Seen) -> None:
        pass


def main() -> None:
    """Serve until terminated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds every answer takes")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    chosen = parser.parse_args()
    with _Forgetful(latency_s=chosen.latency, port=chosen.port) as server:
        print(server.url.rpartition(":")[2], flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
