"""`python:MODULE:FUNCTION`: a user's own function as a target."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

import msgspec

from simulator.chat import ChatRequest, Reply
from simulator.errors import CallFailed, FailureKind
from simulator.targets.answer import read_answer, settings_of
from simulator.targets.code import bare_spec
from simulator.targets.http import shortened, wire

_SETTINGS = ("max_tokens", "temperature", "seed")


class PythonTarget:
    """Calls `function(messages, **settings)`, where messages are mappings with `role` and `content`.

    A plain function runs in a thread, so it must bear being called from several at once. Of `max_tokens`,
    `temperature` and `seed` it is given those it names, or all where it takes `**settings`.
    """

    def __init__(self, function: Callable[..., Any], *, spec: str, timeout_s: float) -> None:
        self.spec = bare_spec(spec)
        self._function = function
        self._timeout_s = timeout_s
        self._takes = _accepted(function)

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer once.

        Raises:
            CallFailed: the function raised, took too long, or answered with something that is no reply.
        """
        started = time.perf_counter()
        messages = [{"role": message.role, "content": message.content} for message in request.messages]
        answer = await self._call(messages, self._settings(request))
        try:
            reply = read_answer(answer)
        except ValueError as problem:
            raise CallFailed(FailureKind.CODE, f"{self.spec}: the function's answer: {problem}") from None
        return msgspec.structs.replace(reply, settings=settings_of(request, self._takes), wire=wire(started, None))

    def notes(self, request: ChatRequest) -> list[str]:
        """Say which settings the function does not take."""
        left_out = [n for n in _SETTINGS if getattr(request, n) is not None and n not in self._takes]
        return [f"{self.spec} takes no {name}; it will be left out" for name in left_out]

    async def close(self) -> None:
        """Nothing is held open."""

    def _settings(self, request: ChatRequest) -> dict[str, object]:
        asked = {name: getattr(request, name) for name in _SETTINGS if name in self._takes}
        return {name: value for name, value in asked.items() if value is not None}

    async def _call(self, messages: list[dict[str, str]], settings: dict[str, object]) -> object:
        limit = asyncio.timeout(self._timeout_s)
        try:
            async with limit:
                if inspect.iscoroutinefunction(self._function):
                    return await self._function(messages, **settings)
                answer = await asyncio.to_thread(self._function, messages, **settings)
                return await answer if inspect.isawaitable(answer) else answer
        except CallFailed:
            raise
        except Exception as problem:
            # The function is the user's; whatever it raises is data.
            if limit.expired():
                late = f"{self.spec}: found no answer within {self._timeout_s:g} s; raise the target's timeout_s"
                raise CallFailed(FailureKind.TIMEOUT, late) from None
            words = shortened(f"{type(problem).__name__}: {problem}", "")
            raise CallFailed(FailureKind.CODE, f"{self.spec}: the function raised {words}") from problem


def _accepted(function: Callable[..., Any]) -> frozenset[str]:
    """Settings the function can be given, by its signature."""
    try:
        parameters = inspect.signature(function).parameters
    except ValueError:
        return frozenset()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return frozenset(_SETTINGS)
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return frozenset(name for name in _SETTINGS if name in parameters and parameters[name].kind in by_name)
