"""A lean OpenAI-compatible server on loopback, in a process of its own so that its work is not measured.

Usage: python -m benchmarks.server LATENCY_S    (prints its port, then answers until killed)
"""

from __future__ import annotations

import asyncio
import json
import sys

from aiohttp import web

WORDS = "I am not able to help with that here. " * 8
BODY = json.dumps(
    {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "bench",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": WORDS}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 80, "total_tokens": 180},
    }
).encode()


async def serve(latency_s: float) -> None:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
        if latency_s:
            await asyncio.sleep(latency_s)
        return web.Response(body=BODY, content_type="application/json", headers={"x-request-id": "r1"})

    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
