"""Inspect's library is an extra: nothing loads it before a log is read or written, and its absence is one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PETRI = Path(__file__).with_name("petri.eval")
LOADS = """
import sys
import pastno.cli, pastno.inspected, simulator.exported.inspect, simulator.imported.inspect
print([name for name in ("inspect_ai", "ijson", "pandas") if name in sys.modules])
"""
READS = """
import sys
sys.modules["inspect_ai"] = None
from pathlib import Path
from simulator.errors import StoreError
from simulator.exported.inspect import write_inspect
from simulator.imported.inspect import read_inspect
for do in (lambda: list(read_inspect(Path(sys.argv[1]))), lambda: write_inspect(Path("RUN"), Path("out.eval"))):
    try:
        do()
    except StoreError as problem:
        print(problem)
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (LOADS, "[]\n"),
        (
            READS,
            "petri.eval: a log of Inspect needs inspect-ai, which is not installed; pip install 'pastno[inspect]'\n"
            "a log of Inspect needs inspect-ai, which is not installed; pip install 'pastno[inspect]'\n",
        ),
    ],
)
def test_the_library_is_loaded_late_and_missed_politely(code: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", code, str(PETRI)], capture_output=True, text=True, check=True)
    assert done.stdout == said
