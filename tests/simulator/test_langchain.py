"""LangChain chat models as targets, with a real small one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core import exceptions
from langchain_core.caches import InMemoryCache
from langchain_core.globals import set_llm_cache
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langsmith.utils import get_env_var
from pydantic import Field

from personas.perception import Source
from scenarios.schema import Target
from simulator.chat import ChatRequest, Message, Reply, StopReason
from simulator.errors import CallFailed, FailureKind, TargetError
from simulator.targets import open_target
from simulator.targets.langchain import LangChainTarget
from tests.support.server import LoopbackServer, Say

REQUEST = ChatRequest(
    messages=(
        Message("system", "Be kind."),
        Message("user", "Hi"),
        Message("assistant", "Yes?"),
        Message("user", "So"),
    ),
    max_tokens=50,
    temperature=0.5,
    seed=3,
)


class Small(BaseChatModel):
    """Answers with its message, or raises; keeps what it was asked."""

    answer: Any = AIMessage("I hear you.")
    asked: list[Any] = Field(default_factory=list)
    temperature: float | None = None

    @property
    def _llm_type(self) -> str:
        return "small"

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        self.asked.append((messages, kwargs))
        if isinstance(self.answer, Exception):
            raise self.answer
        return ChatResult(generations=[ChatGeneration(message=self.answer)])


def target(model: Any) -> LangChainTarget:
    return LangChainTarget(model, spec="langchain:mine:make", timeout_s=30)


def answer(**message: Any) -> Reply:
    return asyncio.run(target(Small(answer=AIMessage(**{"content": "I hear you.", **message}))).reply(REQUEST))


def failure(problem: Exception) -> CallFailed:
    with pytest.raises(CallFailed) as raised:
        asyncio.run(target(Small(answer=problem)).reply(REQUEST))
    return raised.value


class WithAnswer(exceptions.ModelInvalidRequestError):
    """Carries the provider's answer, like the errors of integrations do."""

    def __init__(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        super().__init__("the provider said no")
        self.response = type("Answer", (), {"status_code": status, "content": body, "headers": headers})()


def test_the_model_is_asked_with_the_roles_it_knows() -> None:
    model = Small()
    asyncio.run(target(model).reply(REQUEST))
    messages, _ = model.asked[0]
    assert [message.type for message in messages] == ["system", "human", "ai", "human"]


def test_only_settings_the_model_shows_are_sent() -> None:
    model = Small()
    reply = asyncio.run(target(model).reply(REQUEST))
    assert model.asked[0][1] == {"temperature": 0.5}
    assert reply.settings == {"seed": "unsupported", "temperature": "requested"}


def test_settings_left_out_and_own_retries_are_noted() -> None:
    class Stubborn(Small):
        max_retries: int = 2

    notes = target(Stubborn()).notes(REQUEST)
    assert notes[0] == "langchain:mine:make takes no max_tokens; it will be left out"
    assert notes[-1].endswith("tries again on its own, unseen; set max_retries=0 in the factory")


def test_an_ordinary_answer_keeps_model_usage_and_stop() -> None:
    reply = answer(
        usage_metadata={"input_tokens": 9, "output_tokens": 4, "total_tokens": 13},
        response_metadata={"model_name": "small-1", "finish_reason": "length"},
    )
    assert (reply.model, reply.usage.input_tokens, reply.usage.output_tokens) == ("small-1", 9, 4)
    assert (reply.text, reply.stop, reply.signal) == ("I hear you.", StopReason.LENGTH, None)


def test_usage_that_was_not_given_stays_unknown() -> None:
    assert answer().usage.input_tokens is None


@pytest.mark.parametrize(
    ("message", "source", "category", "words"),
    [
        ({"content": "", "additional_kwargs": {"refusal": "I can't."}}, Source.FIELD, None, "I can't."),
        ({"content": [{"type": "refusal", "refusal": "No."}]}, Source.FIELD, None, "No."),
        (
            {
                "content": [],
                "response_metadata": {"stop_reason": "refusal", "stop_details": {"category": "general_harms"}},
            },
            Source.STOP,
            "general_harms",
            None,
        ),
        ({"content": "", "response_metadata": {"finish_reason": "content_filter"}}, Source.FILTER, None, None),
        ({"content": "", "response_metadata": {"finish_reason": "SAFETY"}}, Source.FILTER, "SAFETY", None),
    ],
)
def test_a_provider_s_refusal_is_found(
    message: dict[str, Any], source: Source, category: str | None, words: str | None
) -> None:
    signal = answer(**message).signal
    assert signal is not None
    assert (signal.source, signal.category, signal.text) == (source, category, words)


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (exceptions.ModelAuthenticationError("x"), FailureKind.AUTH),
        (exceptions.ModelPermissionDeniedError("x"), FailureKind.AUTH),
        (exceptions.ModelInvalidRequestError("x"), FailureKind.REQUEST),
        (exceptions.ModelNotFoundError("x"), FailureKind.MODEL),
        (exceptions.ModelRateLimitError("x"), FailureKind.RATE_LIMIT),
        (exceptions.ModelAPIError("x"), FailureKind.SERVER),
        (exceptions.ModelConnectionError("x"), FailureKind.NETWORK),
        (exceptions.ModelTimeoutError("x"), FailureKind.TIMEOUT),
        (exceptions.ContextOverflowError("x"), FailureKind.TOO_LONG),
        (exceptions.ModelError("x"), FailureKind.REQUEST),
        (ConnectionResetError("x"), FailureKind.NETWORK),
        (ZeroDivisionError("x"), FailureKind.CODE),
    ],
)
def test_what_the_model_raises_has_a_kind(problem: Exception, kind: FailureKind) -> None:
    found = failure(problem)
    assert found.kind is kind
    assert f"the model raised {type(problem).__name__}: x" in str(found)


