from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from analysis.errors import AnalysisError
from pastno.realism import realism
from simulator.store import RunFolder
from simulator.transcript import AnyEvent
from tests.analysis.realism.records import by_model, name, plan, talk


def held(folder: Path, *talks: tuple[AnyEvent, ...]) -> Path:
    with RunFolder.start(folder, plan()) as record:
        for events in talks:
            for event in events:
                record.append(event)
    return folder


def printed(folder: Path, **options: Path | list[Path]) -> str:
    console = Console(file=io.StringIO(), width=110, highlight=False, markup=False, emoji=False)
    realism(folder, console, **options)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_people_stand_beside_the_voice_with_what_they_are(tmp_path: Path) -> None:
    shown = printed(held(tmp_path / "run", talk("Why?", "Why not?")))
    assert "people whose task was to ask somebody for a donation, not people in distress" in shown
    assert "No human data exist for these" in shown


def test_every_voice_has_a_verdict_that_admits_what_it_cannot_say(tmp_path: Path) -> None:
    shown = printed(held(tmp_path / "run", talk("Why?", voiced=[by_model(rejected=[("assistant",)])])))
    assert "verdict on local:smollm2: 0 of 1 conversations failed realism; shows: none" in " ".join(shown.split())
    assert "too little to say: too long" in " ".join(shown.split())
    assert "assistant: turned down 1" in shown


def test_flagged_conversations_are_listed_with_their_reason(tmp_path: Path) -> None:
    shown = printed(held(tmp_path / "run", talk("Please, why?", "Please, why?")))
    assert f"{name()}: copies itself (message 3 is message 2 word for word)" in shown


def test_a_users_own_transcripts_are_a_column(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("user: hello\nassistant: hi\nuser: can you stay?\n", encoding="utf-8")
    shown = printed(held(tmp_path / "run", talk("Why?")), reference=[mine])
    assert "mine.txt: 1 messages of users in 1 conversations" in shown


def test_repetition_of_all_kinds_together_is_shown_only_beside_transcripts(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("user: hello\nassistant: hi\nuser: can you stay?\n", encoding="utf-8")
    run = held(tmp_path / "run", talk("Why?"))
    assert "any kind" in printed(run, reference=[mine])
    assert "any kind" not in printed(run)


def test_length_is_shown_with_the_ask_and_without(tmp_path: Path) -> None:
    shown = printed(held(tmp_path / "run", talk("Why?")))
    assert "without the ask: words, median" in shown


def test_the_json_file_is_written_or_its_place_is_named(tmp_path: Path) -> None:
    run = held(tmp_path / "run", talk("Why?"))
    printed(run, json_path=tmp_path / "out.json")
    assert (tmp_path / "out.json").read_bytes().startswith(b"{")
    with pytest.raises(AnalysisError, match="choose another place"):
        printed(run, json_path=tmp_path / "none" / "out.json")


def test_a_run_without_conversations_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="no conversation was begun"):
        printed(held(tmp_path / "run"))
