"""Each format holds what its readers expect, word for word, and memory does not grow with the run."""

from __future__ import annotations

import json
from itertools import repeat
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.json
import pyarrow.parquet
import pytest

from personas.perception import Source
from simulator.chat import Signal
from simulator.errors import FormatError
from simulator.exported.conversation import Reading
from simulator.exported.formats import FORMATS
from simulator.exported.parquet import GROUP
from simulator.exported.spoken import Spoken
from tests.support.exported import CELL, declared, everything, folder_of


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return everything(tmp_path_factory.mktemp("all") / "run")


def rows(run: Path, format: str, folder: Path, *, carry: bool = True) -> list[dict[str, Any]]:
    file = folder / f"out-{carry}"
    FORMATS[format].write(Reading(run, carry=carry), file, carry)
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def words(run: Path) -> list[list[tuple[str, str]]]:
    return [[(said.role, said.content) for said in one.messages] for one in Reading(run)]


@pytest.mark.parametrize("format", ["openai", "hf"])
def test_messages_are_role_and_content(run: Path, tmp_path: Path, format: str) -> None:
    found = rows(run, format, tmp_path)
    assert [[(said["role"], said["content"]) for said in row["messages"]] for row in found] == words(run)
    assert [row["id"] for row in found] == [one.name for one in Reading(run)]
    assert {row["target"] for row in found} == {"reference:blunt"}


def test_sharegpt_calls_the_person_human_and_the_target_gpt(run: Path, tmp_path: Path) -> None:
    back = {"human": "user", "gpt": "assistant", "system": "system"}
    found = rows(run, "sharegpt", tmp_path)
    assert [[(back[said["from"]], said["value"]) for said in row["conversations"]] for row in found] == words(run)


@pytest.mark.parametrize("format", ["openai", "hf", "sharegpt"])
def test_a_plain_file_holds_nothing_of_this_project(run: Path, tmp_path: Path, format: str) -> None:
    assert all("pastno" in row for row in rows(run, format, tmp_path))
    assert [row for row in rows(run, format, tmp_path, carry=False) if "pastno" in row] == []


@pytest.mark.parametrize(
    ("signal", "told"),
    [
        (Signal(source=Source.FIELD, text="No, sorry."), {"refusal": "No, sorry."}),
        (Signal(source=Source.FIELD), {}),
        (Signal(source=Source.FILTER, text="Blocked."), {"finish_reason": "content_filter"}),
        (Signal(source=Source.STOP), {"stop_reason": "refusal"}),
        (Signal(source=Source.HTTP, category="policy"), {}),
    ],
)
def test_openai_says_what_the_provider_declared(tmp_path: Path, signal: Signal, told: dict[str, str]) -> None:
    folder = folder_of(tmp_path / "run", declared(CELL.format(1), signal))
    (row,) = rows(folder, "openai", tmp_path)
    assert row["messages"][1] == {"role": "assistant", "content": "", **told}


def test_hugging_face_lines_and_parquet_are_one_table_for_arrow(run: Path, tmp_path: Path) -> None:
    rows(run, "hf", tmp_path)
    lines = pyarrow.json.read_json(tmp_path / "out-True")
    FORMATS["parquet"].write(Reading(run), tmp_path / "out.parquet", True)
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    assert table.to_pylist() == lines.to_pylist()
    assert str(table.schema.field("messages").type) == "list<element: struct<role: string, content: string>>"
    assert {json.loads(text)["v"] for text in table.column("pastno").to_pylist()} == {1}
    FORMATS["parquet"].write(Reading(run, carry=False), tmp_path / "plain.parquet", False)
    assert pyarrow.parquet.read_table(tmp_path / "plain.parquet").column_names == ["id", "target", "messages"]


def test_parquet_is_written_group_by_group(run: Path, tmp_path: Path) -> None:
    one = next(iter(Reading(run)))
    FORMATS["parquet"].write(repeat(one, 2 * GROUP + 1), tmp_path / "out.parquet", True)
    file = pyarrow.parquet.ParquetFile(tmp_path / "out.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(3)] == [GROUP, GROUP, 1]


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_character_is_told_with_its_place(run: Path, tmp_path: Path, format: str) -> None:
    one = next(iter(Reading(run)))
    halved = msgspec.structs.replace(one, messages=(*one.messages[:2], Spoken("assistant", "ab\ud83d", 1)))
    with pytest.raises(
        FormatError, match=r"exchange 1: found half a character .* character 3 of the assistant's words"
    ):
        FORMATS[format].write([halved], tmp_path / "out", True)
