"""A large file is gone through without being held: ten times the file takes no more memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[3]
READS = """
import resource, sys
from pathlib import Path
from simulator.imported.files import Files
from simulator.imported.folder import bring, plan_of
from simulator.imported.formats import taken
from simulator.observer.simple import SimpleObserver

talks, observer = Files([taken(Path(sys.argv[1]))]), SimpleObserver()
plan = plan_of(talks, "large", observer=observer.version)
if len(sys.argv) > 2:
    bring(talks, Path(sys.argv[2]), plan, observer)
print(plan.hashes["imported"], len(plan.imported.left_out), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MIB = 1 << 20
GROUP = 100
"""Rows of a group of Parquet, of which a reader may hold one."""
WORDS = 'I do not sleep, and every "week" is longer than the one before it. ' * 60
MESSAGES = [{"role": ("user", "assistant")[n % 2], "content": WORDS} for n in range(8)]
Writer = Callable[[Path, int], None]


def _records() -> Iterator[bytes]:
    whole = json.dumps({"id": "NAME", "messages": MESSAGES}).encode()
    before, after = whole.split(b"NAME")
    number = 0
    while True:
        yield b"%s%09d%s" % (before, number, after)
        number += 1


def _lines(file: Path, mib: int) -> None:
    with file.open("wb") as out:
        for record in _records():
            if out.tell() > mib * MIB:
                return
            out.write(record + b"\n")


def _array(file: Path, mib: int) -> None:
    with file.open("wb") as out:
        out.write(b"[")
        for record in _records():
            if out.tell() > mib * MIB:
                break
            out.write(record + b", ")
        out.write(b"{}]")


def _csv(file: Path, mib: int) -> None:
    cell = WORDS.replace('"', '""')
    rows = "".join(f'NAME,{one["role"]},"{cell}"\n' for one in MESSAGES).encode()
    with file.open("wb") as out:
        out.write(b"id,role,text\n")
        number = 0
        while out.tell() < mib * MIB:
            out.write(rows.replace(b"NAME", b"%09d" % number))
            number += 1


def _parquet(file: Path, mib: int) -> None:
    # Without its dictionary and packing the file is as large as what is read from it.
    one = pa.array([MESSAGES])
    rows = mib * MIB // one.nbytes + 1
    schema = pa.schema([("messages", one.type)])
    with pq.ParquetWriter(file, schema, use_dictionary=False, compression="none") as out:
        for begin in range(0, rows, GROUP):
            group = pa.concat_arrays([one] * min(GROUP, rows - begin))
            out.write_table(pa.table([group], schema=schema))


WRITERS: Mapping[str, Writer] = {"jsonl": _lines, "json": _array, "csv": _csv, "parquet": _parquet}


def peak(file: Path, *more: Path) -> int:
    """Most bytes of memory that reading a file takes, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READS, *map(str, (file, *more))],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    _, left_out, kib = done.stdout.split()
    assert int(left_out) <= 1, done.stdout
    return int(kib) * 1024


def grown(kind: str, folder: Path, small: int, large: int, *, write: bool = False) -> float:
    """MiB that the larger file takes above the smaller one."""
    found = []
    for mib in (small, large):
        file = folder / f"{mib}.{kind}"
        WRITERS[kind](file, mib)
        assert file.stat().st_size > mib * MIB * 0.9
        found.append(peak(file, *([folder / f"run{mib}"] if write else [])))
        file.unlink()
    return (found[1] - found[0]) / MIB


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
def test_200_mib_take_no_more_memory_than_20(tmp_path: Path, kind: str) -> None:
    # Arrow's allocator keeps some of what it gave back; 180 MiB of growth would be the whole file.
    assert grown(kind, tmp_path, 20, 200) < (30 if kind == "parquet" else 10)


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv"])
def test_16_mib_take_no_more_memory_than_2(tmp_path: Path, kind: str) -> None:
    assert grown(kind, tmp_path, 2, 16) < 6


def test_a_run_is_written_without_being_held(tmp_path: Path) -> None:
    assert grown("jsonl", tmp_path, 1, 8, write=True) < 5
