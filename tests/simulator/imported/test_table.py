"""Tables: columns by their usual names or as the user says, a row a message or a prompt and its response."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import simulator.imported.table as tables
from simulator.errors import FormatError
from simulator.exported.table import COLUMNS
from simulator.imported.columns import parse
from simulator.imported.formats import Format
from simulator.imported.talk import Talk
from tests.support.kept import talks, words


def read(tmp_path: Path, text: str, given: str = "") -> list[Talk]:
    file = tmp_path / "a.csv"
    file.write_text(text)
    return talks(file, wanted=Format.CSV, given=parse(given))


def test_columns_may_be_named(tmp_path: Path) -> None:
    text = 'c,w,t,who\n1,Client,"a\nb",x\n1,Agent,c,x\n2,Client,d,y\n'
    found = read(tmp_path, text, "conversation=C, role=w,text=t,target=who")
    assert [(one.name, one.target, one.place) for one in found] == [("1", "x", "a.csv:2"), ("2", "y", "a.csv:5")]
    assert [(said.content, said.line) for said in found[0].messages] == [("a\nb", 2), ("c", 4)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_stand_apart_by_any_usual_sign(tmp_path: Path, separator: str) -> None:
    rows = "id,speaker,utterance\n1,user,a\n1,bot,b\n".replace(",", separator)
    assert [words(one) for one in read(tmp_path, rows)] == [[("user", "a"), ("bot", "b")]]


def test_a_long_message_is_read_and_the_limit_of_other_tables_stays(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    [found] = read(tmp_path, f"role,content\nuser,{'a' * (limit + 9)}\nassistant,b\n")
    assert (len(found.messages[0].content), csv.field_size_limit()) == (limit + 9, limit)


def test_without_a_column_for_it_all_rows_are_one_conversation(tmp_path: Path) -> None:
    [found] = read(tmp_path, "role,content\nuser,a\nassistant,b\n")
    assert (found.name, len(found.messages)) == ("a", 2)


def test_a_row_may_be_a_prompt_and_its_response(tmp_path: Path) -> None:
    text = "id,prompt,response\n7,a,b\n7,c,d\n"
    assert [words(one) for one in read(tmp_path, text)] == [
        [("user", "a"), ("assistant", "b")], [("user", "c"), ("assistant", "d")],
    ]  # fmt: skip
    [whole] = read(tmp_path, text, "conversation=id")
    assert [said.content for said in whole.messages] == ["a", "b", "c", "d"]


def test_rows_that_do_not_stand_together_are_put_together_where_the_file_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "id,role,text\n1,user,a\n2,user,c\n1,bot,b\n2,bot,d\n"
    assert [[said.content for said in one.messages] for one in read(tmp_path, text)] == [["a", "b"], ["c", "d"]]
    monkeypatch.setattr(tables, "SMALL", 10)
    [left] = read(tmp_path, text)
    assert (left.messages, left.place) == ((), "a.csv:4")
    assert "sort the file by its column 'id'" in left.notes[0]


def test_a_row_with_too_few_or_too_many_cells_is_left_out_with_its_line(tmp_path: Path) -> None:
    first, few, many = read(tmp_path, "id,role,text\n1,user,a\n1,bot\n1,bot,b,c\n1,bot,d,\n")
    assert [said.content for said in first.messages] == ["a", "d"]
    assert [(one.place, one.notes) for one in (few, many)] == [
        ("a.csv:3", ("found a row of 2 columns, expected 3",)), ("a.csv:4", ("found a row of 4 columns, expected 3",)),
    ]  # fmt: skip


def test_two_targets_in_one_conversation_are_noted(tmp_path: Path) -> None:
    [found] = read(tmp_path, 'id,role,text,model,pastno\n1,user,a,,\n1,bot,b,x,"{""v"": 2}"\n1,bot,c,y,\n')
    assert (found.target, found.carried) == ("x", {"v": 2})
    assert found.notes == ("its rows name 2 targets; the first is taken",)


def test_a_column_that_is_not_there_and_a_part_that_no_table_has_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="found no column 'wer', but id, role, text"):
        read(tmp_path, "id,role,text\n1,user,a\n", "role=wer")
    with pytest.raises(FormatError, match=r"found --columns rolle=x \(nearest: 'role'\)"):
        parse("rolle=x")
    with pytest.raises(FormatError, match="found --columns role, expected"):
        parse("role")
    [left] = read(tmp_path, "name,age\nA,3\n")
    assert "found the columns name, age, expected those of a role and a text" in left.notes[0]


def test_a_row_with_quotes_gone_wrong_costs_no_other(tmp_path: Path) -> None:
    first, bad, second = read(tmp_path, 'id,role,text\n1,user,a\n1,bot,"b"c"\n1,user,d\n2,user,e\n')
    assert [said.content for said in first.messages] == ["a", "d"]
    assert (bad.place, bad.messages, second.name) == ("a.csv:3", (), "2")
    assert bad.notes == ("',' expected after '\"'; mend the row",)


def test_columns_that_are_not_used_are_named_once_for_a_file(tmp_path: Path) -> None:
    found = read(tmp_path, "id,turn,role,text,Text,mood\n1,1,user,a,b,x\n1,2,bot,c,d,x\n2,1,user,e,f,y\n")
    assert [one.notes for one in found] == [
        ("2 columns are called 'text'; the first is taken", "columns not used: turn, Text, mood"), (),
    ]  # fmt: skip
    assert words(found[0]) == [("user", "a"), ("bot", "c")]


@pytest.mark.parametrize(
    ("column", "counts", "noted"),
    [("turn", "12", False), ("Turn", "21", True), ("index", "10", True), ("order", "ba", False), ("mood", "21", False)],
)
def test_rows_out_of_order_are_taken_as_they_stand_and_noted(
    tmp_path: Path, column: str, counts: str, noted: bool
) -> None:
    rows = f"id,role,text,{column}\n1,user,a,{counts[0]}\n1,bot,b,{counts[1]}\n"
    [found] = read(tmp_path, rows)
    note = f"by the column '{column}' its rows are out of order; they are taken as they stand"
    assert found.notes == (f"columns not used: {column}", *((note,) if noted else ()))
    assert words(found) == [("user", "a"), ("bot", "b")]


@pytest.mark.parametrize("plain", [False, True])
def test_nothing_is_said_of_the_columns_of_an_export(tmp_path: Path, plain: bool) -> None:
    header = ",".join(COLUMNS[:-1] if plain else COLUMNS)
    cells = {"conversation": "1", "role": "user", "text": "a"}
    [found] = read(tmp_path, f"{header}\n{','.join(cells.get(name, '') for name in header.split(','))}\n")
    assert (words(found), found.notes) == ([("user", "a")], ())
