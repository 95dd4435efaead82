"""One run is killed again and again, and what it leaves equals a run that was left alone."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.chat import Message
from simulator.draws import Draws
from simulator.store import read
from simulator.transcript import comparable
from tests.support.behaviours import Behaviour
from tests.support.server import LoopbackServer, Say, Seen, pure_text

KILLS = 25
SUITE = """
id: crash
title: Killed again and again
personas: [{personas}]
scenarios: [{scenarios}]
targets: [{{spec: "openai:any", base_url: "{url}/v1", concurrency: 4}}]
repetitions: 3
max_exchanges: 6
seed: 5
"""


def suite(folder: Path, url: str) -> Path:
    personas = sorted(path.stem for path in Path("personas/library").glob("*.yaml"))[:4]
    scenarios = sorted(path.stem for path in Path("scenarios/library").glob("*.yaml"))[:3]
    file = folder / "crash.yaml"
    file.write_text(SUITE.format(personas=", ".join(personas), scenarios=", ".join(scenarios), url=url))
    return file


class Killer:
    """Answers purely; when armed, kills a process at a drawn request, before or just after it is answered."""

    def __init__(self) -> None:
        self.draw = random.Random(20)
        self.process: subprocess.Popen[bytes] | None = None
        self.armed = 0

    def arm(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.armed = process, self.draw.randint(1, 10)

    def __call__(self, body: dict[str, Any], number: int) -> Behaviour:
        self.armed -= 1
        if self.armed == 0:
            if self.draw.random() < 0.5:
                self.kill()
            else:
                asyncio.get_running_loop().call_later(self.draw.uniform(0, 0.02), self.kill)
        return Say(pure_text(body))

    def kill(self) -> None:
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)


def begin(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pastno", "run", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(*arguments: str) -> None:
    process = begin(*arguments)
    _, complaint = process.communicate()
    assert process.returncode == 0, complaint.decode()


Key = tuple[int, str]
"""One call: the person's seed in that exchange, and the hash of what was sent."""


def asked(seen: list[Seen]) -> list[Key]:
    """The calls, as the server saw them."""
    keys = []
    for request in seen:
        messages = [Message(m["role"], m["content"]) for m in request.body["messages"]]
        keys.append((request.body["seed"], sha256(msgspec.json.encode(messages)).hexdigest()))
    return keys


def recorded(out: Path) -> set[Key]:
    """The calls whose exchange is on disk."""
    if not (out / "run.json").exists():
        return set()
    run, keys = read(out), set()
    for live in run.lives().values():
        who = live.started
        draws = Draws(seed=run.plan.suite.seed, persona=who.persona, scenario=who.scenario, repetition=who.repetition)
        keys |= {(draws.seed_for(e.n, "target"), e.sent.sha256) for e in live.exchanges if e.sent}
    return keys


@pytest.mark.slow
def test_a_run_killed_25_times_loses_nothing_asks_nothing_twice_and_equals_one_left_alone(tmp_path: Path) -> None:
    killer = Killer()
    out = tmp_path / "killed"
    with LoopbackServer(killer, latency_s=0.01) as server:
        arguments = [str(suite(tmp_path, server.url)), "--out", str(out)]
        appended: set[Key] = set()
        for _ in range(KILLS):
            before = len(server.seen)
            process = begin(*arguments)
            killer.arm(process)
            _, complaint = process.communicate()
            assert process.returncode == -signal.SIGKILL, complaint.decode()
            assert not appended & set(asked(server.seen[before:])), "an appended exchange was asked again"
            known = recorded(out)
            assert appended <= known, "an appended exchange was lost"
            appended = known
            arguments = ["--resume", str(out)]
        assert len(appended) > KILLS
        killer.armed, before = 0, len(server.seen)
        finish("--resume", str(out))
        assert not appended & set(asked(server.seen[before:]))
        assert recorded(out) == set(asked(server.seen))
        finish(str(suite(tmp_path, server.url)), "--out", str(tmp_path / "whole"))
    assert lines(out) == lines(tmp_path / "whole")


def lines(out: Path) -> dict[str, list[bytes]]:
    """Every event of every conversation, without what may differ between equal runs."""
    return {name: [comparable(event) for event in events] for name, events in read(out).conversations.items()}
