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


def test_only_line_feeds_end_a_line(tmp_path: Path) -> None:
    spoken = JSON.replace("can you stay?", "can\u2028you stay?")
    assert transcripts(written(tmp_path, spoken), 1).figures["words_median"].value == 3
    assert transcripts(written(tmp_path, PLAIN.replace("hi", "hi\u2028---")), 1).conversations == 2


@pytest.mark.parametrize("text", ["\ufeff" + JSON, "\ufeff" + PLAIN, "\ufeff---\n" + PLAIN])
def test_a_mark_of_the_byte_order_is_no_text(tmp_path: Path, text: str) -> None:
    assert transcripts(written(tmp_path, text), 1).figures["words_median"].value == 3


def test_lines_between_conversations_may_stand_twice_first_and_last(tmp_path: Path) -> None:
    spread = "---\n" + PLAIN.replace("---\n", "---\n\n---\n") + "---\n"
    assert transcripts(written(tmp_path, spread), 1).conversations == 2
    assert transcripts(written(tmp_path, JSON + '{"messages": []}\n'), 1).conversations == 1


def test_repetition_is_that_of_one_kind_because_the_moves_are_not_known(tmp_path: Path) -> None:
    found = transcripts(written(tmp_path, JSON), 1).figures
    assert "self_bleu_any" in found
    assert "self_bleu" not in found
