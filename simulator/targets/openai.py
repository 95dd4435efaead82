"""`openai:MODEL`: OpenAI's chat completions, and every server that speaks the same API."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx2
import msgspec
from openai import APIStatusError, AsyncOpenAI, DefaultAioHttpClient, Omit, OpenAIError

from personas.perception import Source
from simulator.chat import ChatRequest, Reply, Signal, StopReason, Support, Usage
from simulator.targets.http import ON_THE_WAY, UNSENT, bare, endpoint, limits, wire
from simulator.targets.problem import filters

_HOME = "https://api.openai.com/v1"
_FIXED_TEMPERATURE = re.compile(r"(?:.*/)?(?:o[1-9]|gpt-[5-9])")
_STOPS = {"stop": StopReason.END, "length": StopReason.LENGTH, "content_filter": StopReason.FILTER}


class _Part(msgspec.Struct):
    text: str = ""


class _Message(msgspec.Struct):
    content: str | list[_Part] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content)
        return self.content or ""


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None
    content_filter_results: dict[str, Any] | None = None


class _Tokens(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice]
    model: str | None = None
    usage: _Tokens | None = None


_decoder = msgspec.json.Decoder(_Answer)


class OpenAITarget:
    """A model behind OpenAI's chat completions. One client serves all conversations."""

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        timeout_s: float,
        api_key: str | None = None,
        connections: int = 2000,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Open the client; nothing is sent yet.

        Args:
            model: the name to ask for.
            base_url: address of a compatible server; one without a path gets `/v1`. None is OpenAI's own.
            timeout_s: how long one call may take, from start to last byte.
            api_key: None reads `OPENAI_API_KEY`; only a server of one's own may do without.
            connections: most calls at once.
            extra: fields added to every body, for a server's own settings.

        Raises:
            TargetError: missing key or unusable address.
        """
        self.spec = f"openai:{bare(model)}"
        self._model = model
        self._custom = base_url is not None
        self._extra = dict(extra or {})
        url = _with_version(base_url) if base_url is not None else _HOME
        self._endpoint = endpoint(
            self.spec, url, "OPENAI_API_KEY", key=api_key, timeout_s=timeout_s, keyless=self._custom
        )
        # Whole, because the SDK would put a relative one together anew for every call.
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._client = AsyncOpenAI(
            api_key=self._endpoint.key,
            base_url=url,
            max_retries=0,
            timeout=None,
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
            reply, settings=self._settings(request), wire=wire(started, response.headers.get("x-request-id"))
        )
        return self._endpoint.settled(reply)

    def notes(self, request: ChatRequest) -> list[str]:
        """Say which settings this model will not honour."""
        if self._takes_temperature(request):
            return []
        return [
            f"{self.spec} takes no temperature but its default; {request.temperature:g} will be left out "
            "and recorded as unsupported"
        ]

    async def close(self) -> None:
        """Give back the connections."""
        await self._client.close()

    async def _post(self, body: dict[str, object]) -> httpx2.Response:
        try:
            async with asyncio.timeout(self._endpoint.timeout_s):
                return await self._client.post(self._url, cast_to=httpx2.Response, body=body)
        except APIStatusError as problem:
            return problem.response
        except (OpenAIError, *ON_THE_WAY) as problem:
            raise self._endpoint.unreachable(problem) from None

    def _body(self, request: ChatRequest) -> dict[str, object]:
        limit = "max_tokens" if self._custom else "max_completion_tokens"
        body: dict[str, object] = {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            limit: request.max_tokens,
        }
        if request.temperature is not None and self._takes_temperature(request):
            body["temperature"] = request.temperature
        if request.seed is not None:
            body["seed"] = request.seed
        if request.schema is not None:
            form = {"name": "answer", "strict": True, "schema": dict(request.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body | self._extra

    def _settings(self, request: ChatRequest) -> dict[str, Support]:
        temperature: Support | None = None
        if request.temperature is not None:
            temperature = "requested" if self._takes_temperature(request) else "unsupported"
        return _said(request.seed is not None, temperature)

    def _takes_temperature(self, request: ChatRequest) -> bool:
        return request.temperature in {None, 1.0} or _FIXED_TEMPERATURE.match(self._model) is None

    def _read(self, response: httpx2.Response) -> Reply:
        try:
            answer = _decoder.decode(response.content)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise self._endpoint.malformed(f"no chat completion: {problem}") from None
        if not answer.choices:
            raise self._endpoint.malformed("a chat completion without choices")
        return _reply(answer, answer.choices[0])


@cache
def _said(seeded: bool, temperature: Support | None) -> dict[str, Support]:
    """What was done with the settings; one object for all replies alike, since a run holds many of them."""
    settings: dict[str, Support] = {"seed": "requested"} if seeded else {}
    return settings | ({"temperature": temperature} if temperature is not None else {})


def _reply(answer: _Answer, choice: _Choice) -> Reply:
    signal = _signal(choice)
    declined = signal is not None and signal.source is Source.FIELD
    stop = StopReason.REFUSAL if declined else _STOPS.get(choice.finish_reason or "stop", StopReason.OTHER)
    tokens = answer.usage or _Tokens()
    return Reply(
        text=choice.message.text,
        stop=stop,
        stop_raw=choice.finish_reason,
        signal=signal,
        model=bare(answer.model) if answer.model else None,
        usage=Usage(tokens.prompt_tokens, tokens.completion_tokens),
    )


def _signal(choice: _Choice) -> Signal | None:
    if choice.message.refusal:
        return Signal(source=Source.FIELD, text=choice.message.refusal)
    if choice.finish_reason == "content_filter":
        return Signal(source=Source.FILTER, category=",".join(filters(choice.content_filter_results)) or None)
    return None


def _with_version(base_url: str) -> str:
    """Servers answer under `/v1`; whoever gave a path knows better."""
    address = base_url.rstrip("/")
    return address + "/v1" if address.count("/") == 2 else address
