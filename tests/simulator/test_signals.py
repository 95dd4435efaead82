"""Refusals that a provider declares itself, and failures that are none: both hosted targets against one server."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime

import pytest

from personas.perception import Source
from simulator.chat import Signal, StopReason
from simulator.errors import CallFailed, FailureKind
from simulator.targets.anthropic import AnthropicTarget
from simulator.targets.http import endpoint, retry_after
from simulator.targets.openai import OpenAITarget
from simulator.targets.problem import read_problem
from tests.support.behaviours import Behaviour
from tests.support.hosted import HOSTED, SECRET, Hosted, answer, call, failure
from tests.support.server import (
    BadRequest,
    ClassifierStop,
    Cut,
    Dropped,
    Empty,
    Filter,
    Garbage,
    Hang,
    HttpFilter,
    LoopbackServer,
    Malformed,
    Overloaded,
    RateLimited,
    Raw,
    RefusalField,
    Refused,
    Say,
    Served,
    ServerError,
    Spent,
    TooLong,
    Truncated,
    Unauthorized,
    UnknownModel,
)

both = pytest.mark.parametrize("kind", HOSTED)

FAILURES: list[tuple[Behaviour, FailureKind]] = [
    (BadRequest(), FailureKind.REQUEST),
    (Refused(422, "Input should be a valid string"), FailureKind.REQUEST),
    (Raw(302, b"", {"location": "http://127.0.0.1:9/"}), FailureKind.REQUEST),
    (Cut(), FailureKind.NETWORK),
    (Dropped(), FailureKind.NETWORK),
    (Truncated(), FailureKind.NETWORK),
    (Garbage(), FailureKind.MALFORMED),
    (Malformed(), FailureKind.MALFORMED),
    (Raw(200, b"{}"), FailureKind.MALFORMED),
    (Raw(200, b"not gzip", {"content-encoding": "gzip"}), FailureKind.MALFORMED),
    (Empty(), FailureKind.EMPTY),
    (Spent(), FailureKind.CUT),
    (Overloaded(), FailureKind.OVERLOADED),
    (ServerError(503), FailureKind.OVERLOADED),
    (ServerError(), FailureKind.SERVER),
    (Raw(502, b"<html>Bad gateway</html>"), FailureKind.SERVER),
    (RateLimited(), FailureKind.RATE_LIMIT),
    (Refused(429, kind="insufficient_quota", code="insufficient_quota"), FailureKind.QUOTA),
    (Refused(400, "Your credit balance is too low to access the API"), FailureKind.QUOTA),
    (TooLong(), FailureKind.TOO_LONG),
    (Refused(413, kind="request_too_large"), FailureKind.TOO_LONG),
    (Unauthorized(), FailureKind.AUTH),
    (Refused(403, "This account may not use the model", kind="permission_error"), FailureKind.AUTH),
    (UnknownModel(), FailureKind.MODEL),
    (Refused(408), FailureKind.TIMEOUT),
]


@both
@pytest.mark.parametrize(("behaviour", "expected"), FAILURES)
def test_every_failure_becomes_a_failed_call_of_its_kind(
    kind: Hosted, behaviour: Behaviour, expected: FailureKind
) -> None:
    assert failure(kind, behaviour).kind is expected


@both
@pytest.mark.parametrize("behaviour", [behaviour for behaviour, _ in FAILURES])
def test_no_failure_tells_the_key_and_each_names_the_target(kind: Hosted, behaviour: Behaviour) -> None:
    message = str(failure(kind, behaviour))
    assert SECRET not in message
    assert ":model-a: " in message


def test_the_key_is_not_in_what_a_traceback_would_show() -> None:
    opened = endpoint("openai:a", "http://h/v1", "OPENAI_API_KEY", key=SECRET, timeout_s=5, keyless=False)
    assert SECRET not in repr(opened)


@both
def test_a_hanging_server_is_a_timeout(kind: Hosted) -> None:
    problem = failure(kind, Hang(), timeout_s=0.2)
    assert problem.kind is FailureKind.TIMEOUT
    assert "within 0.2 s" in str(problem)


@both
def test_a_refused_connection_asks_whether_the_server_runs(kind: Hosted) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(CallFailed, match=f"{address}.*is the server running") as caught:
        asyncio.run(call(kind("model-a", base_url=address, timeout_s=5)))
    assert caught.value.kind is FailureKind.NETWORK


@both
def test_a_redirect_is_not_followed_with_the_key(kind: Hosted) -> None:
    problem = failure(kind, Raw(307, b"", {"location": "http://192.0.2.1/"}))
    assert problem.status == 307
    assert "the key is not sent on" in str(problem)


@both
def test_a_provider_that_echoes_key_and_path_is_not_quoted_in_full(kind: Hosted) -> None:
    words = f"key {SECRET} or sk-ab*****yz is wrong, see /home/someone/keys/list.txt"
    message = str(failure(kind, Unauthorized(words)))
    assert "key [key] or [key] is wrong, see list.txt" in message


@both
def test_a_provider_is_quoted_with_three_hundred_characters_at_most(kind: Hosted) -> None:
    message = str(failure(kind, BadRequest("long " * 200)))
    assert message.count("long") == 60


@both
def test_a_rate_limit_carries_the_seconds_to_wait(kind: Hosted) -> None:
    assert failure(kind, RateLimited("7")).retry_after_s == 7


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("1.5", 1.5),
        ("-3", 0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("nan", None),
    ],
)
def test_seconds_to_wait_are_read_from_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 11, 21, 12, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("behaviour", "signal"),
    [
        (RefusalField("I can't help with that."), Signal(source=Source.FIELD, text="I can't help with that.")),
        (ClassifierStop(), Signal(source=Source.FILTER)),
        (Filter(), Signal(source=Source.FILTER, category="self_harm")),
        (HttpFilter(), Signal(source=Source.HTTP, category="self_harm")),
        (
            Refused(400, code="content_policy_violation"),
            Signal(source=Source.HTTP, category="content_policy_violation"),
        ),
        (Refused(403, "Your input was flagged for moderation"), Signal(source=Source.HTTP)),
    ],
)
def test_openai_refusals_keep_where_they_came_from(behaviour: Behaviour, signal: Signal) -> None:
    reply = answer(OpenAITarget, behaviour)
    assert reply.signal == signal
    assert reply.text == ""


@pytest.mark.parametrize(
    ("behaviour", "signal"),
    [
        (ClassifierStop(), Signal(source=Source.STOP)),
        (ClassifierStop(category="bio"), Signal(source=Source.STOP, category="bio")),
        (HttpFilter(), Signal(source=Source.HTTP)),
    ],
)
def test_anthropic_refusals_keep_where_they_came_from(behaviour: Behaviour, signal: Signal) -> None:
    reply = answer(AnthropicTarget, behaviour)
    assert reply.signal == signal
    assert reply.text == ""


@both
def test_a_reply_stopped_half_way_keeps_its_words(kind: Hosted) -> None:
    reply = answer(kind, ClassifierStop("I was about to"))
    assert reply.text == "I was about to"
    assert reply.signal is not None


@both
def test_an_account_barred_for_its_usage_is_no_refusal(kind: Hosted) -> None:
    words = "This organization has been disabled for violating our usage policies"
    assert failure(kind, Refused(403, words)).kind is FailureKind.AUTH


@both
def test_words_before_the_length_ran_out_are_a_reply(kind: Hosted) -> None:
    reply = answer(kind, Spent("It may help to"))
    assert (reply.text, reply.stop) == ("It may help to", StopReason.LENGTH)


@both
def test_the_model_that_answered_is_named_without_its_path(kind: Hosted) -> None:
    assert answer(kind, Served("/srv/weights/small.gguf", "Hello")).model == "small.gguf"
    assert answer(kind, Served("vendor/other-model", "Hello")).model == "vendor/other-model"


@both
def test_a_reply_records_what_happened_on_the_wire(kind: Hosted) -> None:
    wire = answer(kind, Say("Hello")).wire
    assert (wire.request_id, wire.attempts) == ("req-loopback", 1)
    assert wire.latency_s > 0
    assert wire.at.endswith("+00:00")


@both
def test_a_target_is_opened_and_closed_without_a_call(kind: Hosted) -> None:
    target = kind("model-a", base_url="http://127.0.0.1:9", timeout_s=5)
    asyncio.run(target.close())
    assert target.spec.endswith(":model-a")


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b'"no"', b'{"error": "no"}', b'{"detail": [1]}', b"\xff"])
def test_an_error_answer_of_any_shape_is_read(content: bytes) -> None:
    assert read_problem(500, content).kind is FailureKind.SERVER


@pytest.mark.parametrize("kind", HOSTED)
def test_no_header_describes_this_machine(kind: Hosted) -> None:
    with LoopbackServer() as server:
        asyncio.run(call(kind("model-a", base_url=server.url, timeout_s=5, api_key=SECRET)))
    left = {name for name in server.seen[0].headers if name.startswith("x-stainless")}
    assert left <= {"x-stainless-retry-count", "x-stainless-timeout"}
