"""Parquet: one row a conversation, `messages` as a list of role and content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.exported.conversation import Conversation
from simulator.exported.lines import named

GROUP = 256
"""Conversations held in memory at once."""
_MESSAGE = pa.struct([("role", pa.string()), ("content", pa.string())])
_PLAIN = [("id", pa.string()), ("target", pa.string()), ("messages", pa.list_(_MESSAGE))]


def write_parquet(conversations: Iterable[Conversation], file: Path, *, carry: bool) -> None:
    """Write a file.

    Args:
        conversations: in order.
        file: where.
        carry: whether there is a column `pastno`, of JSON text.

    Raises:
        OSError: the system refused.
    """
    schema = pa.schema(_PLAIN + [("pastno", pa.string())] * carry)
    with pq.ParquetWriter(file, schema) as out:
        for rows in _groups(_row(one, carry=carry) for one in conversations):
            out.write_table(pa.Table.from_pylist(rows, schema=schema))


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, GROUP)):
        yield group


def _row(one: Conversation, *, carry: bool) -> dict[str, Any]:
    said = [{"role": message.role, "content": message.content} for message in one.messages]
    row: dict[str, Any] = {**named(one), "messages": said}
    return {**row, "pastno": msgspec.json.encode(one.block).decode()} if carry else row
