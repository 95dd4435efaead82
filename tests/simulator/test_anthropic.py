"""What the Anthropic target asks for, and what it says before it asks."""

from __future__ import annotations

import asyncio

import pytest
from anthropic.types import (
    CacheControlEphemeralParam,
    JSONOutputFormatParam,
    MessageParam,
    OutputConfigParam,
    TextBlockParam,
)

from simulator.chat import ChatRequest, Message, StopReason, Usage
from simulator.errors import TargetError
from simulator.targets.anthropic import AnthropicTarget
from tests.support.hosted import SECRET, answer, asked, call
from tests.support.server import LoopbackServer, Raw, Say, Seen


def sent(request: ChatRequest, path: str = "") -> Seen:
    """The one request that reaches the server."""
    with LoopbackServer() as server:
        target = AnthropicTarget("model-a", base_url=server.url + path, timeout_s=5, api_key=SECRET)
        asyncio.run(call(target, request))
    (seen,) = server.seen
    return seen


def opened(model: str) -> AnthropicTarget:
    """A target at Anthropic's own address that is never called."""
    target = AnthropicTarget(model, base_url=None, timeout_s=5, api_key=SECRET)
    asyncio.run(target.close())
    return target


def test_the_body_holds_what_was_asked_and_nothing_else() -> None:
    turns = [{"role": "user", "content": "I can't sleep."}]
    expected = {"model": "model-a", "system": "Be kind.", "messages": turns, "max_tokens": 64}
    assert sent(asked(seed=3)).body == expected


def test_no_system_prompt_sends_none() -> None:
    assert "system" not in sent(ChatRequest(messages=(Message("user", "Hello"),), max_tokens=8)).body


def test_consecutive_messages_of_one_person_are_sent_as_given() -> None:
    request = ChatRequest(messages=(Message("user", "Hello"), Message("user", "Anyone?")), max_tokens=8)
    assert [turn["content"] for turn in sent(request).body["messages"]] == ["Hello", "Anyone?"]


SHAPE = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
TURNS = (Message("system", "Judge."), Message("user", "Long."), Message("assistant", "Read."), Message("user", "Ask."))


def test_what_is_worth_caching_is_marked_at_its_end_in_the_words_of_the_sdk() -> None:
    body = sent(ChatRequest(messages=TURNS, max_tokens=8, cache=2)).body
    block = TextBlockParam(type="text", text="Long.", cache_control=CacheControlEphemeralParam(type="ephemeral"))
    turns: list[MessageParam] = [
        {"role": "user", "content": [block]},
        {"role": "assistant", "content": "Read."},
        {"role": "user", "content": "Ask."},
    ]
    assert (body["system"], body["messages"]) == ("Judge.", turns)


@pytest.mark.parametrize("cache", [0, 1])
def test_without_a_turn_worth_caching_nothing_is_marked(cache: int) -> None:
    assert "cache_control" not in str(sent(ChatRequest(messages=TURNS, max_tokens=8, cache=cache)).body)


def test_a_schema_is_sent_as_the_sdk_has_it() -> None:
    form = JSONOutputFormatParam(type="json_schema", schema=dict(SHAPE))
    body = sent(ChatRequest(messages=TURNS, max_tokens=8, schema=SHAPE)).body
    assert body["output_config"] == OutputConfigParam(format=form)


def test_tokens_that_went_by_the_cache_were_sent_all_the_same() -> None:
    usage = (
        b'{"input_tokens": 7, "cache_creation_input_tokens": 100, "cache_read_input_tokens": 20, "output_tokens": 5}'
    )
    body = b'{"content": [{"type": "text", "text": "So"}], "usage": ' + usage + b"}"
    assert answer(AnthropicTarget, Raw(200, body)).usage == Usage(127, 5)


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/"])
def test_an_address_is_taken_with_and_without_its_version(path: str) -> None:
    assert sent(asked(), path).path == "/v1/messages"


def test_the_key_travels_in_the_header() -> None:
    assert sent(asked()).headers["authorization"] == f"Bearer {SECRET}"


def test_a_server_of_ones_own_is_asked_with_a_temperature() -> None:
    assert sent(asked(temperature=0.5)).body["temperature"] == 0.5


@pytest.mark.parametrize("model", ["claude-3-5-haiku-latest", "claude-sonnet-4-5", "claude-opus-4-20250514"])
def test_older_models_take_a_temperature(model: str) -> None:
    target = opened(model)
    assert target._body(asked(temperature=0.5))["temperature"] == 0.5
    assert target.notes(asked(temperature=0.5)) == []


@pytest.mark.parametrize("model", ["claude-opus-4-7", "claude-sonnet-5-5", "claude-fable-5"])
def test_newer_models_are_asked_without_a_temperature_and_say_so(model: str) -> None:
    target = opened(model)
    assert "temperature" not in target._body(asked(temperature=0.5))
    assert target.notes(asked(temperature=0.5)) == [
        f"anthropic:{model} takes no temperature; 0.5 will be left out and recorded as unsupported"
    ]


def test_a_seed_is_unsupported_and_noted() -> None:
    assert answer(AnthropicTarget, Say("Hello"), asked(seed=3)).settings == {"seed": "unsupported"}
    assert "takes no seed" in opened("claude-sonnet-5").notes(asked(seed=3))[0]


def test_a_reply_holds_text_stop_and_usage() -> None:
    reply = answer(AnthropicTarget, Say("Hello"))
    assert (reply.text, reply.stop, reply.stop_raw) == ("Hello", StopReason.END, "end_turn")
    assert reply.usage == Usage(7, 5)


def test_a_full_context_window_is_a_matter_of_length() -> None:
    body = b'{"content": [{"type": "text", "text": "So"}], "stop_reason": "model_context_window_exceeded"}'
    assert answer(AnthropicTarget, Raw(200, body)).stop is StopReason.LENGTH


def test_only_text_blocks_are_the_reply() -> None:
    body = b'{"content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "So"}]}'
    assert answer(AnthropicTarget, Raw(200, body)).text == "So"


def test_a_missing_key_names_the_variable() -> None:
    with pytest.raises(TargetError, match="set ANTHROPIC_API_KEY"):
        AnthropicTarget("claude-sonnet-5", base_url=None, timeout_s=5)


def test_the_key_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    with LoopbackServer() as server:
        asyncio.run(call(AnthropicTarget("model-a", base_url=server.url, timeout_s=5)))
    assert server.seen[0].headers["authorization"] == f"Bearer {SECRET}"
