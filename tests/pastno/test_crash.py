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
from simulator.store import read
from simulator.transcript import Exchange, comparable
from tests.support.behaviours import Behaviour
from tests.support.server import LoopbackServer, Say, pure_text

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


def key(body: dict[str, Any]) -> tuple[int, str]:
    """What the server saw, as the record names it: the person's seed, and the hash of what was sent."""
    messages = [Message(m["role"], m["content"]) for m in body["messages"]]
    return body["seed"], sha256(msgspec.json.encode(messages)).hexdigest()


def recorded(out: Path) -> list[str]:
    """Hash of what was sent, for every exchange on disk."""
    if not (out / "run.json").exists():
        return []
    events = (event for conversation in read(out).conversations.values() for event in conversation)
    return [event.sent.sha256 for event in events if isinstance(event, Exchange)]


@pytest.mark.slow
def test_a_run_killed_25_times_loses_nothing_asks_nothing_twice_and_equals_one_left_alone(tmp_path: Path) -> None:
    killer = Killer()
    out = tmp_path / "killed"
    with LoopbackServer(killer, latency_s=0.01) as server:
        arguments = [str(suite(tmp_path, server.url)), "--out", str(out)]
        appended: list[int] = []
        for _ in range(KILLS):
            process = begin(*arguments)
            killer.arm(process)
            _, complaint = process.communicate()
            assert process.returncode == -signal.SIGKILL, complaint.decode()
            known = recorded(out)
            assert len(known) >= (appended[-1] if appended else 0)
            appended.append(len(known))
            arguments = ["--resume", str(out)]
        killer.armed = 0
        finish("--resume", str(out))
        asked = [key(seen.body) for seen in server.seen]
        finish(str(suite(tmp_path, server.url)), "--out", str(tmp_path / "whole"))
    killed, whole = read(out), read(tmp_path / "whole")
    assert {n: [comparable(e) for e in events] for n, events in killed.conversations.items()} == {
        n: [comparable(e) for e in events] for n, events in whole.conversations.items()
    }
    # At most the four calls in flight at a kill are asked again; a call whose exchange was appended never is.
    assert len(asked) - len(set(asked)) <= 4 * KILLS
    assert appended[-1] > KILLS
    assert len(set(asked)) == len(recorded(out))
