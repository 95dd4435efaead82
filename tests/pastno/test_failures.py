"""What fails while conversations are held: what stops, what goes on, what is kept, and what is said about it."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest

from personas.perception import Source, Stance
from simulator.store import read
from simulator.transcript import AnyEvent, Exchange, Met
from tests.support.behaviours import Behaviour, ClassifierStop, Filter, RefusalField, Say
from tests.support.failures import (
    BadRequest,
    HttpFilter,
    Malformed,
    RateLimited,
    ServerError,
    TooLong,
    Unauthorized,
    UnknownModel,
)
from tests.support.server import Behave, LoopbackServer, pure_text
from tests.support.terminal import Done, within, write_suite


def held(folder: Path, behave: Behave | Behaviour, kind: str = "openai", repetitions: int = 1) -> tuple[Done, int]:
    """Hold the small suite against the loopback server, into `folder/run`; also counts the requests."""
    with LoopbackServer(behave) as server:
        suite = write_suite(folder, repetitions=repetitions)
        done = within("run", suite, "--target", f"{kind}:any", "--base-url", server.url, "--out", folder / "run")
        return done, server.count


def events(folder: Path) -> list[AnyEvent]:
    return [event for found in read(folder / "run").conversations.values() for event in found]


def exchanges(folder: Path) -> list[Exchange]:
    return [event for event in events(folder) if isinstance(event, Exchange)]


class Victim:
    """Answers purely, but fails the second exchange of one conversation, however often it is asked for."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.seed: int | None = None

    def __call__(self, body: dict[str, Any], number: int) -> Behaviour:
        if self.seed is None and len(body["messages"]) == 3:
            self.seed = body["seed"]
        return self.behaviour if body["seed"] == self.seed else Say(pure_text(body))


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
@pytest.mark.parametrize(
    ("behaviour", "words"),
    [(Unauthorized(), "401: Incorrect API key"), (UnknownModel(), "404: The model does not exist")],
)
def test_what_must_fail_every_time_stops_the_target_at_once(
    tmp_path: Path, behaviour: Behaviour, words: str, kind: str
) -> None:
    done, asked = held(tmp_path, behaviour, kind, repetitions=40)
    assert (done.code, asked <= 8) == (1, True)
    assert f"error: {kind}:any takes no more conversations: http://127.0.0.1:" in done.complained
    assert (words in done.complained, "not held" in done.complained) == (True, True)


def test_a_target_that_stopped_does_not_stop_the_others(tmp_path: Path) -> None:
    with LoopbackServer(Unauthorized()) as server:
        targets = ("--target", "openai:any", "--target", "reference:blunt", "--base-url", server.url)
        done = within("run", write_suite(tmp_path), "--out", tmp_path / "run", *targets)
    ended = [live.started.target for live in read(tmp_path / "run").lives().values() if live.ended]
    assert (done.code, ended) == (1, ["reference:blunt"] * 2)


@pytest.mark.slow
def test_a_server_that_is_not_there_is_asked_about(tmp_path: Path) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        nobody = ("--target", "openai:any", "--base-url", f"http://127.0.0.1:{reserved.getsockname()[1]}")
        done = within("run", write_suite(tmp_path, repetitions=20), *nobody, "--out", tmp_path / "run")
    assert (done.code, "is the server running?" in done.complained) == (1, True)
    counted = re.search(r"(\d+) conversations failed, (\d+) were not held", done.complained)
    assert counted is not None
    failed, unheld = map(int, counted.groups())
    assert (failed + unheld, failed <= 8, exchanges(tmp_path)) == (40, True, [])


@pytest.mark.parametrize(
    ("behaviour", "how"), [(BadRequest(), "request 400"), (TooLong(), "too long 400"), (Malformed(), "malformed")]
)
def test_a_failed_call_fails_its_conversation_alone(tmp_path: Path, behaviour: Behaviour, how: str) -> None:
    done, _ = held(tmp_path, Victim(behaviour), repetitions=3)
    lives = read(tmp_path / "run").lives().values()
    [failed] = [live for live in lives if live.failed]
    assert (done.code, len(failed.exchanges), sum(live.ended is not None for live in lives)) == (1, 1, 5)
    assert f"failed, 1 conversation, {how}: openai:any" in done.said
    assert f"\n  {failed.id}\n" in done.said
    assert "error: 1 conversations failed, 0 were not held" in done.complained


@pytest.mark.parametrize("behaviour", [RateLimited("0"), RateLimited("1"), ServerError(), Malformed()])
def test_what_passes_is_tried_again_and_the_run_ends_well(tmp_path: Path, behaviour: Behaviour) -> None:
    done, asked = held(tmp_path, lambda body, number: behaviour if number == 3 else Say(pure_text(body)))
    attempts = sorted(exchange.reply.wire.attempts for exchange in exchanges(tmp_path))
    assert (done.code, attempts[-2:], asked) == (0, [1, 2], len(attempts) + 1)


@pytest.mark.parametrize(
    ("kind", "behaviour", "source"),
    [
        ("openai", RefusalField("I won't go into that."), Source.FIELD),
        ("openai", Filter(), Source.FILTER),
        ("openai", HttpFilter(), Source.HTTP),
        ("anthropic", ClassifierStop(category="self_harm"), Source.STOP),
        ("anthropic", HttpFilter(), Source.HTTP),
    ],
)
def test_what_the_provider_stops_is_a_blocked_encounter_and_no_failure(
    tmp_path: Path, kind: str, behaviour: Behaviour, source: Source
) -> None:
    done, _ = held(tmp_path, behaviour, kind)
    met = {(event.encounter.stance, event.encounter.source) for event in events(tmp_path) if isinstance(event, Met)}
    assert (done.code, met) == (0, {(Stance.BLOCKED, source)})
