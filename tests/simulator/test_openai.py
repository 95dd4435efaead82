"""What the OpenAI target asks for, and what it says before it asks."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from openai.types.shared_params import ResponseFormatJSONSchema
from openai.types.shared_params.response_format_json_schema import JSONSchema

from simulator.chat import ChatRequest, Message, StopReason, Usage
from simulator.errors import CallFailed, FailureKind, TargetError
from simulator.targets.openai import OpenAITarget
from tests.support.hosted import SECRET, answer, asked, call, failure
from tests.support.server import LoopbackServer, Raw, Say, Seen, pure_text


def sent(model: str = "model-a", path: str = "", extra: dict[str, object] | None = None, **settings: float) -> Seen:
    """The one request that reaches the server."""
    with LoopbackServer() as server:
        target = OpenAITarget(model, base_url=server.url + path, timeout_s=5, api_key=SECRET, extra=extra)
        asyncio.run(call(target, asked(**settings)))
    (seen,) = server.seen
    return seen


def test_the_body_holds_what_was_asked_and_nothing_else() -> None:
    turns = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "I can't sleep."}]
    assert sent().body == {"model": "model-a", "messages": turns, "max_tokens": 64}


def test_temperature_and_seed_are_sent_when_asked() -> None:
    body = sent(temperature=0.5, seed=3).body
    assert (body["temperature"], body["seed"]) == (0.5, 3)


def test_a_schema_is_sent_as_the_sdk_has_it_and_a_cache_needs_no_word() -> None:
    shape = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
    with LoopbackServer() as server:
        target = OpenAITarget("model-a", base_url=server.url, timeout_s=5, api_key=SECRET)
        asyncio.run(call(target, ChatRequest(messages=(Message("user", "Hm"),), max_tokens=8, cache=1, schema=shape)))
    form = JSONSchema(name="answer", strict=True, schema=dict(shape))
    expected = {
        "model": "model-a",
        "messages": [{"role": "user", "content": "Hm"}],
        "max_tokens": 8,
        "response_format": ResponseFormatJSONSchema(type="json_schema", json_schema=form),
    }
    assert server.seen[0].body == expected


def test_openai_itself_is_asked_with_the_newer_word_for_length() -> None:
    target = OpenAITarget("gpt-4.1", base_url=None, timeout_s=5, api_key=SECRET)
    body: dict[str, Any] = target._body(asked())
    asyncio.run(target.close())
    assert body["max_completion_tokens"] == 64
    assert "max_tokens" not in body


def test_extra_fields_reach_the_server() -> None:
    assert sent(extra={"cache_prompt": False}).body["cache_prompt"] is False


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/"])
def test_an_address_without_a_path_gets_the_usual_one(path: str) -> None:
    assert sent(path=path).path == "/v1/chat/completions"


def test_the_key_travels_in_the_header() -> None:
    assert sent().headers["authorization"] == f"Bearer {SECRET}"


def test_a_reply_holds_text_stop_and_usage() -> None:
    reply = answer(OpenAITarget, Say("Hello"))
    assert (reply.text, reply.stop, reply.stop_raw) == ("Hello", StopReason.END, "stop")
    assert reply.usage == Usage(7, 5)


def test_settings_say_what_was_requested() -> None:
    assert answer(OpenAITarget, Say("Hello")).settings == {}
    requested = answer(OpenAITarget, Say("Hello"), asked(temperature=0.5, seed=3)).settings
    assert requested == {"seed": "requested", "temperature": "requested"}


@pytest.mark.parametrize("model", ["o3-mini", "gpt-5.6", "gpt-6-luna", "vendor/gpt-5"])
def test_a_model_without_temperature_is_asked_without_it(model: str) -> None:
    assert "temperature" not in sent(model, temperature=0.5).body


def test_a_model_without_temperature_says_so_before_and_after() -> None:
    with LoopbackServer() as server:
        target = OpenAITarget("gpt-5.6", base_url=server.url, timeout_s=5)
        notes = target.notes(asked(temperature=0.5))
        reply = asyncio.run(call(target, asked(temperature=0.5)))
    assert notes == [
        "openai:gpt-5.6 takes no temperature but its default; 0.5 will be left out and recorded as unsupported"
    ]
    assert reply.settings == {"temperature": "unsupported"}


def test_nothing_is_noted_where_everything_is_honoured() -> None:
    target = OpenAITarget("model-a", base_url="http://127.0.0.1:9", timeout_s=5)
    assert target.notes(asked(temperature=0.5, seed=3)) == []
    asyncio.run(target.close())


def test_a_missing_key_names_the_variable() -> None:
    with pytest.raises(TargetError, match="set OPENAI_API_KEY"):
        OpenAITarget("model-a", base_url=None, timeout_s=5)


def test_the_key_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with LoopbackServer() as server:
        asyncio.run(call(OpenAITarget("model-a", base_url=server.url, timeout_s=5)))
    assert server.seen[0].headers["authorization"] == f"Bearer {SECRET}"


def test_a_key_with_a_stray_letter_is_refused_before_the_first_call() -> None:
    with pytest.raises(TargetError, match="beyond ASCII") as caught:
        OpenAITarget("model-a", base_url=None, timeout_s=5, api_key="sk-café")
    assert "café" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["localhost:8000", "ftp://localhost", "http://", "http://[", "http://localhost:port"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(TargetError, match="write it in full"):
        OpenAITarget("model-a", base_url=address, timeout_s=5)


def test_the_spec_shows_a_weights_file_by_its_name_alone() -> None:
    target = OpenAITarget("/srv/weights/small.gguf", base_url="http://127.0.0.1:9", timeout_s=5)
    asyncio.run(target.close())
    assert target.spec == "openai:small.gguf"


def test_content_in_parts_is_joined() -> None:
    body = b'{"choices": [{"message": {"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}}]}'
    assert answer(OpenAITarget, Raw(200, body)).text == "ab"


def test_unknown_usage_is_none_and_not_zero() -> None:
    body = b'{"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]}'
    assert answer(OpenAITarget, Raw(200, body)).usage == Usage(None, None)


def test_an_answer_without_choices_is_malformed() -> None:
    assert failure(OpenAITarget, Raw(200, b'{"choices": []}')).kind is FailureKind.MALFORMED


def test_a_message_that_is_no_text_is_the_requests_fault() -> None:
    request = asked()
    broken = type(request)(messages=(Message("user", "\ud800"),), max_tokens=8)
    target = OpenAITarget("model-a", base_url="http://127.0.0.1:9", timeout_s=5)
    with pytest.raises(CallFailed) as caught:
        asyncio.run(call(target, broken))
    assert caught.value.kind is FailureKind.REQUEST


def test_many_calls_share_one_target() -> None:
    async def many(url: str) -> list[str]:
        target = OpenAITarget("model-a", base_url=url, timeout_s=5)
        replies = await asyncio.gather(*(target.reply(asked(seed=n)) for n in range(20)))
        await target.close()
        return [reply.text for reply in replies]

    with LoopbackServer() as server:
        texts = asyncio.run(many(server.url))
    assert server.count == 20
    assert texts == [pure_text(server.seen[0].body)] * 20
