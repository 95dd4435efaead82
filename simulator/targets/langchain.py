"""`langchain:MODULE:FACTORY`: any LangChain chat model, as a user's own factory makes it."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

import msgspec
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langsmith import tracing_context

from personas.perception import Source
from scenarios.schema import Target
from simulator.chat import ChatRequest, Message, Reply, Signal, StopReason, Usage
from simulator.errors import CallFailed, FailureKind, TargetError
from simulator.targets.answer import settings_of
from simulator.targets.code import bare_spec
from simulator.targets.http import bare, shortened, wire
from simulator.targets.langchain_problem import read_failure

_SETTINGS = ("max_tokens", "temperature", "seed")
_ROLES: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
_STOPS = {
    "stop": StopReason.END,
    "end_turn": StopReason.END,
    "stop_sequence": StopReason.END,
    "length": StopReason.LENGTH,
    "max_tokens": StopReason.LENGTH,
    "model_context_window_exceeded": StopReason.LENGTH,
    "refusal": StopReason.REFUSAL,
}
_FILTERS = frozenset(
    {"content_filter", "content_filtered", "guardrail_intervened", "safety", "prohibited_content", "blocklist", "spii"}
)


class LangChainTarget:
    """A LangChain chat model, asked without cache, callbacks or tracing."""

    def __init__(self, model: BaseChatModel, *, spec: str, timeout_s: float) -> None:
        if not isinstance(model, BaseChatModel):
            found = type(model).__name__
            raise TargetError(f"{spec}: the factory returned {found}, expected a LangChain BaseChatModel; return one")
        self.spec = bare_spec(spec)
        self._model = model.model_copy(update={"cache": False})
        self._timeout_s = timeout_s
        self._takes = _accepted(model)

    async def reply(self, request: ChatRequest) -> Reply:
        """Answer once.

        Raises:
            CallFailed: the model raised, or took too long.
        """
        started = time.perf_counter()
        reply = await self._ask(request)
        return msgspec.structs.replace(reply, settings=settings_of(request, self._takes), wire=wire(started, None))

    def notes(self, request: ChatRequest) -> list[str]:
        """Say which settings the model does not take, and whether it tries again on its own."""
        left_out = [n for n in _SETTINGS if getattr(request, n) is not None and n not in self._takes]
        notes = [f"{self.spec} takes no {name}; it will be left out" for name in left_out]
        if getattr(self._model, "max_retries", 0) != 0:
            notes.append(f"{self.spec} tries again on its own, unseen; set max_retries=0 in the factory")
        return notes

    async def close(self) -> None:
        """Nothing: LangChain models have no way to be closed."""

    async def _ask(self, request: ChatRequest) -> Reply:
        asked = {name: getattr(request, name) for name in _SETTINGS if name in self._takes}
        settings = {name: value for name, value in asked.items() if value is not None}
        messages = [_message(message) for message in request.messages]
        limit = asyncio.timeout(self._timeout_s)
        try:
            with tracing_context(enabled=False):
                async with limit:
                    return _reply(await self._model.ainvoke(messages, config={"callbacks": []}, **settings))
        except Exception as problem:  # noqa: BLE001 - an integration may raise anything; whatever it raises is data
            if limit.expired():
                late = f"{self.spec}: found no answer within {self._timeout_s:g} s; raise the target's timeout_s"
                raise CallFailed(FailureKind.TIMEOUT, late) from None
            return self._declined(problem)

    def _declined(self, problem: Exception) -> Reply:
        """A blocked reply where the error names a content policy, else the failure."""
        failure = read_failure(problem)
        if failure.signal is not None:
            return Reply(text="", stop=StopReason.FILTER, signal=failure.signal)
        words = shortened(f"{type(problem).__name__}: {problem}", "")
        raise CallFailed(
            failure.kind,
            f"{self.spec}: the model raised {words}",
            status=failure.status,
            retry_after_s=failure.retry_after_s,
        ) from problem


def make_model(factory: Callable[[], BaseChatModel], target: Target) -> LangChainTarget:
    """Call the user's factory.

    Raises:
        TargetError: it raised, or returned something else than a chat model.
    """
    try:
        model = factory()
    except Exception as problem:
        # The factory is the user's and may raise anything.
        words = shortened(f"{type(problem).__name__}: {problem}", "")
        raise TargetError(f"{target.spec}: the factory raised {words}; correct it and run again") from problem
    return LangChainTarget(model, spec=target.spec, timeout_s=target.timeout_s)


def native_refusal(message: AIMessage) -> Signal | None:
    """The refusal a provider declared, wherever its integration put it."""
    details: dict[str, Any] = message.response_metadata
    if words := message.additional_kwargs.get("refusal") or _refusal_block(message):
        return Signal(source=Source.FIELD, text=str(words))
    stop = _stop_word(message)
    if stop == "refusal":
        more = details.get("stop_details")
        return Signal(source=Source.STOP, category=more.get("category") if isinstance(more, dict) else None)
    if stop is not None and stop.lower() in _FILTERS:
        return Signal(source=Source.FILTER, category=None if stop == "content_filter" else stop)
    return None


def _refusal_block(message: AIMessage) -> str | None:
    blocks = message.content if isinstance(message.content, list) else []
    words = [str(b.get("refusal", "")) for b in blocks if isinstance(b, dict) and b.get("type") == "refusal"]
    return "".join(words) or None


def _stop_word(message: AIMessage) -> str | None:
    details = message.response_metadata
    word = details.get("finish_reason") or details.get("stop_reason") or details.get("done_reason")
    return None if word is None else str(word)


def _reply(message: AIMessage) -> Reply:
    signal, word = native_refusal(message), _stop_word(message)
    stop = _STOPS.get((word or "stop").lower(), StopReason.OTHER)
    if signal is not None:
        stop = StopReason.FILTER if signal.source is Source.FILTER else StopReason.REFUSAL
    usage = message.usage_metadata
    served = message.response_metadata.get("model_name") or message.response_metadata.get("model")
    return Reply(
        text=str(message.text),
        stop=stop,
        stop_raw=word,
        signal=signal,
        model=bare(str(served)) if served else None,
        usage=Usage(usage["input_tokens"], usage["output_tokens"]) if usage else Usage(),
    )


def _message(message: Message) -> BaseMessage:
    return _ROLES[message.role](content=message.content)


def _accepted(model: BaseChatModel) -> frozenset[str]:
    """Settings the model shows as a field, or names in the methods that generate."""
    fields = type(model).model_fields
    named = set(fields) | {field.alias for field in fields.values() if field.alias}
    for method in (model._generate, model._agenerate):
        named |= set(inspect.signature(method).parameters)
    return frozenset(_SETTINGS) & named
