"""The run folder: nothing appended is lost, nothing torn is believed, nobody else may write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from personas.perception import State
from simulator.appender import Appender
from simulator.errors import FolderLocked, FormatError, PlanChanged, StoreError, WriteFailed
from simulator.plan import Plan, make_plan
from simulator.store import RunFolder, read
from simulator.transcript import Started, encode
from tests.support.people import library, suite


def plan(**changes: object) -> Plan:
    return make_plan(suite(**changes), library(), observer="told-1")


def started(name: str = "a") -> Started:
    return Started(
        id=name, persona="ada", scenario="night", condition="plain", target="x", repetition=1, budget=3, state=State()
    )


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    with RunFolder.start(tmp_path / "run", plan()) as folder:
        folder.append(started("a"))
        folder.append(started("b"))
    assert read(tmp_path / "run").conversations == {"a": (started("a"),), "b": (started("b"),)}


def test_each_resume_opens_a_new_event_file(tmp_path: Path) -> None:
    for name in "ab":
        with RunFolder.start(tmp_path, plan()) as folder:
            folder.append(started(name))
    assert [file.name for file in sorted(tmp_path.glob("events-*"))] == ["events-0001.jsonl", "events-0002.jsonl"]


def test_a_torn_last_line_is_ignored_and_reported(tmp_path: Path) -> None:
    with RunFolder.start(tmp_path, plan()) as folder:
        folder.append(started("a"))
    file = tmp_path / "events-0001.jsonl"
    file.write_bytes(file.read_bytes() + encode(started("b"))[:-9])
    run = read(tmp_path)
    assert list(run.conversations) == ["a"]
    assert run.torn[0].startswith("events-0001.jsonl:2: ignored a torn last line")


def test_a_damaged_line_in_the_middle_is_an_error_with_its_place(tmp_path: Path) -> None:
    RunFolder.start(tmp_path, plan()).close()
    (tmp_path / "events-0001.jsonl").write_bytes(encode(started("a")) + b"{oops\n" + encode(started("b")))
    with pytest.raises(FormatError, match=r"events-0001.jsonl:2: not a record line"):
        read(tmp_path)


def test_a_second_writer_is_refused_while_the_first_holds_the_folder(tmp_path: Path) -> None:
    with RunFolder.start(tmp_path, plan()), pytest.raises(FolderLocked, match="another pastno"):
        RunFolder.resume(tmp_path)
    RunFolder.resume(tmp_path).close()


def test_a_changed_plan_is_refused_with_what_differs(tmp_path: Path) -> None:
    RunFolder.start(tmp_path, plan()).close()
    with pytest.raises(PlanChanged, match=r"suite\.seed: 11 -> 12"):
        RunFolder.start(tmp_path, plan(seed=12))


def test_an_unchanged_plan_is_taken_up(tmp_path: Path) -> None:
    RunFolder.start(tmp_path, plan()).close()
    RunFolder.start(tmp_path, plan()).close()
    assert read(tmp_path).plan.suite.seed == 11


def test_a_folder_with_other_files_is_not_taken_for_a_run(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"holds other files and no run\.json"):
        RunFolder.start(tmp_path, plan())


def test_a_folder_of_a_newer_format_says_to_upgrade(tmp_path: Path) -> None:
    RunFolder.start(tmp_path, plan()).close()
    data = json.loads((tmp_path / "run.json").read_text())
    (tmp_path / "run.json").write_text(json.dumps(data | {"format": 99}))
    with pytest.raises(FormatError, match=r"found format 99.*upgrade pastno"):
        RunFolder.resume(tmp_path)


def test_a_line_of_a_newer_format_says_to_upgrade(tmp_path: Path) -> None:
    RunFolder.start(tmp_path, plan()).close()
    (tmp_path / "events-0001.jsonl").write_bytes(b'{"type":"dream","v":99,"id":"a"}\n')
    with pytest.raises(FormatError, match=r"found format 99.*upgrade pastno"):
        RunFolder.resume(tmp_path)


def test_a_folder_that_is_no_run_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"holds no run\.json"):
        RunFolder.resume(tmp_path)


def test_a_full_disk_is_named_and_nothing_more_is_taken() -> None:
    full = Appender(Path("/dev/full"))
    with pytest.raises(WriteFailed, match="no space left on device"):
        full.append(started())
    with pytest.raises(WriteFailed, match="no space left on device"):
        full.append(started())
    full.close()


@pytest.mark.parametrize("place", ["/proc/pastno", "/dev/null/run"])
def test_a_place_that_cannot_be_written_is_named(place: str) -> None:
    with pytest.raises(WriteFailed, match=f"{place}: cannot write: .*--out"):
        RunFolder.start(Path(place), plan())


def test_a_crash_between_folder_and_plan_can_be_started_over(tmp_path: Path) -> None:
    (tmp_path / "run.json.draft").write_text("{")
    RunFolder.start(tmp_path, plan()).close()
    assert read(tmp_path).plan.suite.id == "small"


def test_with_fsync_the_same_lines_are_written(tmp_path: Path) -> None:
    with RunFolder.start(tmp_path, plan(), fsync=True) as folder:
        folder.append(started())
    assert list(read(tmp_path).conversations) == ["a"]
