"""Score files: named without clashes, taken up at any byte, and never out of step with the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.ledger import Ledger, file_of, files, held, read
from analysis.sweep import sweep
from simulator.errors import FolderLocked
from simulator.store import read_plan
from tests.support.scorers import crowd, evaluator


def scored(folder: Path) -> bytes:
    with held(folder):
        sweep(folder, read_plan(folder), [evaluator()])
    return (folder / "scores-looks-1.jsonl").read_bytes()


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return crowd(tmp_path / "run", 4)


def test_what_drove_the_run_is_not_named_in_the_file_and_others_are(tmp_path: Path) -> None:
    named = [file_of(tmp_path, "looks", 2, i).name for i in ("experienced:local-1", "audited:simple-2", "judge:a/b")]
    assert named == [
        "scores-looks-2.jsonl",
        "scores-looks-2@audited=simple-2.jsonl",
        "scores-looks-2@judge=a%2Fb.jsonl",
    ]


def test_no_two_names_share_a_file_and_none_leaves_the_folder(tmp_path: Path) -> None:
    long = ["judge:" + "x" * 300 + end for end in ("a", "b")]
    labels = ["judge:a/b", "judge:a%2Fb", "judge:a b", "judge:a@b", "judge=a b", "../../x", "judge:\N{SNOWMAN}", *long]
    found = [file_of(tmp_path, "../looks", 1, label) for label in labels]
    assert len(set(found)) == len(labels)
    assert {file.resolve().parent for file in found} == {tmp_path.resolve()}
    assert max(len(file.name.encode()) for file in found) < 255


def test_a_file_cut_off_at_any_byte_of_its_last_lines_becomes_what_it_was(run: Path) -> None:
    whole = scored(run)
    lines = whole.splitlines(keepends=True)
    for cut in range(len(whole) - len(lines[-1]) - len(lines[-2]), len(whole)):
        (run / "scores-looks-1.jsonl").write_bytes(whole[:cut])
        assert scored(run) == whole


def test_an_empty_file_is_filled(run: Path) -> None:
    whole = scored(run)
    (run / "scores-looks-1.jsonl").write_bytes(b"")
    assert scored(run) == whole


def test_a_torn_line_longer_than_a_block_is_cut_off(run: Path) -> None:
    whole = scored(run)
    (run / "scores-looks-1.jsonl").write_bytes(whole + b'{"id":"' + b"x" * 200_000)
    assert scored(run) == whole


def test_scores_that_do_not_follow_the_record_are_named_and_nothing_is_added(run: Path) -> None:
    whole = scored(run)
    lines = whole.splitlines(keepends=True)
    (run / "scores-looks-1.jsonl").write_bytes(b"".join([lines[1], lines[0]]))
    with pytest.raises(AnalysisError, match=r"found a score of .*/2, expected one of .*/1; delete the file"):
        scored(run)
    (run / "scores-looks-1.jsonl").write_bytes(whole + lines[0])
    with pytest.raises(AnalysisError, match="the record ends before it; delete the file"):
        scored(run)


def test_a_line_that_is_no_score_is_named_with_its_place(run: Path) -> None:
    (run / "scores-looks-1.jsonl").write_bytes(b"{}\n")
    with pytest.raises(AnalysisError, match=r"scores-looks-1\.jsonl:1: not a score"):
        scored(run)


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "none" / "scores-looks-1.jsonl")
    with pytest.raises(Exception, match="cannot write: no such file or directory; make room"):
        ledger.append(b"{}\n")


def test_all_scores_are_read_and_a_torn_one_is_left_out(run: Path) -> None:
    whole = scored(run)
    (run / "scores-other-1.jsonl").write_bytes(whole + b"{")
    (run / "scores-old-1.jsonl.draft").write_bytes(b"{")
    assert [file.name for file in files(run)] == ["scores-looks-1.jsonl", "scores-other-1.jsonl"]
    assert [score.id[-1] for score in read(run)] == list("12341234")


def test_two_scorers_at_once_are_refused_and_the_lock_is_given_back(run: Path) -> None:
    with held(run), pytest.raises(FolderLocked, match="is being scored by another pastno; wait for it, or stop it"):
        scored(run)
    assert scored(run)
