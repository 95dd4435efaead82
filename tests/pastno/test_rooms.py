from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pastno.rooms import find_rooms, shadowed

ROOT = Path(__file__).parents[2]


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_rooms_beside_pastno_are_its_own() -> None:
    assert shadowed(ROOT / "pastno", find_rooms()) == []


def test_a_room_that_is_nowhere_is_said() -> None:
    what, todo = shadowed(ROOT / "pastno", {"analysis": None})
    assert "found no package 'analysis'" in what
    assert todo == "install pastno again"


@pytest.mark.parametrize("name", ["analysis.py", "scenarios/__init__.py"])
def test_a_users_file_that_shadows_a_room_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    done = python(tmp_path, "-m", "pastno", "--version")
    assert done.returncode == 2
    assert f"at {tmp_path / name}" in done.stderr
    assert f"next: rename {Path(name).parts[0]}, or start the command `pastno`" in done.stderr


HEAVY = "langgraph openai anthropic networkx pydantic yaml"


def loaded(folder: Path, among: str, *command: str) -> str:
    """The last line: which of these modules a command had loaded when it ended."""
    code = (
        f"import sys, atexit; sys.argv = ['pastno', *{command!r}]\n"
        f"atexit.register(lambda: print('LOADED', [m for m in '{among}'.split() if m in sys.modules]))\n"
        "from pastno.cli import main; main()"
    )
    return python(folder, "-c", code).stdout.splitlines()[-1]


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert loaded(tmp_path, HEAVY, "--help") == "LOADED []"


def test_a_mistake_in_what_to_run_is_told_before_the_engine_is_loaded(tmp_path: Path) -> None:
    assert loaded(tmp_path, "simulator.plan langgraph", "run", "nonsense") == "LOADED ['simulator.plan']"
