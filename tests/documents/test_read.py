"""What reading a document promises, and what its errors say."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.read import Document, DocumentError, find, locate, place, read, read_folder


class Tea(Document):
    """A small document."""

    id: str
    leaves: float
    milk: bool = False


class Table(Document):
    """A document with documents inside."""

    id: str
    teas: tuple[str | Tea, ...] = ()


def write(folder: Path, text: str, name: str = "green.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def complaint(path: Path, kind: type[Document] = Tea) -> str:
    with pytest.raises(DocumentError) as caught:
        read(path, kind)
    return str(caught.value).replace(str(path), path.name)


def test_a_file_that_was_changed_is_read_as_it_is_now(tmp_path: Path) -> None:
    assert [read(write(tmp_path, f"id: green\nleaves: {leaves}\n"), Tea).leaves for leaves in (2, 3, 2)] == [2, 3, 2]


def test_one_file_can_be_read_as_two_kinds(tmp_path: Path) -> None:
    file = write(tmp_path, "id: green\n")
    assert read(file, Table) == Table(id="green")
    assert "leaves" in complaint(file)


def test_a_document_is_read_with_its_defaults(tmp_path: Path) -> None:
    assert read(write(tmp_path, "id: green\nleaves: 2\n"), Tea) == Tea(id="green", leaves=2)


def test_an_unknown_field_is_named_with_line_and_nearest_name(tmp_path: Path) -> None:
    message = complaint(write(tmp_path, "id: green\nleeves: 2\nleaves: 2\n"))
    assert message == "green.yaml:2: leeves: unknown field (nearest: 'leaves'); known here: id, leaves, milk"


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    assert complaint(write(tmp_path, "id: green\n")) == "green.yaml:1: leaves: this field is missing; add it"


def test_a_doubled_key_names_both_lines(tmp_path: Path) -> None:
    message = complaint(write(tmp_path, "id: green\nleaves: 2\nleaves: 3\n"))
    assert message == "green.yaml:3: field 'leaves' is already given on line 2; keep one"


def test_a_doubled_key_deep_inside_is_found(tmp_path: Path) -> None:
    message = complaint(write(tmp_path, "id: t\nteas:\n  - {id: a, id: b, leaves: 1}\n", "t.yaml"), Table)
    assert message.startswith("t.yaml:3: field 'id' is already given on line 3")


def test_broken_yaml_names_its_line(tmp_path: Path) -> None:
    assert complaint(write(tmp_path, "id: green\nleaves: [1,\n")).startswith("green.yaml:3: ")


def test_an_id_unlike_the_file_name_is_refused(tmp_path: Path) -> None:
    message = complaint(write(tmp_path, "leaves: 2\nid: black\n"))
    assert message == "green.yaml:2: id is 'black', expected 'green' like the file; rename one of them"


@pytest.mark.parametrize(("text", "found"), [("", "nothing"), ("- green\n", "list"), ("green\n", "str")])
def test_a_file_without_fields_says_what_it_found(tmp_path: Path, text: str, found: str) -> None:
    assert complaint(write(tmp_path, text)) == f"green.yaml:1: found {found}, expected the fields of a tea"


def test_two_documents_in_one_file_are_refused(tmp_path: Path) -> None:
    assert "green.yaml:3" in complaint(write(tmp_path, "id: green\nleaves: 1\n---\nid: black\n"))


def test_a_word_that_yaml_reads_as_a_boolean_asks_for_quotes(tmp_path: Path) -> None:
    assert complaint(write(tmp_path, "id: yes\nleaves: 2\n")).endswith(
        "found True, expected text; put quotes around it"
    )


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf"])
def test_numbers_are_finite(tmp_path: Path, value: str) -> None:
    assert "green.yaml:2: leaves:" in complaint(write(tmp_path, f"id: green\nleaves: {value}\n"))


def test_an_unknown_field_of_an_inner_document_lists_the_inner_fields(tmp_path: Path) -> None:
    message = complaint(write(tmp_path, "id: t\nteas:\n  - {id: a, leeves: 1, leaves: 2}\n", "t.yaml"), Table)
    assert message == "t.yaml:3: teas.0.leeves: unknown field (nearest: 'leaves'); known here: id, leaves, milk"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "green.yaml"
    path.write_bytes(b"id: \xff\n")
    assert (
        complaint(path)
        == "green.yaml: cannot be read: not UTF-8 text; check its path, and that it is text you may read"
    )


def test_a_missing_file_is_a_document_error(tmp_path: Path) -> None:
    assert complaint(tmp_path / "none.yaml").startswith(
        "none.yaml: cannot be read: No such file or directory; check its"
    )


def test_an_anchor_that_holds_itself_ends_in_an_error(tmp_path: Path) -> None:
    assert "green.yaml" in complaint(write(tmp_path, "id: green\nleaves: &a [*a]\n"))


def test_many_problems_are_shown_in_the_order_of_lines_and_counted(tmp_path: Path) -> None:
    fields = "".join(f"wrong{i}: {i}\n" for i in range(7))
    lines = complaint(write(tmp_path, "id: green\nleaves: 1\n" + fields)).splitlines()
    assert [line[:13] for line in lines[:2]] == ["green.yaml:3:", "green.yaml:4:"]
    assert lines[5:] == ["(+2 more)"]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("white", "black"):
        write(tmp_path, f"id: {name}\nleaves: 1\n", f"{name}.yaml")
    assert list(read_folder(tmp_path, Tea)) == ["black", "white"]


def test_one_name_in_two_folders_names_both_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "id: green\nleaves: 1\n")
    with pytest.raises(DocumentError, match=r"two/green\.yaml: 'green' is already in .*one/green\.yaml"):
        locate([tmp_path / "one", tmp_path / "two"])


def test_the_same_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "id: green\nleaves: 1\n")
    assert locate([tmp_path, tmp_path / "."]) == {"green": path.parent / "." / path.name}


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such folder"):
        locate([tmp_path / "none"])


def test_a_file_with_the_short_ending_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "id: green\n", "green.yml")
    with pytest.raises(DocumentError, match=r"ends in '\.yml', expected '\.yaml'"):
        locate([tmp_path])


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(DocumentError) as caught:
        find("gren", {"green": Tea(id="green", leaves=1)}, "tea")
    assert str(caught.value) == "no tea is called 'gren' (nearest: 'green'); known: green"


def test_a_field_can_be_placed_after_reading(tmp_path: Path) -> None:
    path = write(tmp_path, "id: t\nteas:\n  - {id: a,\n     leaves: 1}\n", "t.yaml")
    assert place(path, ("teas", 0, "leaves")) == f"{path}:4"
