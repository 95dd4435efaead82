"""A tidy table as Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def write(rows: Sequence[dict[str, Any]], file: Path) -> None:
    """Write a table; column types are those of the values.

    Raises:
        OSError: the system refused.
    """
    pq.write_table(pa.Table.from_pylist(list(rows)), file)
