"""What `pastno analyse` costs from disk, beside a plain scan of the same lines, up to a million exchanges.

Conversations with reference targets are held once and put together anew (`benchmarks.recombined`) until there are
enough; that is not counted. Then the run is read, folded, scored and tabulated by the code of `pastno analyse`, and
duckdb reads the same lines, counts the exchanges and averages one number of each. Every measurement is a process of its
own, its imports left out. CPU seconds are of that process and of its workers.

Usage: python -m benchmarks.analysis [--json FILE]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from math import log
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import linear_regression, median

from benchmarks.peak import Peak
from benchmarks.tables import options, table, write

SIZES = (10_000, 100_000, 1_000_000)
HELD = 1000
"""Conversations really held."""
SEED = 7
ROUNDS = 3
"""Measurements of the small runs; the middle one counts. The largest is measured once."""
PARTS = {"read": "read, folded and scored", "tabulated": "tabulated", "whole": "the whole", "scan": "duckdb scan alone"}

Figures = dict[str, float]

# What is measured is imported in the functions: workers import this file too.


def cpu() -> float:
    """CPU seconds of this process, and of those of its workers that have ended."""
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def analysed(folder: Path) -> Figures:
    """Seconds of each part of `pastno analyse`, CPU and wall, and the most memory."""
    from analysis.findings.pool import pooled
    from analysis.findings.together import together

    with Peak() as peak:
        began = time.perf_counter(), cpu()
        pool = pooled([folder])
        read = time.perf_counter(), cpu()
        found = together(pool, ("target",))
        ended = time.perf_counter(), cpu()
    return {
        "exchanges": sum(case.exchanges for case in pool.cases),
        "conversations": sum(one.held for one in found.sources),
        "read_wall_s": read[0] - began[0], "tabulated_wall_s": ended[0] - read[0], "whole_wall_s": ended[0] - began[0],
        "read_cpu_s": read[1] - began[1], "tabulated_cpu_s": ended[1] - read[1], "whole_cpu_s": ended[1] - began[1],
        "peak_mib": peak.whole, "peak_mib_workers": peak.workers,
    }  # fmt: skip


def scanned(folder: Path) -> Figures:
    """Seconds of the plain scan, and the most memory."""
    from benchmarks.scan import scan

    with Peak() as peak:
        began = time.perf_counter(), cpu()
        count, _ = scan(folder)
        ended = time.perf_counter(), cpu()
    took = {"scan_wall_s": ended[0] - began[0], "scan_cpu_s": ended[1] - began[1]}
    return {"lines": count, "peak_mib_scan": peak.whole, **took}


def apart(what: str, folder: Path) -> Figures:
    """One of `ALONE` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.analysis", what, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{what} failed:\n{done.stderr[-3000:]}")
    figures: Figures = json.loads(done.stdout)
    return figures


def measured(folder: Path, rounds: int) -> Figures:
    """The middle of some rounds, in each of which both are measured."""
    found = [apart("analysed", folder) | apart("scanned", folder) for _ in range(rounds)]
    return {name: median(one[name] for one in found) for name in found[0]}


def growth(found: Mapping[int, Figures], name: str) -> float:
    """Slope of log time on log exchanges: 1 where twice as many take twice as long."""
    return linear_regression([log(size) for size in found], [log(one[name]) for one in found.values()]).slope


def summed_up(found: Mapping[int, Figures]) -> Figures:
    """What is reported: of the largest run, and of how it grows."""
    most = max(found)
    one = found[most]
    figures: Figures = {
        "exchanges": most,
        "conversations": int(one["conversations"]),
        "exchanges_per_s": round(most / one["whole_cpu_s"], 1),
        "exchanges_per_s_wall": round(most / one["whole_wall_s"], 1),
        "peak_mib": round(one["peak_mib"], 1),
        "peak_mib_workers": round(one["peak_mib_workers"], 1),
        "peak_mib_scan": round(one["peak_mib_scan"], 1),
        "ratio_to_scan": round(one["whole_cpu_s"] / one["scan_cpu_s"], 2),
        "ratio_to_scan_wall": round(one["whole_wall_s"] / one["scan_wall_s"], 2),
        "growth_exponent": round(growth(found, "whole_cpu_s"), 3),
        "growth_exponent_wall": round(growth(found, "whole_wall_s"), 3),
    }
    sizes = {
        f"{part}_{unit}_s_{size}": round(one[f"{part}_{unit}_s"], 3)
        for size, one in found.items()
        for part in PARTS
        for unit in ("cpu", "wall")
    }
    return figures | sizes | {f"peak_mib_{size}": round(one["peak_mib"], 1) for size, one in found.items()}


def show(found: Mapping[int, Figures], figures: Figures) -> None:
    """Both tables."""
    table(
        "CPU seconds (and wall)",
        ("part", *(f"{size:,} exchanges" for size in found)),
        [
            (words, *(f"{one[f'{part}_cpu_s']:.2f} ({one[f'{part}_wall_s']:.2f})" for one in found.values()))
            for part, words in PARTS.items()
        ],
    )
    table(
        f"{figures['exchanges']:,} exchanges in {figures['conversations']:,} conversations",
        ("figure", "value"),
        [(name, f"{value:,}") for name, value in figures.items() if not name.rpartition("_")[2].isdigit()],
    )


ALONE: Mapping[str, Callable[[Path], Figures]] = {"analysed": analysed, "scanned": scanned}


def main() -> None:
    from benchmarks.recombined import hold, recombine

    chosen = options(__doc__)
    found: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        hold(home / "held", HELD)
        for size in SIZES:
            written = recombine(home / "held", home / str(size), size, SEED)
            found[written] = measured(home / str(size), ROUNDS if size < max(SIZES) else 1)
            if written != found[written]["lines"]:
                raise SystemExit(f"wrote {written} exchanges, and the scan counts {found[written]['lines']:.0f}")
    figures = summed_up(found)
    show(found, figures)
    write(chosen.json, figures)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in ALONE:
        sys.stdout.write(json.dumps(ALONE[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
