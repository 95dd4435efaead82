"""What the two rooms of documents offer at their doors."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import personas
import scenarios


@pytest.mark.parametrize("room", [personas, scenarios])
def test_the_public_names_are_sorted_and_there(room: ModuleType) -> None:
    assert list(room.__all__) == sorted(room.__all__)
    assert all(hasattr(room, name) for name in room.__all__)


def test_the_doors_open_without_the_engine() -> None:
    heavy = "langgraph openai anthropic xllamacpp networkx simulator"
    code = f"import sys, personas, scenarios; print([n for n in {heavy.split()!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
