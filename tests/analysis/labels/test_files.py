from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.labels.files import read_labels
from analysis.labels.label import Label, encode
from tests.analysis.judging.stand import item, rubric
from tests.support.rated import label, labelled

KIND = rubric(item())


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_strangers_table_and_the_same_as_json_lines_hold_the_same_labels(tmp_path: Path) -> None:
    table = written(
        tmp_path / "a.csv",
        "id, item, value, rater, role, note\nc0, kind, yes, r1, clinician, x\nc1,kind,,r1,clinician,\n",
    )
    lines = written(
        tmp_path / "a.jsonl",
        '{"id":"c0","item":"kind","value":true,"rater":"r1","role":"clinician"}\n'
        '{"id":"c1","item":"kind","value":null,"rater":"r1","role":"clinician"}\n',
    )
    found = read_labels([table])
    assert found == read_labels([lines])
    assert [(one.id, one.value, one.skipped, one.role) for one in found] == [
        ("c0", "yes", False, "clinician"),
        ("c1", None, True, "clinician"),
    ]


def test_of_two_answers_in_one_raters_own_file_the_later_counts(tmp_path: Path) -> None:
    key = "kind", 0, ""
    file = tmp_path / "labels-r1.jsonl"
    file.write_bytes(b"".join(encode(label(KIND, "r1", "c0", key, value)) for value in ("yes", None, "no")))
    assert [one.value for one in read_labels([file])] == ["no"]


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    whole = encode(labelled(KIND, "r1", ["yes"])[0])
    file = tmp_path / "labels-r1.jsonl"
    file.write_bytes(whole + whole[:30])
    assert len(read_labels([file])) == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "id,item,value,who\nc0,kind,yes,r1\n", "found the fields id, item, value, who"),
        ("a.csv", "id,item,value,rater\nc0,kind,yes,r1\nc0,kind,no,r1\n", "a.csv:3: 'r1' labelled 'kind' of c0"),
        ("a.csv", "id,item,value,rater\nc0,,yes,r1\n", "a.csv:2: found no item"),
        ("a.csv", "id,item,value,rater\nc0,kind,yes,ann@host.org\n", "expected a pseudonym"),
        ("a.csv", "id,item,value,rater,at\nc0,kind,yes,r1,two\n", "found at 'two', expected the number"),
        ("a.jsonl", "c0 kind yes\n", "a.jsonl:1: not a JSON object"),
        ("a.jsonl", '{"v":2,"id":"c0"}\n', "found format 2, this pastno reads up to 1"),
        ("a.jsonl", '{"v":1,"id":"c0"}\n', "a.jsonl:1: not a label"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(AnalysisError) as problem:
        read_labels([written(tmp_path / name, text)])
    assert told in str(problem.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name in ("none.csv", "none.jsonl"):
        with pytest.raises(AnalysisError, match=f"{name}: cannot be read: .*no such file"):
            read_labels([tmp_path / name])


def test_a_value_without_an_answer_is_no_value() -> None:
    made = [Label(v=1, id="c", rater="r", role="", item="i", value=v) for v in ("yes", "unclear", "not_at_risk", None)]
    assert [one.known for one in made] == [True, False, False, False]
