"""The same conversations are read from every format, word for word, and every file is taken for what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.errors import FormatError, StoreError
from simulator.imported.formats import Format, taken
from tests.support.kept import CHATS, WRITERS, by_line, openai, sharegpt, talks, words, write


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_words(tmp_path: Path, kind: str) -> None:
    found = talks(write(kind, tmp_path))
    chats = CHATS[:1] if kind == "text" else CHATS
    assert [words(one) for one in found] == [[*messages] for _, messages in chats]
    assert [note for one in found for note in one.notes] == []
    names = ["a"] if kind == "text" else ["first", "second", "third"]
    assert [one.name for one in found] == names


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_is_taken_for_what_it_is_whatever_it_is_called(tmp_path: Path, kind: str) -> None:
    for name in ("strange", "strange.txt", "strange.csv"):
        file = write(kind, tmp_path).rename(tmp_path / name)
        assert taken(file).format is WRITERS[kind][1]
        assert len(talks(file)) == (1 if kind == "text" else 3)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind not in {"hf parquet", "openai packed"}])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_marked_encoding_is_read(tmp_path: Path, kind: str, encoding: str) -> None:
    file = write(kind, tmp_path)
    plain = talks(file)
    file.write_bytes(file.read_bytes().decode().encode(encoding))
    assert talks(file) == plain


@pytest.mark.parametrize("end", ["\r\n", "\n\n"])
def test_ends_of_lines_are_as_they_are(tmp_path: Path, end: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(by_line([*map(openai, CHATS)]).replace(b"\n", end.encode()))
    assert [words(one) for one in talks(file)] == [[*messages] for _, messages in CHATS]


def test_one_conversation_alone_is_read_as_an_object_a_list_or_a_line_of_lists(tmp_path: Path) -> None:
    file, expected = tmp_path / "a.json", [list(CHATS[0][1])]
    for record in (openai(CHATS[0]), openai(CHATS[0])["messages"], sharegpt(CHATS[0])["conversations"]):
        for indent in (None, 2):
            file.write_text(json.dumps(record, indent=indent))
            assert [words(one) for one in talks(file)] == expected
    file.write_bytes(by_line([openai(one)["messages"] for one in CHATS]))
    assert [words(one) for one in talks(file)] == [[*messages] for _, messages in CHATS]
    file.write_text(json.dumps([openai(one)["messages"] for one in CHATS]))
    assert [words(one) for one in talks(file)] == [[*messages] for _, messages in CHATS]


def test_what_is_said_it_was_taken_for(tmp_path: Path) -> None:
    said = {kind: taken(write(kind, tmp_path)).words for kind in WRITERS}
    assert said["openai packed"] == "OpenAI chat messages, JSON lines, gzip"
    assert said["sharegpt array"] == "ShareGPT conversations, JSON array"
    assert said["hf parquet"] == "Hugging Face chats, Parquet"
    assert said["csv"] == "a table, one row a message (role=speaker, text=text, conversation=conversation_id)"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'{"question": 1}\n{"question": 2}\n', "JSON with the fields question"),
        (b"[1, 2, 3]", "JSON with no object"),
        (b"[]", "JSON with no object"),
        (b"name,age\nA,3\n", "a table with the columns name, age"),
        (b"I feel, as ever, that nobody hears me when I say it\n", "text in which nobody is said to speak"),
        (b"\x28\xb5\x2f\xfd\x00\x01", "data packed with zstd"),
        (b"\x7fELF\x00\x00", "binary data"),
        (b"PK\x03\x04nothing", "a zip archive"),
        (b"", "an empty file"),
        (b" \n\n", "nothing but blanks"),
    ],
)
def test_what_is_nothing_that_is_known_is_named(tmp_path: Path, data: bytes, found: str) -> None:
    file = tmp_path / "a\x1b[31m.bin"
    file.write_bytes(data)
    with pytest.raises(FormatError, match=r"^a\?\[31m\.bin: found ") as problem:
        taken(file)
    assert (found in str(problem.value), "\x1b" in str(problem.value), "nobody hears" in str(problem.value)) == (
        True, False, False,
    )  # fmt: skip


def test_a_format_that_was_named_must_be_the_file_s(tmp_path: Path) -> None:
    file = write("text", tmp_path)
    for wanted in (Format.OPENAI, Format.HF, Format.SHAREGPT, Format.INSPECT):
        with pytest.raises(FormatError, match=f"expected {wanted.value} as --format says"):
            taken(file, wanted)
    with pytest.raises(FormatError, match="found Parquet, expected csv"):
        taken(write("hf parquet", tmp_path), Format.CSV)


def test_a_log_of_inspect_is_known_by_its_keys_and_by_what_is_packed_in_it(tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "a.json"
    for indent in (None, 2):
        log = {"version": 2, "status": "success", "eval": {"messages": []}, "samples": []}
        file.write_text(json.dumps(log, indent=indent))
        assert taken(file).format is Format.INSPECT
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("header.json", "{}")
    assert taken(tmp_path / "b.zip").format is Format.INSPECT


def test_a_folder_and_a_file_that_is_not_there_are_no_files(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "none", tmp_path / "a\0b"):
        with pytest.raises(StoreError):
            taken(file)
