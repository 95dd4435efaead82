"""What scoring costs from disk: exchanges a second on one core, beside decoding alone in the same run, and memory.

Conversations with reference targets are held once; their lines are repeated under new ids until there are enough.

Usage: python -m benchmarks.scoring [--json FILE]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

import msgspec

import pastno
from analysis.compared import compare
from analysis.evaluators.contract import Comparer, Evaluator
from analysis.evaluators.known import known
from analysis.ledger import files, held
from analysis.sweep import sweep
from analysis.trajectory import experienced_by
from benchmarks.tables import console, options, table, write
from simulator.store import event_files, read_plan
from simulator.stream import Stream
from simulator.transcript import AnyEvent

TARGETS = ("reference:blunt", "reference:warm", "reference:referral", "reference:eroding", "reference:open")
HELD = 200
"""Conversations really held."""
FEW, MANY = 10_000, 100_000
ROUNDS = 3
AIM = 10_000
"""Exchanges a second and core."""


def hold(folder: Path) -> None:
    """Hold the conversations that are repeated."""
    plan = pastno.plan("full", TARGETS, limit=HELD)
    pastno.run(plan, folder)


def repeated(folder: Path, out: Path, exchanges: int) -> int:
    """A run folder of at least so many exchanges, the same conversations over and over; gives how many they are."""
    talks = [(lines.id, b"".join(line.raw + b"\n" for line in lines.lines)) for lines in Stream(folder)]
    plan, count, turn = read_plan(folder), 0, 0
    out.mkdir()
    with (out / "events-0001.jsonl").open("wb") as file:
        while count < exchanges:
            for name, raw in talks:
                stem, _, repetition = name.rpartition("/")
                new = f"{stem}/{int(repetition) + turn * plan.suite.repetitions}"
                file.write(raw.replace(f'"id":"{name}"'.encode(), f'"id":"{new}"'.encode()))
                count += raw.count(b'"type":"exchange"')
            turn += 1
    suite = plan.suite.model_copy(update={"repetitions": plan.suite.repetitions * turn})
    whole = plan.model_copy(update={"suite": suite, "limit": None})
    (out / "run.json").write_text(whole.model_dump_json(), encoding="utf-8")
    return count


def score(folder: Path) -> dict[str, float]:
    """CPU seconds of each part, and the peak of this process in MiB."""
    plan, everything = read_plan(folder), known()
    evaluators = [one for one in everything.values() if isinstance(one, Evaluator)]
    comparers = [one for one in everything.values() if isinstance(one, Comparer)]
    for file in files(folder):
        file.unlink()
    marks = [time.process_time()]
    with held(folder):
        sweep(folder, plan, evaluators)
        marks.append(time.process_time())
        compare(folder, plan, comparers, everything, experienced_by(plan))
    marks.append(time.process_time())
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    for _ in _decoded(folder):
        pass
    marks.append(time.process_time())
    sweep_s, compare_s, decode_s = (after - before for before, after in pairwise(marks))
    return {"sweep_s": sweep_s, "compare_s": compare_s, "decode_s": decode_s, "peak_mib": peak}


def _decoded(folder: Path) -> Iterator[AnyEvent]:
    decoder = msgspec.json.Decoder(AnyEvent)
    for file in event_files(folder):
        with file.open("rb") as lines:
            yield from map(decoder.decode, lines)


def apart(folder: Path) -> dict[str, float]:
    """The same in a process of its own, whose memory holds nothing else."""
    command = [sys.executable, "-m", "benchmarks.scoring", "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"scoring failed:\n{done.stderr[-3000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    chosen = options(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        hold(home / "held")
        few = repeated(home / "held", home / "few", FEW)
        many = repeated(home / "held", home / "many", MANY)
        console.print(f"{HELD} conversations held; repeated to {few:,} and {many:,} exchanges")
        small = apart(home / "few")
        rounds = [apart(home / "many") for _ in range(ROUNDS)]
    found = {name: median(one[name] for one in rounds) for name in rounds[0]}
    spent = found["sweep_s"] + found["compare_s"]
    figures = {
        "exchanges": many,
        "exchanges_per_s": round(many / spent, 1),
        "exchanges_per_s_sweep": round(many / found["sweep_s"], 1),
        "us_per_exchange": round(spent / many * 1e6, 2),
        "ratio_to_decode": round(spent / found["decode_s"], 2),
        "us_per_exchange_decode": round(found["decode_s"] / many * 1e6, 2),
        "peak_mib": round(found["peak_mib"], 1),
        "peak_mib_few": round(small["peak_mib"], 1),
        "evaluators": len(known()),
    }
    show(figures, few)
    write(chosen.json, figures)


def show(figures: dict[str, float], few: int) -> None:
    """The table."""
    met = "met" if figures["exchanges_per_s"] >= AIM else "missed"
    table(
        f"Scoring {figures['exchanges']:,} exchanges with {figures['evaluators']} evaluators, one core, CPU time",
        ("figure", "value"),
        [
            ("exchanges a second", f"{figures['exchanges_per_s']:,.0f} (aim {AIM:,}: {met})"),
            ("the same without comparers", f"{figures['exchanges_per_s_sweep']:,.0f}"),
            ("µs an exchange", f"{figures['us_per_exchange']:.1f}"),
            ("µs an exchange, msgspec decode alone", f"{figures['us_per_exchange_decode']:.1f}"),
            ("ratio to decode alone", f"{figures['ratio_to_decode']:.1f}"),
            (f"peak MiB at {figures['exchanges']:,} exchanges", f"{figures['peak_mib']:.0f}"),
            (f"peak MiB at {few:,} exchanges", f"{figures['peak_mib_few']:.0f}"),
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--folder"]:
        sys.stdout.write(json.dumps(score(Path(sys.argv[2]))))
    else:
        main()
