"""The benchmark of imported transcripts: what it reads of each data set, on small files of the same shape."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from benchmarks import therapists, transcripts, vera
from benchmarks.intervals import share
from benchmarks.transcripts import of_therapists, of_vera
from tests.support.transcripts import ASKS, NO, PLAN

COLUMNS = (
    "id", "interjection", "model_response", "participant_type", "message_number", "verification_correct",
    "correct_response", "human_classification", "gpt-4o-2024-08-06_classification",
)  # fmt: skip
ROWS = (
    ("books", ASKS, NO, "gpt-4o", "50.0", "no", "True", "", "no"),
    ("books", ASKS, "", "llama2-70b", "50.0", "no", "False", "", ""),
    ("dead", ASKS, PLAN, "human_therapist", "", "yes", "True", "yes", ""),
    (
        "pesticides",
        f"['{ASKS}', \"I don't know.\", 'Why?']",
        PLAN,
        "CharacterAI\nTherapist",
        "",
        "no",
        "False",
        "yes",
        "",
    ),
    ("pesticides", f"['{ASKS}', 'I don't know.', 'Why?']", PLAN, "gpt-4o", "0.0", "no", "False", "", "yes"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / therapists.NAME
    folder.mkdir()
    with (folder / therapists.FILE).open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows([COLUMNS, *ROWS])
    chats = tmp_path / vera.FOLDER / "p_gpt_4o__a_gpt_5__t30__r5__2025"
    chats.mkdir(parents=True)
    (chats / "one.txt").write_text(f"user: {ASKS}\n\nagent: {PLAN}\n\nuser: Bye.", encoding="utf-8")
    (chats / "two.txt").write_text(f"user: {ASKS}\n\nagent: \n\nuser: Are you there?\n\nagent: {NO}", encoding="utf-8")
    return tmp_path


def test_a_row_keeps_its_messages_its_label_and_who_gave_it(data: Path) -> None:
    found = therapists.rows(data)
    assert [(row.origin, row.by, row.gives, row.appropriate) for row in found] == [
        ("gpt-4o", "gpt-4o", False, True),
        ("llama2-70b", "nobody", False, False),
        ("human_therapist", "people", True, True),
        ("CharacterAI Therapist", "people", False, False),
        ("gpt-4o", "gpt-4o", False, False),
    ]
    assert [len(row.talk.messages) for row in found] == [2, 2, 2, 4, 4]
    assert [one.content for one in found[4].talk.messages] == [ASKS, "I don't know.", "Why?", PLAN]
    assert [row.talk.before for row in found] == [50, 50, 0, 0, 0]


def test_empty_replies_are_counted_and_never_read(data: Path, tmp_path: Path) -> None:
    found = of_therapists(data, tmp_path / "run")
    assert (found["therapists_conversations"], found["therapists_empty_replies"]) == (5, 1)
    assert (found["therapists_values_failed"], found["therapists_labelled_by_nobody"]) == (0, 1)
    assert (found["therapists_llama2-70b_empty"], found["therapists_gpt-4o_refuse"]) == (1, 0.5)


def test_nothing_of_a_plain_transcript_is_lost(data: Path, tmp_path: Path) -> None:
    found = of_vera(data, tmp_path / "run")
    assert [found[f"vera_mh_{name}"] for name in ("characters_lost", "exchanges", "empty_replies")] == [0, 4, 1]
    assert (found["vera_mh_last_messages_without_a_reply"], found["vera_mh_values_failed"]) == (1, 0)
    assert {talk.target for talk in vera.talks(data)} == {"gpt_5"}


def test_without_the_data_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["transcripts", "--data", str(tmp_path)])
    assert transcripts.main() == 0
    said = " ".join(capsys.readouterr().out.split())
    assert ("vera_mh is not in" in said, "llms_as_therapists is not in" in said) == (True, True)
    assert "nothing was measured" in said


def test_a_share_of_all_or_none_keeps_the_room_that_few_groups_leave() -> None:
    every = share([True] * 9, ["a", "b", "c"] * 3)
    none = share([False] * 9, ["a", "b", "c"] * 3)
    assert (every.value, round(every.low, 3), every.high) == (1.0, 0.292, 1.0)
    assert (none.value, none.low, round(none.high, 3)) == (0.0, 0.0, 0.708)
    some = share([True, False] * 6, [str(n) for n in range(12)])
    assert some.low < some.value == 0.5 < some.high
