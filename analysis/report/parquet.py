"""A tidy table as Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def write(columns: Mapping[str, Sequence[Any]], file: Path) -> None:
    """Write a table; column types are those of the values.

    Raises:
        OSError: the system refused.
    """
    pq.write_table(pa.table(dict(columns)), file)
