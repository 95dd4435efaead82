"""Chats kept in Parquet, as Hugging Face data sets are; needs pyarrow, the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from simulator.errors import FormatError
from simulator.imported.chats import HF, Kept, read_records
from simulator.imported.chunks import begins
from simulator.imported.naming import shown
from simulator.imported.record import KNOWN, Layout, Record, stem, talk_of, unreadable
from simulator.imported.talk import Talk

MAGIC = b"PAR1"
"""How such a file begins, and ends."""
_ROWS = 64
"""Rows that are held at once."""
_BUFFER = 1 << 20
"""Bytes of a column that are read at once."""


def read_hf(file: Path, kept: Kept | None = None) -> Iterator[Talk]:
    """A Hugging Face data set: a column `messages` or `conversations`, or `prompt` and `completion`.

    Args:
        file: Parquet, or JSON, for which see `read_openai`.
        kept: how JSON is kept; found out where it is not given.

    Raises:
        StoreError: it cannot be read.
        FormatError: it is damaged; what stood before was given.
    """
    return read_parquet(file, HF) if is_parquet(file) else read_records(file, HF, kept)


def is_parquet(file: Path) -> bool:
    """Whether a file begins as Parquet does.

    Raises:
        StoreError: it cannot be read.
    """
    return begins(file).startswith(MAGIC)


def columns_in(file: Path) -> list[str]:
    """The names of its columns.

    Raises:
        FormatError: it is damaged, or pyarrow is not installed.
    """
    with _opened(file) as table:
        return list(table.schema_arrow.names)


def read_parquet(file: Path, layouts: Sequence[Layout]) -> Iterator[Talk]:
    """The rows as transcripts; memory does not grow with the file. The number of a row stands for its line.

    Raises:
        FormatError: it is damaged, or pyarrow is not installed; what stood before was given.
    """
    where, number = shown(file.name), 0
    with _opened(file) as table:
        wanted = [name for name in table.schema_arrow.names if name in KNOWN]
        try:
            for batch in table.iter_batches(batch_size=_ROWS, columns=wanted, use_threads=False):
                for value in _rows(batch):
                    number += 1
                    place, name = f"{where}:{number}", f"{stem(file)}-{number}"
                    yield _talk(Record(place, name, value), layouts)
        except (OSError, _arrow().ArrowException) as problem:
            raise FormatError(
                f"{where}:{number + 1}: the row and those after it are damaged ({_words(problem)}); copy the file again"
            ) from None


def _talk(record: Record, layouts: Sequence[Layout]) -> Talk:
    if record.value is None:
        return unreadable(record.place, "found bytes that are not UTF-8 text in its row")
    return talk_of(record, layouts)


def _rows(batch: Any) -> Iterator[object]:
    """The rows as they are in JSON; None for one that holds what is no text."""
    for index in range(batch.num_rows):
        try:
            yield batch.slice(index, 1).to_pylist()[0]
        except UnicodeDecodeError:
            yield None


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """The file, open. One that was cut has lost its end, where Parquet keeps what stands where."""
    arrow = _arrow()
    try:
        table = import_module("pyarrow.parquet").ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
    except (OSError, arrow.ArrowException) as problem:
        raise FormatError(
            f"{shown(file.name)}: found Parquet that cannot be opened ({_words(problem)}); a file that was cut has "
            "lost what says where its rows are: copy it again"
        ) from None
    with table:
        yield table


def _arrow() -> Any:
    try:
        return import_module("pyarrow")
    except ModuleNotFoundError:
        raise FormatError("Parquet needs pyarrow, which is not installed; pip install 'pastno[parquet]'") from None


def _words(problem: Exception) -> str:
    return shown(str(problem).partition("\n")[0].rstrip("."), 100)
