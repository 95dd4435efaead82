"""What benchmarks share: the table, the JSON file with the machine's cores and the date, and the loopback server."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

console = Console(highlight=False)


def options(description: str | None) -> argparse.Namespace:
    """Read `--json FILE`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as one flat JSON object")
    return parser.parse_args()


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    drawn = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        # A figure's name is never cut: it is looked up under it in the JSON file.
        drawn.add_column(column, justify="left" if index == 0 else "right", no_wrap=index == 0)
    for row in rows:
        drawn.add_row(*row)
    console.print(drawn)


def write(file: Path | None, figures: Mapping[str, float]) -> None:
    """Write the figures, if a file was named."""
    if file is not None:
        whole = {"cores": os.cpu_count(), "date": datetime.now(UTC).date().isoformat(), **figures}
        file.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
        console.print(f"figures written to {file}")


@contextmanager
def server(latency_s: float, kind: str = "refusing") -> Iterator[str]:
    """The loopback server; yields its base URL."""
    command = [sys.executable, "-m", "benchmarks.server", str(latency_s), kind]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
    finally:
        process.kill()
        process.communicate()
