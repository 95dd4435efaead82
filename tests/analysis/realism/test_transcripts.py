from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.realism.transcripts import transcripts

PLAIN = "user: hello there\nassistant: hi\nuser: can you\nstay?\n---\nuser: hey\nassistant: yes\nuser: thanks a lot\n"
JSON = (
    '{"messages": [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "hi"}, '
    '{"role": "user", "content": "can you stay?"}]}\n'
)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "mine.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_plain_text_is_read_with_lines_that_go_on_and_breaks_between_conversations(tmp_path: Path) -> None:
    found = transcripts(written(tmp_path, PLAIN), 1)
    assert (found.conversations, found.messages, found.first) == (2, 2, 2)
    assert (found.figures["words_median"].value, found.figures["questions"].value) == (3, 0.5)


def test_json_lines_are_read(tmp_path: Path) -> None:
    assert transcripts(written(tmp_path, JSON * 3), 1).messages == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before anybody\nuser: hello\n", "mine.txt:1: found text before a speaker"),
        (JSON + '{"messages": 3}\n', "mine.txt:2: .* write one conversation a line"),
        ("user: hello\n", "no user's message after the first"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(AnalysisError, match=expected):
        transcripts(written(tmp_path, text), 1)


def test_a_missing_file_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="check its path"):
        transcripts(tmp_path / "none.txt", 1)
