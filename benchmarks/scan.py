"""The least that can be done with a run: duckdb reads its lines, counts the exchanges and averages one number."""

from __future__ import annotations

from pathlib import Path

import duckdb

_QUERY = """
    select count(*), avg(state.distress)
    from read_json(?, format = 'newline_delimited', columns = {type: 'VARCHAR', state: 'STRUCT(distress DOUBLE)'})
    where type = 'exchange'
"""


def scan(folder: Path) -> tuple[int, float]:
    """Exchanges, and the mean distress after them.

    Args:
        folder: of a run.
    """
    found = duckdb.execute(_QUERY, [str(folder / "events-*.jsonl")]).fetchone()
    if found is None:
        raise AssertionError("an aggregate has one row")
    return int(found[0]), float(found[1])
