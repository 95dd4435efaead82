"""Ctrl-C: exchanges in flight finish, a second one drops them whole, and the run can be resumed either way."""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from simulator.store import read
from tests.support.behaviours import Behaviour, Say
from tests.support.failures import Hang
from tests.support.server import LoopbackServer, pure_text
from tests.support.terminal import Done, begin, finish, pastno

SUITE = """
id: stopped
title: Stopped
personas: [kirsty]
scenarios: [week-is-killing-me]
targets: [{{spec: "openai:any", base_url: "{url}/v1", concurrency: {places}}}]
repetitions: 4
max_exchanges: 6
"""


class Stopper:
    """Presses Ctrl-C at a request, and answers the first so many."""

    def __init__(self, *, at: int, answers: int = 1_000) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.at = at
        self.answers = answers
        self.pressed = threading.Event()

    def __call__(self, body: dict[str, Any], number: int) -> Behaviour:
        if number == self.at and self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.pressed.set()
        return Say(pure_text(body)) if number <= self.answers else Hang()


def suite(folder: Path, url: str, places: int = 1) -> Path:
    file = folder / "stopped.yaml"
    file.write_text(SUITE.format(url=url, places=places))
    return file


def held(folder: Path) -> int:
    return sum(len(live.exchanges) for live in read(folder / "run").lives().values())


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_held_exits_130_and_says_how_to_resume(tmp_path: Path) -> None:
    stopper, out = Stopper(at=3), tmp_path / "run"
    with LoopbackServer(stopper, latency_s=0.05) as server:
        stopper.process = begin("run", suite(tmp_path, server.url), "--out", out)
        done = finish(stopper.process)
        kept = held(tmp_path)
        stopper.process = None
        again = pastno("run", "--resume", out)
        asked = server.count
    assert (done.code, f"next: pastno run --resume {out}" in done.complained) == (130, True), done
    assert (again.code, 3 <= kept <= 4, asked) == (0, True, held(tmp_path)), again


def twice(folder: Path) -> tuple[Done, bool]:
    """Press Ctrl-C while the server hangs, and again; also whether the first press waited for the exchange."""
    stopper = Stopper(at=4, answers=2)
    with LoopbackServer(stopper) as server:
        stopper.process = begin("run", suite(folder, server.url, places=2), "--out", folder / "run")
        assert stopper.pressed.wait(timeout=60)
        try:
            stopper.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            stopper.process.send_signal(signal.SIGINT)
            return finish(stopper.process), True
        return finish(stopper.process), False


@pytest.mark.slow
def test_a_second_ctrl_c_drops_exchanges_in_flight_whole(tmp_path: Path) -> None:
    done, waited = twice(tmp_path)
    assert (waited, done.code, "Traceback" in done.complained) == (True, 130, False)
    assert "stopped at once; exchanges in flight were dropped whole" in done.complained
    assert (held(tmp_path), read(tmp_path / "run").torn) == (2, ())
