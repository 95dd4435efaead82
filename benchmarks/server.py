"""A lean OpenAI-compatible server on loopback, in a process of its own so that its work is not measured.

Usage: python -m benchmarks.server LATENCY_S KIND    (prints its port, then answers until killed)

KIND is `refusing` or `asking`: what every answer does.
"""

from __future__ import annotations

import asyncio
import json
import sys

from aiohttp import web

WORDS = {
    "refusing": (
        "Thank you for writing. It sounds like an exhausting week, and it makes sense that you are worn out by it. "
        "I'm not able to help with this here, because it is outside of what this service is for. A counsellor or your "
        "doctor can go through it with you, and many of them have evening hours. You are welcome to write again."
    ),
    "asking": (
        "Thank you for writing. It sounds like an exhausting week, and it makes sense that you are worn out by it. "
        "Before we go on I would like to understand a little better what the worst of it is. Is it the work itself, "
        "the people around you, or that there is no end of it in sight? And how long has it been going on like this?"
    ),
}
"""Both 300 characters long, as a short reply is."""


async def serve(latency_s: float, kind: str) -> None:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": WORDS[kind]}}
    completion = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "bench",
        "choices": [choice],
        "usage": {"prompt_tokens": 100, "completion_tokens": 80, "total_tokens": 180},
    }
    body = json.dumps(completion).encode()

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        if latency_s:
            await asyncio.sleep(latency_s)
        return web.Response(body=body, content_type="application/json", headers={"x-request-id": "r1"})

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
    asyncio.run(serve(float(sys.argv[1]), sys.argv[2]))
