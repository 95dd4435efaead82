"""The formats that hold messages, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from simulator.exported import hf, openai, sharegpt
from simulator.exported.conversation import Conversation, whole
from simulator.exported.lines import Line, write_lines
from simulator.exported.table import write_table

Write = Callable[[Iterable[Conversation], Path, bool], None]
"""Takes the conversations, where they go, and whether they carry their block."""


class Format(NamedTuple):
    """One format."""

    ending: str
    """Of a file's name."""
    write: Write
    module: str = ""
    """What must be installed for it, under the extra of the same name as the format."""


def _lines(conversations: Iterable[Conversation], file: Path, carry: bool, *, line: Line) -> None:
    write_lines(map(whole, conversations), file, line)


def _table(conversations: Iterable[Conversation], file: Path, carry: bool) -> None:
    write_table(map(whole, conversations), file)


def _parquet(conversations: Iterable[Conversation], file: Path, carry: bool) -> None:
    # Only here: the library takes longer to load than everything else.
    from simulator.exported.parquet import write_parquet

    write_parquet(map(whole, conversations), file, carry=carry)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "openai": Format(".jsonl", partial(_lines, line=openai.line)),
        "hf": Format(".jsonl", partial(_lines, line=hf.line)),
        "sharegpt": Format(".jsonl", partial(_lines, line=sharegpt.line)),
        "csv": Format(".csv", _table),
        "parquet": Format(".parquet", _parquet, "pyarrow"),
    }
)
