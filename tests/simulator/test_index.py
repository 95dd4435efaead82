from __future__ import annotations

from pathlib import Path

import pytest

import pastno
from simulator.errors import FormatError, StoreError
from simulator.index import Index
from simulator.store import read
from tests.support.builders import NAME, helped, refused_once
from tests.support.stepping import written

OTHER = "mara/job-loss/plain/reference:open/1"


def test_every_conversation_of_a_held_run_is_read_as_the_whole_run_is(tmp_path: Path) -> None:
    pastno.run(pastno.plan("first-look", ["reference:blunt", "reference:filtered"], limit=6), tmp_path)
    index, run = Index(tmp_path), read(tmp_path)
    assert {name: index.events(name) for name in index.names} == run.conversations
    assert (len(index.names), index.plan == run.plan) == (6, True)


def test_a_conversation_in_several_files_is_in_order(tmp_path: Path) -> None:
    events = refused_once()
    written(tmp_path, events[:3], helped(OTHER))
    written(tmp_path, events[3:])
    index = Index(tmp_path)
    assert (index.names, index.events(NAME), index.events(OTHER)) == ((NAME, OTHER), events, helped(OTHER))


def test_a_torn_last_line_is_noted_and_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, helped()) / "events-0001.jsonl"
    file.write_bytes(file.read_bytes()[:-5])
    index = Index(tmp_path)
    assert (len(index.torn), index.events(NAME)) == (1, helped()[:-1])


def test_a_damaged_conversation_does_not_stand_in_the_way_of_another(tmp_path: Path) -> None:
    file = written(tmp_path, helped(), refused_once(OTHER)) / "events-0001.jsonl"
    file.write_bytes(file.read_bytes() + b'{"v":1,"id":"broken","type":"exchange","n":"two"}\n')
    index = Index(tmp_path)
    assert index.events(OTHER) == refused_once(OTHER)
    with pytest.raises(FormatError, match=r"events-0001\.jsonl:13: not an event of format 1"):
        index.events("broken")


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    (written(tmp_path, helped()) / "events-0002.jsonl").write_bytes(b"nothing\n")
    with pytest.raises(FormatError, match=r"events-0002\.jsonl:1: not a record line"):
        Index(tmp_path)


def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    index = Index(written(tmp_path, helped()))
    (tmp_path / "events-0001.jsonl").unlink()
    with pytest.raises(StoreError, match=r"events-0001\.jsonl: cannot be read"):
        index.events(NAME)
