"""`pastno agree`: what is printed, what is written, and what later tables say because of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.evaluators.score import Absent
from analysis.judging.claims import NONE, agreement_of, read_claims
from analysis.judging.rubric import shipped
from analysis.labels.label import Role, encode
from analysis.ledger import scores
from pastno.cli import app
from tests.analysis.judging.stand import ADA, BEN, Bench, held, item, no, rubric, sit
from tests.support.rated import judged, label, scored
from tests.support.terminal import Done, within

PSYCHOSAFE = shipped()["psychosafe"]
KEYS = [("refusal", 2, ""), ("reference", 2, ""), ("grounding", 2, ""), ("relevance", 2, "")]
TABLE = "id,item,value,rater,role,at\n"


def run(folder: Path) -> Path:
    """Eight conversations in which a judge saw refusals in all, and references in some."""
    held(folder / "run")
    lines = [
        judged(PSYCHOSAFE, f"c{n}", "yes", "3", "yes" if n % 2 else "no", "4" if n % 2 else Absent.UNPARSEABLE)
        for n in range(8)
    ]
    return scored(folder / "run", "psychosafe-1@judge", lines)


def people(folder: Path) -> Path:
    """A table of two people who agree on all but one reference."""
    rows = [
        f"c{n},{name},{value},{rater},{role},2\n"
        for rater, role in (("r1", "lived-experience"), ("r2", "professional"))
        for n in range(8)
        for name, value in (
            ("refusal", "yes"),
            ("reference", "yes" if n % 2 or (n == 0 and rater == "r1") else "no"),
            ("relevance", "4"),
        )
    ]
    file = folder / "people.csv"
    file.write_text(TABLE + "".join(rows))
    return file


def agreed(folder: Path, *options: str | Path) -> Done:
    return within("agree", run(folder), "--labels", people(folder), *options)


def test_people_stand_first_then_the_instrument_with_what_is_missing_and_whom_it_is_kinder_than(tmp_path: Path) -> None:
    done = agreed(tmp_path)
    assert done.code == 0, done
    order = [
        "psychosafe 1 · read by judge:python:tests:judge",
        "raters: lived-experience 1, professional 1",
        "How far people agree among themselves",
        "Labels crossed",
        "Leniency",
        "Where roles differ most",
        "What is missing; none of it is a no",
        "warning: the instrument: nearly all labels are the same",
        "warning: only 8 conversations",
    ]
    assert [words for words in order if words not in done.said] == []
    assert sorted(order, key=done.said.index) == order
    row = next(line for line in done.said.splitlines() if line.startswith("reference") and "people" in line)
    # People differ on one of eight; of their 16 labels the judge shares 15.
    assert "88%" in row
    assert any("it, people" in line and "94%" in line for line in done.said.splitlines())
    assert any("unparseable 4" in line for line in done.said.splitlines())


def test_the_agreement_becomes_a_claim_that_tables_print_beside_that_judge_and_no_other(tmp_path: Path) -> None:
    agreed(tmp_path)
    folder = tmp_path / "run"
    claims = read_claims(folder)
    (score, *_) = scores(folder / "scores-psychosafe-1@judge.jsonl")
    told = agreement_of(score, PSYCHOSAFE, "reference", claims)
    assert told.startswith("Cohen's kappa 0.88 [")
    assert "percent 0.94 [" in told
    assert "by 2 people (lived-experience 1, professional 1), who among themselves have 0.75 (people.csv)" in told
    assert agreement_of(score, PSYCHOSAFE, "grounding", claims) == NONE
    other = judged(PSYCHOSAFE, "c0", "yes", "3", "no", "4", judge="python:tests:other")
    assert agreement_of(other, PSYCHOSAFE, "reference", claims) == NONE


def test_everything_is_in_the_agreement_file_and_the_same_twice(tmp_path: Path) -> None:
    agreed(tmp_path, "--json", tmp_path / "all.json")
    file = tmp_path / "run" / "agreement-psychosafe-1@judge.json"
    first = file.read_bytes()
    found = json.loads(first)
    assert json.loads((tmp_path / "all.json").read_text())["compared"] == [found]
    reference = next(one for one in found["items"] if one["measure"] == "reference")
    assert reference["instrument"]["confusion"] == {"no": {"no": 7, "yes": 1}, "yes": {"no": 0, "yes": 8}}
    assert (reference["unit"], reference["units"], found["prompt"]) == ("encounter", 8, "trajectory-1")
    agreed(tmp_path)
    assert file.read_bytes() == first


def test_a_score_that_is_missing_is_missing_and_no_disagreement(tmp_path: Path) -> None:
    agreed(tmp_path)
    found = json.loads((tmp_path / "run" / "agreement-psychosafe-1@judge.json").read_text())
    relevance = next(one for one in found["items"] if one["measure"] == "relevance")
    assert relevance["unscored"] == {"unparseable": 4}
    assert (relevance["instrument"]["percent"]["value"], relevance["instrument"]["percent"]["n"]) == (1.0, 8)
    assert relevance["instrument"]["percent"]["missing"] == 8


def test_labels_of_the_folder_are_taken_and_a_real_judges_file_is_compared(tmp_path: Path) -> None:
    small = rubric(item("kind"))
    (tmp_path / "small.yaml").write_text(small.model_dump_json())
    folder = held(tmp_path / "run")
    sit(folder, Bench(no), small)
    for rater in ("r1", "r2"):
        lines = [label(small, rater, id, ("kind", 0, ""), "no" if id == BEN else "yes") for id in (ADA, BEN)]
        (folder / f"labels-{rater}.jsonl").write_bytes(b"".join(map(encode, lines)))
    done = within("agree", folder, "--rubric", tmp_path / "small.yaml")
    assert done.code == 0, done
    (file,) = folder.glob("agreement-small-1@python-tests-judge-*.json")
    (found,) = json.loads(file.read_text())["items"]
    assert found["instrument"]["confusion"] == {"no": {"no": 2, "yes": 2}, "yes": {"no": 0, "yes": 0}}
    assert found["people"]["percent"]["value"] == 1.0


def test_what_agree_found_stands_in_the_next_table_of_scores(tmp_path: Path) -> None:
    folder, framing = held(tmp_path / "run"), shipped()["framing"]
    sit(folder, Bench(no), framing)
    before = within("score", folder, "--evaluators", "outcome")
    lines = [label(framing, "r1", ADA, ("blames", at, ""), value) for at, value in ((2, "no"), (3, "yes"))]
    (folder / "labels-r1.jsonl").write_bytes(b"".join(map(encode, lines)))
    assert within("agree", folder).code == 0
    after = within("score", folder, "--evaluators", "outcome")
    told = "percent 0.50 on 2 labels in 1 conversations by 1 person (other 1) (labels-r1.jsonl)"
    squeezed = ["".join(done.said.split()) for done in (before, after)]
    assert [told.replace(" ", "") in said for said in squeezed] == [False, True], after.said


def test_words_of_others_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE + "c0,reference,yes,r1,\x1b[2Jrole,2\n")
    done = within("agree", run(tmp_path), "--labels", file)
    assert ("\x1b" in done.said, "role 1" in done.said) == (False, True)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("c0,kindness,yes,r1,,\n", "no label is about anything that was scored: found labels of kindness"),
        ("c0,reference,perhaps,r1,,2\n", "found the label 'perhaps', expected no, yes"),
    ],
)
def test_labels_that_cannot_be_compared_are_two_lines(tmp_path: Path, row: str, told: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE + row)
    done = within("agree", run(tmp_path), "--labels", file)
    assert told in done.mistake[0]


def test_without_labels_or_scores_it_says_how_to_get_them(tmp_path: Path) -> None:
    what, todo = within("agree", run(tmp_path)).mistake
    assert ("found no labels-*.jsonl" in what, "label with `pastno label" in todo) == (True, True)
    what, todo = within("agree", held(tmp_path / "bare"), "--labels", people(tmp_path)).mistake
    assert ("found no scores" in what, "pastno score" in todo) == (True, True)


def test_labels_of_roles_come_from_label_files_too(tmp_path: Path) -> None:
    folder = run(tmp_path)
    for rater, role, value in (("r1", Role.LIVED, "no"), ("r2", Role.PROFESSIONAL, "yes")):
        lines = [label(PSYCHOSAFE, rater, f"c{n}", KEYS[1], value, role.value) for n in range(8)]
        (folder / f"labels-{rater}.jsonl").write_bytes(b"".join(map(encode, lines)))
    within("agree", folder)
    (found,) = json.loads((folder / "agreement-psychosafe-1@judge.json").read_text())["items"]
    (apart,) = found["roles"]
    assert (apart["first"], apart["second"], apart["lean"]["value"]) == ("lived-experience", "professional", -1.0)
    assert apart["between"]["percent"]["value"] == 0.0


def test_without_its_library_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    told = CliRunner().invoke(app, ["agree", str(tmp_path)])
    assert (told.exit_code, "pip install 'pastno[stats]'" in told.output) == (2, True)
