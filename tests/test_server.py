"""The loopback server itself, where a test or benchmark leans on it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.targets.openai import OpenAITarget
from tests.support.hosted import HOSTED, Hosted, asked, call
from tests.support.server import LoopbackServer, Say


@pytest.fixture
def process_url() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.support.server", "--latency", "0.01"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.mark.parametrize("kind", HOSTED)
def test_a_server_process_answers_equal_requests_equally(process_url: str, kind: Hosted) -> None:
    texts = [asyncio.run(call(kind("model-a", base_url=process_url, timeout_s=5))).text for _ in range(2)]
    assert texts[0] == texts[1]


def test_behaviour_is_chosen_by_body_and_arrival() -> None:
    async def twice(url: str) -> list[str]:
        target = OpenAITarget("model-a", base_url=url, timeout_s=5)
        texts = [(await target.reply(asked(seed=seed))).text for seed in (5, 6)]
        await target.close()
        return texts

    with LoopbackServer(lambda body, n: Say(f"{n}: {body['seed']}")) as server:
        assert asyncio.run(twice(server.url)) == ["1: 5", "2: 6"]


def test_every_request_is_remembered_in_order_of_arrival() -> None:
    with LoopbackServer() as server:
        for kind in HOSTED:
            asyncio.run(call(kind("model-a", base_url=server.url, timeout_s=5)))
    assert [seen.path for seen in server.seen] == ["/v1/chat/completions", "/v1/messages"]
