"""The loops that are compared: one conversation loop over raw aiohttp, two over the OpenAI SDK, and this project's.

Usage: python -m benchmarks.loops KIND URL CONVERSATIONS AT_ONCE    (prints one JSON object; a process of its own,
so that no loop pays for another's imports)

Every loop sends the whole history and holds `EXCHANGES` exchanges a conversation.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

EXCHANGES = 10
SAID = "It has been a hard week and I do not know who else to tell. " * 4
Talk = Callable[[list[dict[str, str]]], Awaitable[str]]


async def loop(talk: Talk, conversations: int, at_once: int) -> None:
    gate = asyncio.Semaphore(at_once)

    async def one() -> None:
        async with gate:
            messages: list[dict[str, str]] = []
            for _ in range(EXCHANGES):
                messages.append({"role": "user", "content": SAID})
                messages.append({"role": "assistant", "content": await talk(messages)})

    await asyncio.gather(*(one() for _ in range(conversations)))


def body(messages: list[dict[str, str]]) -> dict[str, Any]:
    return {"model": "bench", "max_tokens": 300, "messages": messages}


async def raw(url: str, conversations: int, at_once: int) -> dict[str, float]:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=2000)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def talk(messages: list[dict[str, str]]) -> str:
            async with session.post(f"{url}/chat/completions", json=body(messages)) as response:
                return str(json.loads(await response.read())["choices"][0]["message"]["content"])

        return await measured(lambda n: loop(talk, n, at_once), conversations)


def sdk_client(url: str) -> Any:
    import httpx2
    import openai

    limits = httpx2.Limits(max_connections=2000, max_keepalive_connections=2000)
    http = openai.DefaultAioHttpClient(limits=limits, timeout=httpx2.Timeout(60, connect=5))
    return openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0, http_client=http)


async def sdk(url: str, conversations: int, at_once: int) -> dict[str, float]:
    async with sdk_client(url) as client:

        async def talk(messages: list[dict[str, str]]) -> str:
            answer = await client.chat.completions.create(**body(messages))
            return str(answer.choices[0].message.content)

        return await measured(lambda n: loop(talk, n, at_once), conversations)


async def post(url: str, conversations: int, at_once: int) -> dict[str, float]:
    import httpx2

    async with sdk_client(url) as client:

        async def talk(messages: list[dict[str, str]]) -> str:
            answer = await client.post("/chat/completions", cast_to=httpx2.Response, body=body(messages))
            return str(json.loads(answer.content)["choices"][0]["message"]["content"])

        return await measured(lambda n: loop(talk, n, at_once), conversations)


async def pastno(url: str, conversations: int, at_once: int) -> dict[str, float]:
    return await held(url, conversations, at_once)


async def engine(url: str, conversations: int, at_once: int) -> dict[str, float]:
    return await held(None, conversations, at_once)


async def held(url: str | None, conversations: int, at_once: int) -> dict[str, float]:
    from benchmarks.stage import hold, open_model

    model = await open_model(url)
    with tempfile.TemporaryDirectory() as folder:
        count = iter(range(1000))
        figures = await measured(lambda n: hold(Path(folder) / str(next(count)), model, n, at_once), conversations)
    await model.close()
    return figures


async def steps(url: str, conversations: int, at_once: int) -> dict[str, float]:
    from benchmarks.stage import walk_bare

    return await measured(lambda n: walk_bare(n, []), conversations)


async def measured(work: Callable[[int], Awaitable[None]], conversations: int) -> dict[str, float]:
    """CPU, wall time and peak growth of memory of the work, after a warm-up that pays for imports and pools."""
    await work(4)
    gc.collect()
    peak = base = resident()
    done = asyncio.Event()

    async def watch() -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, resident())
            await asyncio.sleep(0.05)

    watcher = asyncio.create_task(watch())
    wall, cpu = time.perf_counter(), time.process_time()
    await work(conversations)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    done.set()
    await watcher
    return {"wall_s": wall, "cpu_ms": 1e3 * cpu / (conversations * EXCHANGES), "kib": (peak - base) / conversations}


def resident() -> float:
    """Memory of this process, in KiB."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024


if __name__ == "__main__":
    kinds = {"raw": raw, "sdk": sdk, "post": post, "pastno": pastno, "engine": engine, "steps": steps}
    kind, address, number, places = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(kinds[kind](address, int(number), int(places)))))
