"""Plain text with speakers: what is a message, and what is said of damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import FormatError, StoreError
from simulator.imported.plain import messages, read_plain, read_text

TEXT = """user: Hello.
I have a question.

Subject: sleep
---
agent: Yes?

user:
agent:
User: One line\tonly
"""


def test_messages_keep_their_lines_and_all_their_words() -> None:
    assert [one[:3] for one in messages(TEXT, "t")] == [
        ("user", "Hello.\nI have a question.\n\nSubject: sleep\n---", 1),
        ("agent", "Yes?", 6),
        ("user", "", 8),
        ("agent", "", 9),
        ("User", "One line\tonly", 10),
    ]


def test_line_ends_of_another_system_and_a_mark_at_the_start_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert read_plain(file) == tuple(messages(TEXT, "t"))


def test_words_before_anybody_speaks_are_reported_by_line() -> None:
    with pytest.raises(FormatError, match=r"^t:2: found words before anybody speaks; begin the line with 'user:'"):
        list(messages("\nOnce upon a time\nuser: a", "t"))


def test_a_side_keeps_its_name_and_others_are_its_words() -> None:
    found = list(messages("system: Be kind.\nuser: a\nagent: Call\nTherapist: 555\nAI: no\nuser: b", "t"))
    assert [(one.role, one.content) for one in found] == [
        ("system", "Be kind."), ("user", "a"), ("agent", "Call\nTherapist: 555\nAI: no"), ("user", "b"),
    ]  # fmt: skip


def test_an_empty_file_holds_no_message() -> None:
    assert list(messages("", "t")) == []


def test_bytes_that_are_no_text_are_reported_by_line(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes(b"user: a\nagent: \xff\xfe")
    with pytest.raises(FormatError, match=r"t\.txt:2: found bytes that are not UTF-8"):
        read_plain(tmp_path / "t.txt")
    with pytest.raises(StoreError, match=r"none\.txt: cannot be read"):
        read_plain(tmp_path / "none.txt")


def test_lines_that_only_look_like_others_to_python_stay_in_the_message() -> None:
    odd = "user: a\x0bb\x0cc\u2028user: d\x1b[2J"
    assert [one[:3] for one in messages(odd, "t")] == [("user", "a\x0bb\x0cc\u2028user: d\x1b[2J", 1)]


def notes(tmp_path: Path, text: str) -> tuple[str, ...]:
    (tmp_path / "t.txt").write_text(text)
    [found] = read_text(tmp_path / "t.txt")
    return found.notes


def test_lines_that_look_as_if_somebody_else_spoke_are_noted(tmp_path: Path) -> None:
    text = "user: a\nbot: b\nAI: c\n---\nnurse: d\nOld man: e\nuser: f"
    assert notes(tmp_path, text) == (
        "line 3: 'AI:' was read as words of 'bot'",
        "line 4: '---' was read as words of 'bot'",
        "line 5: 'nurse:' is no known speaker and was read as words of 'bot'",
        "line 6: 'Old man:' is no known speaker and was read as words of 'bot'",
    )


@pytest.mark.parametrize(
    "line",
    ["Subject: sleep", "Note: rest", "Three things:", "at 10:30 I", "https://a.org", "this is long: b", "- a: b"],
)
def test_what_nobody_says_is_not_noted(tmp_path: Path, line: str) -> None:
    assert notes(tmp_path, f"user: a\n{line}\nbot: b") == ()


@pytest.mark.parametrize(("count", "more"), [(3, 0), (4, "1 more line that begins"), (9, "6 more lines that begin")])
def test_many_of_one_kind_are_counted(tmp_path: Path, count: int, more: str | int) -> None:
    found = notes(tmp_path, "user: a\nbot: b\n" + "AI: c\n" * count)
    assert len(found) == 3 + bool(more)
    if more:
        assert found[3] == f"{more} with another name of a side, up to line {count + 2}, read as words"
