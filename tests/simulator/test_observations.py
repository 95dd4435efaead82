"""The lines of re-observations: read back as written, torn ones ignored, strange ones refused."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from personas.perception import Stance
from simulator.errors import FormatError, StoreError, WriteFailed
from simulator.notebook import Notebook
from simulator.observations import Absent, Answer, Instrument, Reading, Readings, read, schema
from simulator.observer.simple import SimpleObserver
from simulator.reobserve import reobserve
from simulator.transcript import Observation
from tests.support.judging import ADA, held

JUDGE = Instrument(name="openai:judge", version="judge-1", prompt="judge-1", base_url="http://127.0.0.1:1/v1")
SCHEMA = Path(__file__).parents[2] / "docs" / "observations.schema.json"


def reading(n: int = 1, **more: object) -> Reading:
    return Reading(id=ADA, n=n, instrument=JUDGE, **more)  # type: ignore[arg-type]


def write(folder: Path, *found: Reading) -> Readings:
    with Notebook.open(folder) as book:
        for one in found:
            book.append(one)
    return read(folder)


def test_lines_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    first = reading(
        observed=Observation(stance=Stance.COMPLY), answers=(Answer("declines", "yes", 2, 4),), text="1: no"
    )
    second = reading(2, absent=Absent.DECLINED)
    assert write(held(tmp_path / "run"), first, second).lines == (first, second)


def test_a_later_line_stands_for_an_earlier_one_of_the_same_reply(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    write(folder, reading(absent=Absent.FAILED))
    found = write(folder, reading(absent=Absent.DECLINED))
    assert [one.absent for one in found.lines] == [Absent.DECLINED]
    assert len(list(folder.glob("observations-*.jsonl"))) == 2


def test_a_run_nobody_observed_again_has_no_lines(tmp_path: Path) -> None:
    assert read(held(tmp_path / "run")) == Readings()


def test_a_torn_last_line_is_ignored_and_reported(tmp_path: Path) -> None:
    folder = held(tmp_path / "run")
    write(folder, reading(), reading(2))
    file = folder / "observations-0001.jsonl"
    file.write_bytes(file.read_bytes()[:-9])
    found = read(folder)
    assert [one.n for one in found.lines] == [1]
    assert found.torn[0].startswith("observations-0001.jsonl:2: ignored a torn last line")
    assert reobserve(folder, SimpleObserver()).made == 6


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"v":99,"id":"a","n":1}\n', "found format 99, this pastno reads up to 1"),
        (b'{"v":1,"id":"a"}\n', r"observations-0001.jsonl:1: not a line of re-observations"),
        (b"\xff\n", "not a line of re-observations"),
    ],
)
def test_a_strange_line_is_an_error_that_names_its_place(tmp_path: Path, line: bytes, told: str) -> None:
    folder = held(tmp_path / "run")
    (folder / "observations-0001.jsonl").write_bytes(line)
    with pytest.raises(FormatError, match=told):
        read(folder)


def test_a_folder_that_is_no_run_says_what_to_name(tmp_path: Path) -> None:
    for use in (read, Notebook.open):
        with pytest.raises(StoreError, match="name a folder that `pastno run` wrote"):
            use(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named_and_nothing_more_is_taken(tmp_path: Path) -> None:
    with Notebook.open(held(tmp_path / "run")) as book:
        (tmp_path / "run" / "observations-0001.jsonl").mkdir()
        for _ in range(2):
            with pytest.raises(WriteFailed, match=r"observations-0001\.jsonl: cannot write: is a directory; make room"):
                book.append(reading())


def test_the_published_schema_is_current_and_holds_for_every_line(tmp_path: Path) -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))
    folder = held(tmp_path / "run")
    reobserve(folder, SimpleObserver())
    write(folder, reading(absent=Absent.FAILED, detail="server: 500"))
    checker = jsonschema.Draft202012Validator(schema())
    written = [json.loads(line) for file in folder.glob("observations-*") for line in file.read_text().splitlines()]
    assert (len(written), [problem.message for line in written for problem in checker.iter_errors(line)]) == (7, [])
