"""A run folder of imported conversations: what is written, what is kept, and that it cannot be held on."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from simulator.errors import FormatError
from simulator.imported import folder
from simulator.imported.files import Files
from simulator.imported.folder import bring, plan_of
from simulator.imported.formats import taken
from simulator.imported.naming import names, safe
from simulator.imported.talk import Talk
from simulator.observer.local import LocalObserver
from simulator.observer.simple import SimpleObserver
from simulator.store import event_files, read
from tests.support.transcripts import AGAIN, ASKS, HELLO, NO, PLAN, brought, talk

TALKS = (
    talk(ASKS, NO, AGAIN, PLAN, name="a"),
    talk(HELLO, "Go on.", name="a", target="other"),
    talk(("tool", "x"), name="hollow", place="f:9"),
)


def lines(run: Path) -> bytes:
    return b"".join(file.read_bytes() for file in event_files(run))


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


def test_what_a_transcript_passes_through_is_all_that_is_seen_of_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("user: I am Mara.\nassistant: Hello Mara.\n")

    def without_name(found: Talk) -> Talk:
        said = tuple(one._replace(content=one.content.replace("Mara", "[name]")) for one in found.messages)
        return msgspec.structs.replace(found, messages=said)

    observer = LocalObserver()
    talks = Files([taken(file)], through=without_name)
    plan = plan_of(talks, "a test", observer=observer.version)
    bring(talks, tmp_path / "run", plan, observer)
    assert [one.said for live in read(tmp_path / "run").lives().values() for one in live.exchanges] == ["I am [name]."]
    assert not [path for path in (tmp_path / "run").iterdir() if b"Mara" in path.read_bytes()]
    assert plan.hashes == plan_of([without_name(one) for one in Files([taken(file)])], "", observer="").hashes


def test_notes_are_counted_and_only_so_many_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST", 2)
    hollow = [talk(("tool", "x"), name=f"h{n}") for n in range(5)]
    found = brought(tmp_path / "run", talk(ASKS), talk(HELLO), talk(ASKS), *hollow)
    assert (len(found.notes), found.noted, len(found.left_out), found.left_out[-1]) == (2, 5, 3, "and 3 more")
