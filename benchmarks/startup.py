"""How long `pastno --help` takes, as a ratio to starting Python at all, measured in one run.

Usage: python -m benchmarks.startup [--json FILE]
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from benchmarks.tables import options, table, write

COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "help": [sys.executable, "-m", "pastno", "--help"],
    "list": [sys.executable, "-m", "pastno", "list", "personas"],
}
LABELS = {"python": "python -c pass", "help": "pastno --help", "list": "pastno list personas"}
ROUNDS = 9


def seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    chosen = options(__doc__)
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            taken[name].append(seconds(command))
    found = {name: median(times) for name, times in taken.items()}
    rows = [(LABELS[name], f"{s * 1e3:.0f}", f"{s / found['python']:.1f}") for name, s in found.items()]
    table(f"Start, median of {ROUNDS}", ("command", "ms", "× python"), rows)
    write(chosen.json, {f"start_s_{name}": round(s, 4) for name, s in found.items()})


if __name__ == "__main__":
    main()
