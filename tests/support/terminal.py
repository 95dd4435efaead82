"""The real command line: in a process of its own, or within this one where that is enough."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from pastno.cli import app

ROOT = Path(__file__).parents[2]
BECOME = "\nimport os, sys; os.execv(sys.executable, [sys.executable, '-m', 'pastno', *sys.argv[1:]])"
SUITE = """
id: small
title: Small
personas: [kirsty, marcus]
scenarios: [week-is-killing-me]
targets: ["reference:blunt"]
repetitions: {repetitions}
max_exchanges: 4
seed: 3
"""


class Done(NamedTuple):
    """How a command ended."""

    code: int
    said: str
    """Standard output."""
    complained: str
    """Standard error."""

    @property
    def mistake(self) -> tuple[str, str]:
        """What was wrong and what to do next, of a command that ended with exit 2 and exactly these two lines."""
        lines = self.complained.splitlines()
        shape = (self.code, len(lines), [line[:7] for line in lines])
        assert shape == (2, 2, ["error: ", " next: "]), self
        return lines[0], lines[1]


def write_suite(folder: Path, text: str = SUITE, repetitions: int = 1) -> Path:
    """A small suite against a reference target, to be replaced by `--target`."""
    file = folder / "small.yaml"
    file.write_text(text.replace("{repetitions}", str(repetitions)))
    return file


def begin(
    *arguments: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    before: str = "",
) -> subprocess.Popen[str]:
    """Start `pastno`; `before` is Python that the new process runs first, for what it may not do."""
    start = ["-c", before + BECOME] if before else ["-m", "pastno"]
    command = [sys.executable, *start, *map(str, arguments)]
    known = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        command,
        cwd=folder,
        env=known | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> Done:
    """Wait for the end."""
    said, complained = process.communicate(timeout=120)
    return Done(process.returncode, said, complained)


def pastno(
    *arguments: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    before: str = "",
) -> Done:
    """Run `pastno` to its end."""
    return finish(begin(*arguments, folder=folder, environment=environment, before=before))


def within(*arguments: str | Path) -> Done:
    """Run `pastno` in this process: quicker, with this process's signals and working folder."""
    done = CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "200"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)
