"""A run folder of imported conversations: what is written, what is kept, and that it cannot be held on."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import FormatError
from simulator.imported.folder import bring, plan_of
from simulator.imported.naming import names, safe
from simulator.observer.local import LocalObserver
from simulator.observer.simple import SimpleObserver
from simulator.store import event_files, read
from tests.support.transcripts import AGAIN, ASKS, HELLO, NO, PLAN, brought, talk

TALKS = (
    talk(ASKS, NO, AGAIN, PLAN, name="a"),
    talk(HELLO, "Go on.", name="a", target="other"),
    talk(("tool", "x"), name="hollow", place="f:9"),
)


def lines(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in event_files(folder))


def test_a_run_of_transcripts_says_where_it_came_from_and_what_was_left_out(tmp_path: Path) -> None:
    found = brought(tmp_path / "run", *TALKS)
    assert (found.conversations, found.exchanges, found.kept) == (2, 3, 0)
    plan = read(tmp_path / "run").plan
    assert plan.imported is not None
    assert plan.imported.source == "a test"
    assert plan.imported.left_out == found.left_out
    assert [line.partition(" (")[0] for line in found.left_out] == [
        "f:9: no message of the person or of whoever answers"
    ]
    assert (list(plan.cells()), plan.size, list(plan.targets)) == ([], 0, ["import:model", "import:other"])


def test_the_same_transcripts_give_the_same_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        brought(tmp_path / name, *TALKS)
    assert lines(tmp_path / "one") == lines(tmp_path / "two")
    first, second = ((tmp_path / name / "run.json").read_bytes() for name in ("one", "two"))
    assert first == second


def test_what_was_broken_off_goes_on_and_what_is_whole_is_kept(tmp_path: Path) -> None:
    brought(tmp_path / "run", *TALKS)
    whole = lines(tmp_path / "run")
    file = event_files(tmp_path / "run")[0]
    some = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(some[:3]) + some[3][:20])
    assert brought(tmp_path / "run", *TALKS).kept == 0
    again = read(tmp_path / "run")
    assert len(again.conversations) == 2
    assert all(live.ended is not None for live in again.lives().values())
    first, second = (file.read_bytes() for file in event_files(tmp_path / "run"))
    assert first.removesuffix(some[3][:20]) + second == whole
    assert brought(tmp_path / "run", *TALKS).kept == 2


def test_other_transcripts_or_another_observer_are_refused(tmp_path: Path) -> None:
    brought(tmp_path / "run", *TALKS)
    with pytest.raises(FormatError, match="holds other transcripts"):
        brought(tmp_path / "run", talk(ASKS, PLAN, name="a"), *TALKS[1:])
    plan = plan_of(TALKS, "a test", observer=LocalObserver.version)
    with pytest.raises(FormatError, match=r"found the observer simple-\d, expected local-\d"):
        bring(TALKS, tmp_path / "new", plan, SimpleObserver())


def test_names_are_safe_and_unique() -> None:
    hostile = ("../../etc/passwd", "\x1b[31m", "a/b\nc", "..", "", "ä" * 5, "x" * 500, ".hidden", "--force")
    assert [safe(name) for name in hostile] == [
        "etc-passwd", "31m", "a-b-c", "unnamed", "unnamed", "unnamed", "x" * 80, "hidden", "force",
    ]  # fmt: skip
    assert list(names([talk(ASKS, NO, name=name) for name in ("a", "a", "a+2", "a")])) == ["a", "a+2", "a+2+2", "a+3"]
