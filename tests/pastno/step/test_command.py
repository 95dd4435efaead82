"""The command itself: what it refuses, and what it sends to a real terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.support.builders import NAME, answer, exchange, helped, refused_once, started
from tests.support.stepping import written
from tests.support.terminal import ROOT, within

WITHOUT = """
import sys
sys.modules["textual"] = None
from pastno.cli import main
sys.argv = ["pastno", "step", sys.argv[1]]
main()
"""
PATIENCE_S = 60
"""How long a terminal may be silent before the test fails."""


def test_without_its_library_it_says_what_to_install(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT, str(written(tmp_path, helped()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            "error: `pastno step` needs textual, which is not installed",
            " next: pip install 'pastno[step]'",
        ],
    )


def test_without_a_terminal_it_says_what_to_do_instead(tmp_path: Path) -> None:
    what, todo = within("step", written(tmp_path, helped())).mistake
    assert ("found no terminal" in what, "`pastno show` prints" in todo) == (True, True)


@pytest.mark.parametrize(("part", "what"), [("zebra", "no conversation"), ("mara", "2 conversations hold 'mara'")])
def test_a_conversation_that_is_not_one_is_named(tmp_path: Path, part: str, what: str) -> None:
    other = "mara/job-loss/plain/reference:open/1"
    done = within("step", written(tmp_path, refused_once(), helped(other)), part)
    assert (done.code, what in done.complained) == (2, True)


def test_a_run_without_a_conversation_and_a_folder_without_a_run_are_named(tmp_path: Path) -> None:
    assert "found no conversation that was begun" in within("step", written(tmp_path / "run")).mistake[0]
    assert "holds no run.json" in within("step", tmp_path).mistake[0]


def in_terminal(*arguments: str | Path, until: bytes, keys: bytes) -> tuple[int, bytes]:
    """Run the command in a terminal of 80 by 24; press the keys once it has shown something."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "pastno", "step", *map(str, arguments)]
    known = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=known, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    sent, pressed = b"", False
    while select.select([ours], [], [], PATIENCE_S)[0]:
        try:
            sent += os.read(ours, 65536)
        except OSError:
            break
        if not pressed and until in sent:
            os.write(ours, keys)
            pressed = True
    os.close(ours)
    return process.wait(PATIENCE_S), sent


def test_in_a_real_terminal_no_word_of_a_transcript_becomes_a_command(tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[8mhush\x9b2J [@click=app.quit]bye[/] hello"
    written(tmp_path, (started(), exchange(1, reply=answer(hostile), said=hostile)))
    code, sent = in_terminal(tmp_path, NAME, until=b"state, before", keys=b"q")
    assert (code, b"hush" in sent, b"@click=app.quit" in sent) == (0, True, True)
    assert [part for part in (b"\x1b]0;", b"owned\x07", b"\x1b[8m", b"\x9b2J", b"\xc2\x9b") if part in sent] == []
