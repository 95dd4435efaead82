"""What a conversation costs: CPU an exchange and memory a live conversation, as ratios measured in one run.

Usage: python -m benchmarks.throughput [--json FILE]

All loops talk to the same loopback server in a process of its own. Absolute figures are this machine's; the ratios
to raw aiohttp are what can be compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
from math import ceil
from statistics import median

from benchmarks.loops import EXCHANGES
from benchmarks.tables import console, options, server, table, write

LABELS = {
    "raw": "bare loop, raw aiohttp",
    "post": "bare loop, SDK client.post",
    "sdk": "bare loop, SDK create",
    "pastno": "pastno, refused in every exchange",
    "unrefused": "pastno, never refused",
    "engine": "pastno, answered in process",
    "steps": "its steps alone, without graph or folder",
}
ROUNDS = 3
LATENCY_S, WALL_CONVERSATIONS, AT_ONCE = 0.2, 128, 64


def measure(kind: str, url: str, conversations: int, at_once: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.loops", kind, url, str(conversations), str(at_once)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{kind} failed:\n{done.stderr[-3000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def cpu() -> dict[str, float]:
    """CPU milliseconds an exchange: the median of interleaved rounds, 100 conversations, 64 at once."""
    found: dict[str, list[float]] = {kind: [] for kind in LABELS}
    with server(0) as refusing, server(0, "asking") as asking:
        for _ in range(ROUNDS):
            for kind, figures in found.items():
                url = asking if kind == "unrefused" else refusing
                figures.append(measure(kind.replace("unrefused", "pastno"), url, 100, AT_ONCE)["cpu_ms"])
    return {kind: median(figures) for kind, figures in found.items()}


def main() -> None:
    chosen = options(__doc__)
    costs = cpu()
    raw = costs["raw"]
    table(
        f"CPU an exchange, 100 conversations of {EXCHANGES}, {AT_ONCE} at once, median of {ROUNDS}",
        ("loop", "ms", "× raw"),
        [(LABELS[kind], f"{ms:.2f}", f"{ms / raw:.1f}") for kind, ms in costs.items()],
    )
    with server(LATENCY_S) as url:
        walls = {kind: measure(kind, url, WALL_CONVERSATIONS, AT_ONCE)["wall_s"] for kind in ("raw", "pastno", "sdk")}
        memory = {kind: measure(kind, url, 1000, 1000)["kib"] for kind in ("raw", "pastno")}
    bound = ceil(WALL_CONVERSATIONS / AT_ONCE) * EXCHANGES * LATENCY_S
    table(
        f"Wall time, {WALL_CONVERSATIONS} conversations, {AT_ONCE} at once, {LATENCY_S * 1e3:.0f} ms server",
        ("loop", "s", "over the bound"),
        [(LABELS[kind], f"{s:.2f}", f"{100 * (s / bound - 1):.0f} %") for kind, s in walls.items()],
    )
    table(
        "Memory of a live conversation, 1,000 at once, peak over the idle process",
        ("loop", "KiB"),
        [(LABELS[kind], f"{kib:.0f}") for kind, kib in memory.items()],
    )
    post, steps = costs["post"], costs["steps"]
    graph = costs["engine"] - steps
    console.print(
        f"Of pastno's {costs['pastno']:.2f} ms, {post:.2f} are the SDK's client.post, {graph:.2f} LangGraph and the "
        f"folder, {steps:.2f} persona, observer and record. Posting over aiohttp without the SDK would save "
        f"{post - raw:.2f}, walking the phases without LangGraph {graph:.2f}: together they would halve it."
    )
    figures = {f"cpu_ms_per_exchange_{kind}": round(ms, 4) for kind, ms in costs.items()}
    figures |= {
        "cpu_over_raw": round(costs["pastno"] / raw, 3),
        "cpu_over_raw_unrefused": round(costs["unrefused"] / raw, 3),
        "kib_per_conversation_1000": round(memory["pastno"], 1),
        "kib_per_conversation_1000_raw": round(memory["raw"], 1),
        "wall_over_bound": round(walls["pastno"] / bound, 4),
        "wall_over_bound_raw": round(walls["raw"] / bound, 4),
    }
    write(chosen.json, figures)


if __name__ == "__main__":
    main()
