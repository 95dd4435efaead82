"""What verifying costs from disk: CPU an exchange beside holding the same run and decoding it in one run, and memory.

Conversations with reference targets are held, and then verified, each in a process of its own.

Usage: python -m benchmarks.replay [--json FILE]
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

import msgspec

import pastno
from benchmarks.tables import options, table, write
from pastno.verified import installed
from simulator.collector import fewer_collections
from simulator.store import event_files, read_plan
from simulator.transcript import AnyEvent
from simulator.verify import Verification

TARGETS = ("reference:blunt", "reference:warm", "reference:relenting", "reference:filtered", "reference:open")
FEW, MANY = 200, 2_000
"""Conversations."""
ROUNDS = 3


def hold(folder: Path, conversations: int) -> dict[str, float]:
    """CPU seconds of holding, models of this process included."""
    plan = pastno.plan("full", TARGETS, limit=conversations)
    start = time.process_time()
    pastno.run(plan, folder)
    return {"hold_s": time.process_time() - start}


def verify(folder: Path) -> dict[str, float]:
    """CPU seconds of verifying and of decoding alone, and the peak of this process before and after, in MiB."""
    plan = read_plan(folder)
    work = Verification(folder, plan, installed(plan))
    before, start = _peak(), time.process_time()
    with fewer_collections():
        found = asyncio.run(_through(work))
    verify_s, after, start = time.process_time() - start, _peak(), time.process_time()
    exchanges = _decoded(folder)
    return found | {
        "exchanges": exchanges,
        "verify_s": verify_s,
        "decode_s": time.process_time() - start,
        "peak_mib": after,
        "grown_mib": after - before,
    }


async def _through(work: Verification) -> dict[str, float]:
    same = differ = 0
    async for one in work:
        same += one.difference is None
        differ += one.difference is not None
    return {"conversations": same, "differing": differ}


def _decoded(folder: Path) -> int:
    decoder = msgspec.json.Decoder(AnyEvent)
    count = 0
    for file in event_files(folder):
        with file.open("rb") as lines:
            count += sum(event.__struct_config__.tag == "exchange" for event in map(decoder.decode, lines))
    return count


def _peak() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def apart(*arguments: str) -> dict[str, float]:
    """One part in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.replay", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{arguments[0]} failed:\n{done.stderr[-3000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    chosen = options(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        apart("--hold", str(home / "few"), str(FEW))
        held = apart("--hold", str(home / "many"), str(MANY))
        small = apart("--verify", str(home / "few"))
        rounds = [apart("--verify", str(home / "many")) for _ in range(ROUNDS)]
    found = {name: median(one[name] for one in rounds) for name in rounds[0]} | held
    if found["differing"]:
        raise SystemExit(f"found {found['differing']:.0f} conversations that differ, expected none")
    figures = {
        "conversations": found["conversations"],
        "exchanges": found["exchanges"],
        "verify_over_hold": round(found["verify_s"] / found["hold_s"], 3),
        "verify_over_decode": round(found["verify_s"] / found["decode_s"], 1),
        "us_per_exchange": round(found["verify_s"] / found["exchanges"] * 1e6, 1),
        "peak_mib": round(found["peak_mib"], 1),
        "peak_mib_few": round(small["peak_mib"], 1),
        "grown_mib": round(found["grown_mib"], 1),
        "grown_mib_few": round(small["grown_mib"], 1),
    }
    table(
        f"Verifying {figures['conversations']:,.0f} conversations, {figures['exchanges']:,.0f} exchanges, CPU time",
        ("figure", "value"),
        [
            ("ratio to holding them with reference targets", f"{figures['verify_over_hold']:.2f}"),
            ("ratio to decoding alone", f"{figures['verify_over_decode']:.1f}"),
            ("µs an exchange", f"{figures['us_per_exchange']:,.0f}"),
            ("peak MiB", f"{figures['peak_mib']:.0f}"),
            (f"peak MiB at {FEW} conversations", f"{figures['peak_mib_few']:.0f}"),
            ("MiB more than before it began", f"{figures['grown_mib']:.1f}"),
            (f"the same at {FEW} conversations", f"{figures['grown_mib_few']:.1f}"),
        ],
    )
    write(chosen.json, figures)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--hold"]:
        sys.stdout.write(json.dumps(hold(Path(sys.argv[2]), int(sys.argv[3]))))
    elif sys.argv[1:2] == ["--verify"]:
        sys.stdout.write(json.dumps(verify(Path(sys.argv[2]))))
    else:
        main()
