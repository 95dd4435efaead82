"""The two hosted targets, made for a loopback server."""

from __future__ import annotations

import asyncio

import pytest

from simulator.chat import ChatRequest, Message, Reply
from simulator.errors import CallFailed
from simulator.targets.anthropic import AnthropicTarget
from simulator.targets.openai import OpenAITarget
from tests.support.behaviours import Behaviour
from tests.support.server import LoopbackServer

Hosted = type[OpenAITarget] | type[AnthropicTarget]
HOSTED: tuple[Hosted, ...] = (OpenAITarget, AnthropicTarget)

SECRET = "sk-loopback-0123456789"


def asked(**settings: int | float) -> ChatRequest:
    """A small request with a system prompt."""
    messages = (Message("system", "Be kind."), Message("user", "I can't sleep."))
    return ChatRequest(messages=messages, max_tokens=64, **settings)  # type: ignore[arg-type]


async def call(target: OpenAITarget | AnthropicTarget, request: ChatRequest | None = None) -> Reply:
    """Answer once and close."""
    try:
        return await target.reply(request or asked())
    finally:
        await target.close()


def answer(kind: Hosted, behaviour: Behaviour, request: ChatRequest | None = None) -> Reply:
    """What a target makes of one behaviour of the server."""
    with LoopbackServer(behaviour) as server:
        target = kind("model-a", base_url=server.url, timeout_s=5, api_key=SECRET)
        return asyncio.run(call(target, request))


def failure(kind: Hosted, behaviour: Behaviour, *, timeout_s: float = 5) -> CallFailed:
    """The failure that a target makes of one behaviour of the server."""
    with LoopbackServer(behaviour) as server:
        target = kind("model-a", base_url=server.url, timeout_s=timeout_s, api_key=SECRET)
        with pytest.raises(CallFailed) as caught:
            asyncio.run(call(target))
    return caught.value
