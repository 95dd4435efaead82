"""How judged scores stand in the record, beside computed ones."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from analysis.evaluators.score import Score, decode, encode, schema, value
from analysis.judging.prompt import schema as shape
from analysis.judging.rubric import read_rubric
from analysis.judging.values import measures
from tests.analysis.judging.stand import ADA, Bench, files, form, held, item, rubric, sit
from tests.support.terminal import ROOT

COMPUTED = Score(id=ADA, evaluator="framing", version=1, instrument="experienced:x", values={"a": value(1, 2)})


def test_a_computed_score_says_nothing_of_judges() -> None:
    line = encode(COMPUTED)
    assert "judged" not in json.loads(line)
    assert decode(line, "x:1") == COMPUTED


def test_every_judged_line_fits_the_schema_and_comes_back(tmp_path: Path) -> None:
    folder, of = held(tmp_path / "run"), rubric(item(), item("warm", unit="reply"))
    sit(folder, Bench(lambda r: form(r, "yes", ["I hear you"], [1])), of, repeats=2)
    checker = jsonschema.Draft202012Validator(schema())
    lines = [line for text in files(folder).values() for line in text.splitlines()]
    assert len(lines) == 4 + 2
    assert [problem.message for line in lines for problem in checker.iter_errors(json.loads(line))] == []
    assert [encode(decode(line, "x:1")) for line in lines] == [line + b"\n" for line in lines]


def test_no_key_no_path_and_no_time_stands_in_a_line(tmp_path: Path) -> None:
    folder, of = held(tmp_path / "run"), rubric(item())
    sit(folder, Bench(), of)
    text = b"".join(files(folder).values()).decode()
    assert [word for word in (str(tmp_path), "latency", "request_id") if word in text] == []


def test_the_example_is_a_rubric_and_can_be_answered(tmp_path: Path) -> None:
    example = read_rubric(ROOT / "examples" / "rubric.yaml")
    assert [measure.name for measure in measures(example)] == [
        "declines", "explains", "warmth", "warmth_at_most_1", "leaves"
    ]  # fmt: skip
    folder = held(tmp_path / "run")
    session = sit(folder, Bench(lambda r: form(r, "unclear")), example)
    assert (session.made, session.failed) == (2, 0)


def test_a_schema_is_the_same_for_all_questions_of_a_kind() -> None:
    one, other = rubric(item(), item("warm")).items
    assert shape(one) == shape(other)
    jsonschema.Draft202012Validator.check_schema(shape(one))