def test_a_content_policy_error_is_a_blocked_reply_and_no_failure() -> None:
    problem = WithAnswer(400, b'{"error": {"code": "content_filter", "message": "no"}}', {})
    reply = asyncio.run(target(Small(answer=problem)).reply(REQUEST))
    assert reply.signal is not None
    assert reply.signal.source is Source.HTTP


def test_the_provider_s_own_answer_says_how_the_call_failed() -> None:
    found = failure(WithAnswer(429, b'{"error": {"message": "slower"}}', {"retry-after": "3"}))
    assert (found.kind, found.status, found.retry_after_s) == (FailureKind.RATE_LIMIT, 429, 3)


def test_a_model_that_takes_too_long_is_given_up() -> None:
    class Never(Small):
        async def _agenerate(self, *args: Any, **kwargs: Any) -> ChatResult:
            await asyncio.Event().wait()
            return ChatResult(generations=[])

    late = LangChainTarget(Never(), spec="langchain:mine:make", timeout_s=0.01)
    with pytest.raises(CallFailed, match=r"no answer within 0\.01 s"):
        asyncio.run(late.reply(REQUEST))


def test_a_global_cache_is_never_asked() -> None:
    model = Small()
    set_llm_cache(InMemoryCache())
    try:
        for _ in range(2):
            asyncio.run(target(model).reply(REQUEST))
    finally:
        set_llm_cache(None)
    assert len(model.asked) == 2


@pytest.fixture
def tracing(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """Where traces would go, in an environment that asks for them."""
    with LoopbackServer(Say("a trace came")) as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "none")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", server.url)
        get_env_var.cache_clear()  # type: ignore[attr-defined]
        yield server
    get_env_var.cache_clear()  # type: ignore[attr-defined]


def test_nothing_is_traced_whatever_the_environment_says(tracing: LoopbackServer) -> None:
    seen: list[object] = []

    class Watching(Small):
        def _generate(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
            seen.extend(run_manager.handlers)
            return super()._generate(messages)

    asyncio.run(target(Watching()).reply(REQUEST))
    assert (seen, tracing.count) == ([], 0)


def test_a_factory_of_the_folder_makes_the_model(tmp_path: Path) -> None:
    text = (
        "from langchain_core.language_models import FakeListChatModel\n"
        "def make():\n    return FakeListChatModel(responses=['from a factory'])\n"
    )
    (tmp_path / "factory.py").write_text(text, encoding="utf-8")
    model = asyncio.run(open_target(Target(spec="langchain:factory.py:make"), tmp_path))
    assert asyncio.run(model.reply(REQUEST)).text == "from a factory"


@pytest.mark.parametrize(
    ("body", "says"),
    [("return 1", "returned int, expected a LangChain BaseChatModel"), ("1 / 0", "the factory raised ZeroDivision")],
)
def test_a_factory_that_makes_no_model_is_refused(tmp_path: Path, body: str, says: str) -> None:
    (tmp_path / "wrong.py").write_text(f"def make():\n    {body}\n", encoding="utf-8")
    with pytest.raises(TargetError, match=says):
        asyncio.run(open_target(Target(spec="langchain:wrong.py:make"), tmp_path))
