"""Ctrl-C: exchanges in flight finish, the exit code says so, and the run can be resumed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from simulator.store import read
from tests.support.behaviours import Behaviour
from tests.support.server import LoopbackServer, Say, pure_text

SUITE = """
id: stopped
title: Stopped
personas: [kirsty]
scenarios: [week-is-killing-me]
targets: [{{spec: "openai:any", base_url: "{url}/v1", concurrency: 1}}]
repetitions: 4
max_exchanges: 6
"""


class Stopper:
    """Presses Ctrl-C at the third request, and answers."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def __call__(self, body: dict[str, Any], number: int) -> Behaviour:
        if number == 3 and self.process is not None:
            os.kill(self.process.pid, signal.SIGINT)
        return Say(pure_text(body))


def test_ctrl_c_keeps_what_was_held_exits_130_and_says_how_to_resume(tmp_path: Path) -> None:
    stopper, out = Stopper(), tmp_path / "run"
    with LoopbackServer(stopper, latency_s=0.05) as server:
        file = tmp_path / "stopped.yaml"
        file.write_text(SUITE.format(url=server.url))
        command = [sys.executable, "-m", "pastno", "run", str(file), "--out", str(out)]
        stopper.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        _, said = stopper.process.communicate()
    assert stopper.process.returncode == 130, said
    assert f"next: pastno run --resume {out}" in said
    assert 1 <= sum(len(live.exchanges) for live in read(out).lives().values()) <= 4
