"""Damaged files: what is whole is imported, and what is not is named with its file and line."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.imported.files import Files
from simulator.imported.folder import bring, plan_of
from simulator.imported.formats import taken
from simulator.imported.record import UNKNOWN
from simulator.observer.local import LocalObserver
from simulator.store import read
from tests.support.kept import CHATS, WRITERS, array, by_line, openai, parquet, sharegpt, table, talks, words, write

RECORDS = [openai(one) for one in CHATS]


def split(file: Path) -> tuple[list[str], list[str]]:
    """Names of the conversations, and each of the others as a line."""
    found = talks(file)
    return [one.name for one in found if one.messages], [
        f"{one.place}: {one.notes[0]}" for one in found if not one.messages
    ]


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


@pytest.mark.parametrize("kind", ["openai lines", "sharegpt lines", "hf lines", "openai logs"])
def test_lines_that_were_cut_lose_the_last(tmp_path: Path, kind: str) -> None:
    file = write(kind, tmp_path)
    file.write_bytes(file.read_bytes()[:-20])
    assert split(file) == (["first", "second"], ["a.jsonl:3: the file ends inside it; it was cut"])


@pytest.mark.parametrize("kind", ["openai array", "sharegpt array"])
def test_an_array_that_was_cut_loses_the_last(tmp_path: Path, kind: str) -> None:
    file = write(kind, tmp_path)
    data = file.read_bytes()
    begins = data[: data.index(b'"id": "third"')].rstrip(b"{ \n").count(b"\n") + 2
    file.write_bytes(data[:-30])
    assert split(file) == (
        ["first", "second"], [f"a.json:{begins}: the file ends inside what begins here; it was cut"],
    )  # fmt: skip


def test_a_list_of_messages_that_was_cut_keeps_what_was_said_before(tmp_path: Path) -> None:
    file = put(tmp_path, "a.json", array(RECORDS[0]["messages"])[:-30])
    [talk, torn] = talks(file)
    assert words(talk) == list(CHATS[0][1][:-1])
    assert torn.place.startswith("a.json:")


def test_packed_lines_that_were_cut_keep_what_was_read(tmp_path: Path) -> None:
    many = by_line([openai((sha256(b"%d" % n).hexdigest(), CHATS[0][1])) for n in range(400)])
    file = put(tmp_path, "a.jsonl.gz", gzip.compress(many)[:-400])
    names, left = split(file)
    assert 0 < len(names) < 400
    assert len(left) == 1
    assert left[0].startswith(f"a.jsonl.gz:{len(names) + 1}: the packed data end early or are damaged here; ")


def test_a_table_that_was_cut_inside_quotes_or_a_row_keeps_the_rows_before(tmp_path: Path) -> None:
    whole = table(CHATS)
    inside = whole.index(b'"I have not slept') + 9
    names, left = split(put(tmp_path, "a.csv", whole[:inside]))
    assert (names, left) == (["first"], ["a.csv:6: the file ends inside quotes; it was cut"])
    row = whole.rindex(b"third,")
    assert split(put(tmp_path, "a.csv", whole[: row + 6])) == (
        ["first", "second", "third"], ["a.csv:10: found a row of 2 columns, expected 3"],
    )  # fmt: skip


def test_a_table_of_parquet_that_was_cut_says_so(tmp_path: Path) -> None:
    file = write("hf parquet", tmp_path)
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(Exception, match=r"^a\.parquet: found Parquet that cannot be opened .* copy it again"):
        taken(file)


def test_a_row_of_parquet_that_is_damaged_stops_there(tmp_path: Path) -> None:
    data = bytearray(parquet(RECORDS))
    data[8:200] = b"\xff" * 192
    names, left = split(put(tmp_path, "a.parquet", bytes(data)))
    assert names == []
    assert left[0].startswith("a.parquet:1: the row and those after it are damaged")


def test_text_that_was_cut_inside_a_character_keeps_the_rest(tmp_path: Path) -> None:
    names, left = split(put(tmp_path, "a.txt", "user: a\nassistant: é".encode()[:-1]))
    assert (names, left) == (["a"], ["a.txt:2: the file ends inside a character; it was cut"])


@pytest.mark.parametrize(("kind", "line"), [("openai lines", 2), ("sharegpt lines", 2), ("hf lines", 2), ("csv", 6)])
def test_bytes_that_are_no_text_cost_one_conversation_and_are_named(tmp_path: Path, kind: str, line: int) -> None:
    file = write(kind, tmp_path)
    file.write_bytes(file.read_bytes().replace("É".encode(), b"\xc9"))
    names, left = split(file)
    assert (names, left) == (
        ["first", "third"], [f"{file.name}:{line}: found bytes that are not UTF-8; save the file as UTF-8 text"],
    )  # fmt: skip


def test_bytes_that_are_no_text_are_named_in_an_array_and_in_text(tmp_path: Path) -> None:
    data = json.dumps(RECORDS, indent=1, ensure_ascii=False).encode().replace("É".encode(), b"\xc9")
    names, left = split(put(tmp_path, "a.json", data))
    line = data[: data.index(b"\xc9")].count(b"\n") + 1
    assert (names, left) == (
        ["first", "third"], [f"a.json:{line}: found bytes that are not UTF-8; save the file as UTF-8 text"],
    )  # fmt: skip
    assert split(put(tmp_path, "a.txt", b"user: a\nassistant: \xc9 b\n"))[1] == [
        "a.txt:2: found bytes that are not UTF-8; save the file as UTF-8 text"
    ]


def test_wide_text_that_is_cut_says_so(tmp_path: Path) -> None:
    data = by_line(RECORDS).decode().encode("utf-16")
    names, left = split(put(tmp_path, "a.jsonl", data[:-41]))
    assert (names, left[0].partition(";")[0]) == (
        ["first", "second"],
        "a.jsonl:3: found bytes that are not what the mark at the file's start says (UTF-16 or UTF-32)",
    )


@pytest.mark.parametrize("layout", ["lines", "array"])
@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{nothing}", "it is not JSON"),
        ("[" * 100_000 + "]" * 100_000, "it is nested too deeply to be a conversation"),
        ('{"messages": ' + "[" * 100_000 + "]" * 100_000 + "}", "it is nested too deeply to be a conversation"),
        ("3", "found a number, expected a conversation"),
        ("null", "found null, expected a conversation"),
        ('"text"', "found text, expected a conversation"),
        ('{"a\\u001b[31m": NaN}', "it is not JSON"),
        ('{"a\\u001b[31m": 1}', "found a?[31m, expected a list 'messages' or 'request' and 'response'"),
        ('{"messages": "many"}', "found messages, expected a list 'messages' or 'request' and 'response'"),
        ("1" * 5000, "it is not JSON"),
    ],
)
def test_one_bad_record_costs_no_other(tmp_path: Path, layout: str, bad: str, why: str) -> None:
    good = [json.dumps(one) for one in RECORDS]
    records = [good[0], bad, *good[1:]]
    text = "\n".join(records) if layout == "lines" else "[" + ",\n".join(records) + "]"
    assert split(put(tmp_path, "a.jsonl", text.encode())) == (["first", "second", "third"], [f"a.jsonl:2: {why}"])


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_first_record_that_is_damaged_hides_no_other(tmp_path: Path, place: int) -> None:
    good = [json.dumps(one) for one in RECORDS]
    good.insert(place, '{"messages": [{"role":')
    assert split(put(tmp_path, "a.jsonl", "\n".join(good).encode()))[0] == ["first", "second", "third"]


def test_half_a_character_is_replaced_and_numbers_of_any_size_are_read(tmp_path: Path) -> None:
    text = '{"n": 123456789012345678901234567890, "messages": [{"role": "user", "content": "a\\ud83d b"}]}'
    [talk] = talks(put(tmp_path, "a.jsonl", text.encode()))
    assert talk.messages[0].content == "a\N{REPLACEMENT CHARACTER} b"


def test_more_after_an_array_is_named(tmp_path: Path) -> None:
    names, left = split(put(tmp_path, "a.json", array(RECORDS) + b"\n{}"))
    assert (names, "found more after the end of the array" in left[0]) == (["first", "second", "third"], True)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind not in {"text"}])
def test_a_name_that_is_there_twice_gets_a_number_and_a_note(tmp_path: Path, kind: str) -> None:
    again = (CHATS[0], CHATS[1], CHATS[0], CHATS[0])
    file = write(kind, tmp_path, again)
    source, observer = Files([taken(file)]), LocalObserver()
    bring(source, tmp_path / "run", plan_of(source, "s", observer=observer.version), observer)
    lives = read(tmp_path / "run").lives().values()
    named = {live.started.imported.name: live.started.imported.notes for live in lives if live.started.imported}
    if kind == "csv":  # Rows of one name are one conversation, wherever they stand.
        assert [*named] == ["first", "second"]
        return
    twice = ("another transcript is called 'first' too",)
    assert named == {"first": (), "second": (), "first+2": twice, "first+3": twice}


def test_a_file_that_changes_while_it_is_read_is_no_import(tmp_path: Path) -> None:
    file = write("openai lines", tmp_path)
    source, observer = Files([taken(file)]), LocalObserver()
    plan = plan_of(source, "s", observer=observer.version)
    file.write_bytes(by_line(RECORDS[1:]))
    with pytest.raises(Exception, match="the transcripts changed while they were read"):
        bring(source, tmp_path / "run", plan, observer)


def test_what_cannot_be_read_has_no_target(tmp_path: Path) -> None:
    file = put(tmp_path, "a.jsonl", by_line(RECORDS) + b"{")
    source = Files([taken(file)], target="mine", locale="en-GB")
    assert {(one.target, one.locale) for one in source if one.messages} == {("mine", "en-GB")}
    assert UNKNOWN not in plan_of(source, "s", observer="o").targets
    assert [*plan_of(source, "s", observer="o").targets] == ["import:mine"]


def test_sharegpt_that_says_role_and_content_is_read_as_well(tmp_path: Path) -> None:
    records = [{"conversation": openai(one)["messages"]} for one in CHATS]
    assert len(talks(put(tmp_path, "a.jsonl", by_line(records)))) == 3
    assert len(talks(put(tmp_path, "b.jsonl", by_line([{"items": sharegpt(CHATS[0])["conversations"]}])))) == 1
