"""`anthropic:MODEL`: Anthropic's messages, and every server that speaks the same API."""

from __future__ import annotations

import asyncio
import re
import time

import httpx2
import msgspec
from anthropic import AnthropicError, APIStatusError, AsyncAnthropic, DefaultAioHttpClient, Omit

from personas.perception import Source
from simulator.chat import ChatRequest, Reply, Signal, StopReason, Support, Usage
from simulator.targets.http import ON_THE_WAY, UNSENT, bare, endpoint, limits, wire

_HOME = "https://api.anthropic.com"
_TAKES_TEMPERATURE = re.compile(r"claude-(?:3|(?:sonnet|haiku)-4|opus-4(?!-[7-9]))")
_STOPS = {
    "end_turn": StopReason.END,
    "max_tokens": StopReason.LENGTH,
    "model_context_window_exceeded": StopReason.LENGTH,
    "refusal": StopReason.REFUSAL,
}


class _Block(msgspec.Struct):
    type: str = "text"
    text: str = ""


class _Details(msgspec.Struct):
    category: str | None = None


class _Tokens(msgspec.Struct):
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None

    @property
    def sent(self) -> int | None:
        """All tokens that were sent: the provider leaves those that went by its cache out of `input_tokens`."""
        if self.input_tokens is None:
            return None
        return self.input_tokens + (self.cache_creation_input_tokens or 0) + (self.cache_read_input_tokens or 0)


class _Answer(msgspec.Struct):
    content: list[_Block]
    stop_reason: str | None = None
    stop_details: _Details | None = None
    model: str | None = None
    usage: _Tokens | None = None


_decoder = msgspec.json.Decoder(_Answer)


class AnthropicTarget:
    """A model behind Anthropic's messages. One client serves all conversations, and no other model ever steps in."""

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        timeout_s: float,
        api_key: str | None = None,
        connections: int = 2000,
    ) -> None:
        """Open the client; nothing is sent yet.

        Args:
            model: the name to ask for.
            base_url: address of a compatible server, with or without `/v1`. None is Anthropic's own.
            timeout_s: how long one call may take, from start to last byte.
            api_key: None reads `ANTHROPIC_API_KEY`; only a server of one's own may do without.
            connections: most calls at once.

        Raises:
            TargetError: missing key or unusable address.
        """
        self.spec = f"anthropic:{bare(model)}"
        self._model = model
        self._takes_temperature = base_url is not None or _TAKES_TEMPERATURE.match(model) is not None
        url = base_url.rstrip("/").removesuffix("/v1") if base_url is not None else _HOME
        keyless = base_url is not None
        self._endpoint = endpoint(
            self.spec, url, "ANTHROPIC_API_KEY", key=api_key, timeout_s=timeout_s, keyless=keyless
        )
        # Whole, because the SDK would put a relative one together anew for every call.
        self._url = f"{url.rstrip('/')}/v1/messages"
        self._client = AsyncAnthropic(
            api_key=self._endpoint.key,
            base_url=url,
            max_retries=0,
            timeout=None,
            open_telemetry=False,
            default_headers=dict.fromkeys(UNSENT, Omit()),  # type: ignore[arg-type]
            http_client=DefaultAioHttpClient(limits=limits(connections), timeout=None, follow_redirects=False),
        )

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer once, without retrying.

        Raises:
            CallFailed: the call failed.
        """
        started = time.perf_counter()
        response = await self._post(self._body(request))
        reply = self._read(response) if response.is_success else self._endpoint.declined(response)
        reply = msgspec.structs.replace(
            reply, settings=self._settings(request), wire=wire(started, response.headers.get("request-id"))
        )
        return self._endpoint.settled(reply)

    def notes(self, request: ChatRequest) -> list[str]:
        """Say which settings this model will not honour."""
        notes = []
        if request.seed is not None:
            notes.append(f"{self.spec} takes no seed; equal requests may be answered differently")
        if request.temperature is not None and not self._takes_temperature:
            notes.append(
                f"{self.spec} takes no temperature; {request.temperature:g} will be left out "
                "and recorded as unsupported"
            )
        return notes

    async def close(self) -> None:
        """Give back the connections."""
        await self._client.close()

    async def _post(self, body: dict[str, object]) -> httpx2.Response:
        try:
            async with asyncio.timeout(self._endpoint.timeout_s):
                return await self._client.post(self._url, cast_to=httpx2.Response, body=body)
        except APIStatusError as problem:
            return problem.response
        except (AnthropicError, *ON_THE_WAY) as problem:
            raise self._endpoint.unreachable(problem) from None

    def _body(self, request: ChatRequest) -> dict[str, object]:
        turns = _turns(request)
        system = "\n\n".join(m.content for m in request.messages if m.role == "system")
        body: dict[str, object] = {"model": self._model, "max_tokens": request.max_tokens, "messages": turns}
        if system:
            body["system"] = system
        if request.temperature is not None and self._takes_temperature:
            body["temperature"] = request.temperature
        if request.schema is not None:
            body["output_config"] = {"format": {"type": "json_schema", "schema": dict(request.schema)}}
        return body

    def _settings(self, request: ChatRequest) -> dict[str, Support]:
        settings: dict[str, Support] = {}
        if request.seed is not None:
            settings["seed"] = "unsupported"
        if request.temperature is not None:
            settings["temperature"] = "requested" if self._takes_temperature else "unsupported"
        return settings

    def _read(self, response: httpx2.Response) -> Reply:
        try:
            answer = _decoder.decode(response.content)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise self._endpoint.malformed(f"no message: {problem}") from None
        return _reply(answer)


def _turns(request: ChatRequest) -> list[dict[str, object]]:
    """The messages but the system's; the last one worth caching says so, and what stands before it is cached too."""
    turns: list[dict[str, object]] = []
    for place, message in enumerate(request.messages, 1):
        marked = place == request.cache
        if message.role == "system":
            continue
        block = {"type": "text", "text": message.content, "cache_control": {"type": "ephemeral"}}
        turns.append({"role": message.role, "content": [block] if marked else message.content})
    return turns


def _reply(answer: _Answer) -> Reply:
    tokens = answer.usage or _Tokens()
    return Reply(
        text="".join(block.text for block in answer.content if block.type == "text"),
        stop=_STOPS.get(answer.stop_reason or "end_turn", StopReason.OTHER),
        stop_raw=answer.stop_reason,
        signal=_signal(answer),
        model=bare(answer.model) if answer.model else None,
        usage=Usage(tokens.sent, tokens.output_tokens),
    )


def _signal(answer: _Answer) -> Signal | None:
    if answer.stop_reason != "refusal":
        return None
    return Signal(source=Source.STOP, category=answer.stop_details.category if answer.stop_details else None)
