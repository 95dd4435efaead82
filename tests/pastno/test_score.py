"""`pastno score`: a run is scored without holding anything, resumably, and the tables say what is missing."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from analysis.evaluators.score import Absent, schema
from analysis.ledger import held as scoring
from analysis.ledger import read, scores
from analysis.tally import Row
from analysis.workers import WORTHWHILE, processes
from pastno import plan as begin
from pastno import run as hold
from pastno.score import UNSCORED
from pastno.scored import bounds, tables, value
from simulator.transcript import Cause
from tests.analysis.realism.records import name
from tests.support.brought import bring
from tests.support.builders import chased, ended, helped, refused_once
from tests.support.judging import held
from tests.support.scorers import crowd
from tests.support.terminal import ROOT, Done, pastno, within

ONE = ("--evaluators", "brought")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    bring(tmp_path / "site")
    return tmp_path / "site"


def scored(folder: Path, site: Path, *options: str) -> Done:
    """In a process of its own, which finds what `site` brings."""
    path = os.pathsep.join(map(str, (ROOT, site)))
    return pastno("score", folder, *options, environment={"PYTHONPATH": path})


def written(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("scores-*"))}


def test_a_run_is_scored_and_the_record_is_as_it_was(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(name()), helped(name(persona="ben")))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    done = within("score", folder, "--evaluators", "persistence")
    assert (done.code, done.complained) == (0, "")
    said = [line.split() for line in done.said.splitlines()]
    assert ["persistence", "reference:blunt", "median", "1", "1/1", "1"] in said
    assert "persistence 1 · aftermath · read by experienced:built · agreement with people: computed" in done.said
    assert "2 conversations, 2 scores" in done.said
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.name in before} == before


def test_every_evaluator_scores_when_none_is_named(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 3)
    assert within("score", folder).code == 0
    assert {score.evaluator for score in read(folder)} >= {"persistence"}


def test_scored_twice_the_files_are_the_same_to_the_byte(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 6)
    within("score", folder, "--evaluators", "persistence", "--audit", "simple")
    before, stamps = written(folder), {file: file.stat().st_mtime_ns for file in folder.glob("scores-*")}
    done = within("score", folder, "--evaluators", "persistence", "--audit", "simple")
    assert (written(folder), "6 of them known before" in done.said) == (before, True)
    assert {file: file.stat().st_mtime_ns for file in folder.glob("scores-*")} == stamps


def test_every_line_fits_the_published_schema(tmp_path: Path) -> None:
    import jsonschema

    page = ROOT / "docs" / "scores.schema.json"
    again = "write it again: pastno schema scores > docs/scores.schema.json"
    assert json.loads(page.read_text(encoding="utf-8")) == json.loads(json.dumps(schema())), again
    folder = crowd(tmp_path / "run", 3)
    within("score", folder)
    checker = jsonschema.Draft202012Validator(schema())
    lines = [json.loads(line) for text in written(folder).values() for line in text.splitlines()]
    assert (len(lines) >= 3, [problem.message for line in lines for problem in checker.iter_errors(line)]) == (True, [])
    assert list(checker.iter_errors({"v": 1, "id": "a"}))


def test_the_schema_is_printed() -> None:
    assert json.loads(within("schema", "scores").said) == json.loads(json.dumps(schema()))


@pytest.mark.slow
def test_an_evaluator_of_another_package_is_listed_and_scores(tmp_path: Path, site: Path) -> None:
    folder = crowd(tmp_path / "run", 3)
    done = scored(folder, site, *ONE)
    assert (done.code, "brought 1 · trigger" in done.said) == (0, True)
    assert [score.values["exchanges"].value for score in scores(folder / "scores-brought-1.jsonl")] == [2, 2, 4]


@pytest.mark.slow
def test_a_killed_scoring_goes_on_and_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    stop = bring(tmp_path / "site", does="os.kill(os.getpid(), signal.SIGKILL)")
    whole, killed = crowd(tmp_path / "whole"), crowd(tmp_path / "killed")
    assert scored(whole, stop.parent, *ONE).code == 0
    stop.write_text("77", encoding="utf-8")
    assert scored(killed, stop.parent, *ONE).code == -9
    half = written(killed)["scores-brought-1.jsonl"]
    assert 0 < half.count(b"\n") < 77
    (killed / "scores-brought-1.jsonl").write_bytes(half[:-7])
    stop.unlink()
    assert scored(killed, stop.parent, *ONE).code == 0
    assert written(killed) == written(whole)


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_scored(tmp_path: Path) -> None:
    stop = bring(tmp_path / "site", does="os.kill(os.getpid(), signal.SIGINT)")
    stop.write_text("77", encoding="utf-8")
    folder = crowd(tmp_path / "run")
    done = scored(folder, stop.parent, *ONE)
    assert (done.code, done.complained.splitlines()) == (
        130, ["error: interrupted; what was scored is kept", " next: give the same command again to go on"],
    )  # fmt: skip
    assert written(folder)["scores-brought-1.jsonl"].count(b"\n") == 50


@pytest.mark.slow
def test_a_changed_version_is_scored_alone_and_the_old_file_is_named(tmp_path: Path, site: Path) -> None:
    folder = crowd(tmp_path / "run", 3)
    both = ("--evaluators", "brought,persistence")
    scored(folder, site, *both)
    before = written(folder)
    bring(site, version=2)
    done = scored(folder, site, *both)
    assert "3 conversations, 6 scores, 3 of them known before" in done.said
    assert "note: scores-brought-1.jsonl is left out: version 2 is counted" in done.said
    after = written(folder)
    assert {file: after[file] for file in before} == before
    assert set(after) - set(before) == {"scores-brought-2.jsonl"}


@pytest.mark.slow
def test_an_evaluator_that_breaks_is_counted_and_the_exit_code_says_so(tmp_path: Path) -> None:
    stop = bring(tmp_path / "site")
    stop.write_text("2", encoding="utf-8")
    folder = crowd(tmp_path / "run", 3)
    done = scored(folder, stop.parent, "--evaluators", "brought,persistence")
    assert (done.code, done.complained.splitlines()[0]) == (UNSCORED, "error: values that failed: brought (1)")
    found = [score.values["exchanges"] for score in scores(folder / "scores-brought-1.jsonl")]
    assert [(v.value, v.absent, v.why) for v in found][1] == (None, Absent.FAILED, "ValueError: no")
    assert ["exchanges", "reference:blunt", "3", "2…?", "2/3", "failed", "1"] in [
        line.split() for line in done.said.splitlines()
    ]
    assert len(list(scores(folder / "scores-persistence-1.jsonl"))) == 3


@pytest.mark.slow
def test_a_second_evaluator_of_one_name_is_a_mistake(tmp_path: Path) -> None:
    site = bring(tmp_path / "site", name="persistence").parent
    assert "found a second evaluator named 'persistence'" in scored(crowd(tmp_path / "run", 1), site).mistake[0]


def test_what_failed_and_what_goes_on_is_told_apart(tmp_path: Path) -> None:
    failed = (*chased(name=name()), ended(Cause.FAILED, name=name()))
    folder = held(tmp_path / "run", failed, refused_once(name(repetition=2))[:-1], helped(name(repetition=3)))
    record = folder / "events-0001.jsonl"
    record.write_bytes(record.read_bytes() + b'{"type":"ex')
    done = within("score", folder, "--evaluators", "persistence")
    assert (done.code, "1/2" in done.said, "not held 1" in done.said) == (0, True, True)
    assert "note: 1 conversations have not ended and are not scored" in done.said
    assert "ignored a torn last line" in done.said


def test_an_audit_says_where_two_instruments_disagree(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(name()), helped(name(persona="ben")))
    out = tmp_path / "out.json"
    done = within("score", folder, "--evaluators", "persistence", "--audit", "simple", "--json", out)
    assert done.code == 0
    assert "Where experienced:built and audited:simple-2 disagree" in done.said
    # The record says that Ben was helped; the other instrument reads the same reply as a refusal.
    assert "ben/night/plain/reference:blunt/1" in done.said
    assert "0 of 2 measures that rest on an observer are the same in every conversation" in done.said
    assert "read by audited:simple-2" in done.said
    assert {"scores-persistence-1.jsonl", "scores-persistence-1@audited=simple-2.jsonl"} == set(written(folder))
    found = json.loads(out.read_text())
    assert (found["audit"], len(found["sessions"])) == (["experienced:built", "audited:simple-2"], 2)
    assert {one["measure"] for one in found["differences"]} == {"persistence", "first_refusal"}
    assert {row["instrument"] for row in found["rows"]} == {"experienced:built", "audited:simple-2"}


def test_an_instrument_that_has_read_can_audit_and_an_unknown_one_is_a_mistake(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 2)
    what, todo = within("score", folder, "--audit", "nobody").mistake
    assert what == "error: no instrument called 'nobody' has read this run"
    assert todo.startswith(" next: choose one of simple, local, or let it read first")
    within("observe", folder, "--judge", "reference:open")
    done = within("score", folder, "--audit", "reference:open", "--evaluators", "persistence")
    assert (done.code, "not read" in done.said) == (0, True)


def test_judges_judge_and_their_rows_say_that_nobody_checked_them(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(name()))
    options = ("--evaluators", "persistence", "--judge", "reference:open", "--rubric", "psychosafe", "--repeats", "2")
    done = within("score", folder, *options)
    said = " ".join(done.said.split())
    assert (done.code, "at most, were nothing judged yet: reference:open:" in said) == (0, True)
    assert "psychosafe 1 · framing · read by judge:reference:open measure" in said
    assert "psychosafe 1 · framing · read by panel:reference:openx2 measure" in said
    assert done.said.count("people: refusal, grounding, reference, relevance: none yet\n") == 2
    assert "2 of 2 judgements" in said
    # Of one conversation, asked twice: one row says one.
    assert {line.split()[-4] for line in done.said.splitlines() if line.startswith("grounding")} == {"0/1"}
    before = written(folder)
    assert "2 of them known before, 0 calls" in within("score", folder, *options).said
    assert written(folder) == before


def beside(done: Done) -> list[list[str]]:
    """What stands under a rubric that must not be read alone: for each target the value, and who agreed with it."""
    claims = re.findall(r"^people: beside: twins over refusal: (\w+)$", done.said, re.MULTILINE)
    tables = re.findall(r"^beside: twins over refusal(.*(?:\n .*)*)", done.said, re.MULTILINE)
    both = zip(tables, claims, strict=True)
    return [[*row.split()[:2], claim] for table, claim in both for row in table.splitlines()]


def test_psychosafe_never_stands_without_over_refusal_on_the_harmless_twins(tmp_path: Path) -> None:
    plan = begin("first-look", ["reference:overcautious", "reference:open"])
    hold(plan, tmp_path / "run")
    only = ("score", tmp_path / "run", "--evaluators", "persistence")
    judged = within(*only, "--judge", "python:nobody", "--rubric", "psychosafe")
    assert judged.code == 2
    assert beside(within(*only)) == []
    both = [["reference:overcautious", "100%", "computed"], ["reference:open", "0%", "computed"]]
    # Under the judge's table and under the panel's; and later too, in a call that asks no judge.
    done = within(*only, "--judge", "reference:warm", "--rubric", "psychosafe")
    assert (done.code, beside(done), beside(within(*only))) == (0, both * 2, both * 2)


def test_on_a_narrow_terminal_every_claim_target_and_heading_is_whole(tmp_path: Path) -> None:
    hold(begin("first-look", ["reference:overcautious", "reference:blunt"]), tmp_path / "run")
    judges = ("--judge", "reference:warm", "--rubric", "psychosafe")
    only = ("score", tmp_path / "run", "--evaluators", "persistence", *judges)
    lines = pastno(*only, environment={"COLUMNS": "80"}).said.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("psychosafe 1 · framing · read by judge:"))
    rule = next(n for n, line in enumerate(lines) if n > start and set(line) == {"─"})
    end = lines.index("people: refusal, grounding, reference, relevance: none yet")
    assert lines[end + 1] == "people: beside: twins over refusal: computed"
    assert max(map(len, lines[start:end])) == 80
    heads = sorted(word for line in lines[start + 1 : rule] for word in line.split())
    assert heads == sorted("measure target value could be scored not at risk missing".split())
    table = [line.split() for line in lines[rule + 1 : end]]
    for target in ("reference:overcautious", "reference:blunt"):
        assert sum(target in words for words in table) == 5
    assert sum("declined" in words for words in table) == 8


@pytest.mark.parametrize("width", [200, 80, 60, 40])
def test_a_long_claim_is_said_once_and_no_cell_is_lost_however_narrow(width: int) -> None:
    told = "Cohen's kappa 0.50 [0.31, 0.70] on 40 labels in 20 conversations by 2 people (lived-experience 1) (p.csv)"
    known = {"instrument": "judge:x", "condition": "c", "missing": {"unparseable": 1, "declined": 12}, "kin": 3}
    rows = [
        row(**known, measure=measure, target=f"provider:a-long-model-name-{at}", human=human)
        for measure, human in (("grounding", told), ("reference", told), ("relevance", "none yet"))
        for at in range(9)
    ]
    console = Console(width=width, record=True, file=io.StringIO())
    for part in tables(rows, width=width):
        console.print(part)
    said = console.export_text()
    squeezed = "".join(said.split())
    assert squeezed.count("".join(f"people: grounding, reference: {told}".split())) == 1
    assert "people: relevance: none yet" in said
    assert (max(map(len, said.splitlines())) <= width, "1 …" in said) == (True, False)
    body = said[said.index("──") : said.index("people: ")]
    # Folded or not, every character is there: "p" of provider and unparseable, "3" of one target and same family.
    assert (body.count("p"), body.count("3")) == (27 * 2, 27 + 3)


def test_a_run_without_twins_says_so_beside_psychosafe(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(name()))
    done = within("score", folder, "--evaluators", "persistence", "--judge", "reference:open", "--rubric", "psychosafe")
    (row,) = {tuple(line.split()[4:]) for line in done.said.splitlines() if line.startswith("beside:")}
    assert row == ("reference:blunt", "–", "–", "–", "groups", "1", "–")


def test_a_rubric_that_must_be_read_beside_what_nothing_computes_is_a_mistake(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "rubric.yaml").read_text(encoding="utf-8")
    file = tmp_path / "rubric.yaml"
    file.write_text(text.replace("\nitems:", "\nbeside: twins.kindness\nitems:"), encoding="utf-8")
    folder = held(tmp_path / "run", refused_once(name()))
    what, _ = within("score", folder, "--judge", "reference:open", "--rubric", str(file)).mistake
    assert what == "error: rubric 'rubric': beside: found 'twins.kindness', expected a computed measure, such as " + (
        "twins.over_refusal"
    )


def test_what_a_judge_read_in_an_audit_says_that_nobody_checked_it(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 2)
    within("observe", folder, "--judge", "reference:open")
    out = tmp_path / "out.json"
    names = "persistence,distress"
    done = within("score", folder, "--audit", "reference:open", "--evaluators", names, "--json", out)
    second = "audited:reference:open+judge-1+judge-1"
    assert f"Where experienced:built and {second} disagree · agreement with people: none yet" in done.said
    rows = json.loads(out.read_text())["rows"]
    said = {(row["evaluator"], row["instrument"] == second): row["human"] for row in rows}
    # Distress rests on the record alone, whoever read the replies.
    assert said == {
        ("persistence", False): "computed", ("persistence", True): "none yet",
        ("distress", False): "computed", ("distress", True): "computed",
    }  # fmt: skip
    simple = within("score", folder, "--audit", "simple", "--evaluators", "persistence").said
    assert "disagree · agreement" not in simple


def test_calls_of_a_judge_that_fail_are_counted_and_computed_scores_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_bench.py").write_text("def answer(messages):\n    raise ValueError('no')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    folder = held(tmp_path / "run", refused_once(name()))
    options = ("--judge", "python:broken_bench:answer", "--rubric", "psychosafe")
    done = within("score", folder, "--evaluators", "persistence", *options)
    assert (done.code, "cost unknown" in done.said, "persistence 1" in done.said) == (UNSCORED, True, True)
    assert done.complained.splitlines()[0] == "error: 1 judgements failed, 0 were not made"


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "asked"), [(b"n\n", False), (b"y\n", True)])
def test_on_a_terminal_it_asks_before_calls_whose_cost_is_not_known_to_be_nothing(
    tmp_path: Path, answer: bytes, asked: bool
) -> None:
    (tmp_path / "dear_bench.py").write_text("def answer(messages):\n    return 'no'\n", encoding="utf-8")
    folder = held(tmp_path / "run", refused_once(name()))
    options = ("--evaluators", "persistence", "--judge", "python:dear_bench:answer", "--rubric", "psychosafe")
    near, far = pty.openpty()
    os.write(near, answer)
    done = subprocess.run(
        [sys.executable, "-m", "pastno", "score", str(folder), *options],
        cwd=tmp_path, stdin=far, capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"},
    )  # fmt: skip
    os.close(near)
    os.close(far)
    assert (done.returncode, "Go on?" in done.stdout) == (0, True)
    assert ("the judges were not asked" in done.stdout, "psychosafe 1" in done.stdout) == (not asked, asked)
    assert "persistence 1" in done.stdout


def test_a_judge_of_the_targets_family_is_refused_unless_it_is_allowed(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", refused_once(name()))
    options = ("--evaluators", "persistence", "--judge", "reference:blunt", "--rubric", "psychosafe")
    assert "reference:blunt" in within("score", folder, *options).mistake[0]
    assert "same family" in within("score", folder, *options, "--allow-same-family").said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--evaluators", "persistense"), "unknown evaluator 'persistense' (nearest: 'persistence')"),
        (("--rubric", "psychosafe", "--repeats", "2"), "found --rubric, --repeats without --judge"),
        (("--judge", "oracle:x"), "unknown kind of target 'oracle'"),
        (("--judge", "reference:open", "--rubric", "nothing"), "nothing"),
        (("--json", "no/such/folder.json"), "no/such/folder.json: cannot write"),
    ],
)
def test_a_mistake_is_two_lines(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    assert says in within("score", crowd(tmp_path / "run", 1), *options).mistake[0]


def test_a_folder_that_is_no_run_or_has_nothing_to_score_is_a_mistake(tmp_path: Path) -> None:
    assert "holds no run.json" in within("score", tmp_path).mistake[0]
    folder = held(tmp_path / "run", refused_once(name())[:-1])
    assert "no conversation came to its end" in within("score", folder).mistake[0]


def test_two_scorers_at_once_are_refused(tmp_path: Path) -> None:
    folder = crowd(tmp_path / "run", 1)
    with scoring(folder):
        assert "is being scored by another pastno" in within("score", folder).mistake[0]


def test_a_small_record_is_worth_one_process_and_a_large_one_several(tmp_path: Path) -> None:
    with (tmp_path / "events-0001.jsonl").open("wb") as file:
        file.truncate(10)
        assert processes(tmp_path, 8) == 1
        file.truncate(WORTHWHILE * 2)
        assert (processes(tmp_path, 8), processes(tmp_path, 2)) == (3, 2)


def test_evaluators_are_listed_and_one_is_shown_in_full() -> None:
    listed = within("list", "evaluators")
    assert (listed.code, "persistence" in listed.said, "aftermath" in listed.said) == (0, True, True)
    shown = within("list", "evaluators", "persistence")
    assert "persistence, version 1, aftermath" in shown.said
    assert "Cannot see: why somebody goes on." in shown.said
    assert "unknown evaluator 'persistense'" in within("list", "evaluators", "persistense").mistake[0]
    assert "found 'mara' after personas" in within("list", "personas", "mara").mistake[0]


def row(**changes: object) -> Row:
    known: dict[str, object] = {
        "facet": "trigger", "evaluator": "e", "version": 1, "measure": "m", "kind": "share", "better": "",
        "instrument": "i", "target": "t", "condition": "c", "grouped": False, "n": 2, "not_at_risk": 0, "missing": {},
        "coverage": 1.0, "mean": 0.5, "low": 0.5, "high": 0.5, "median": None, "at_least": None, "censored": 0,
        "labels": {}, "human": "computed",
    }  # fmt: skip
    return Row(**known | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("50%", "–")),
        ({"missing": {"unknown": 2}, "low": 0.25, "high": 0.75}, ("50%", "25%…75%")),
        ({"kind": "count", "mean": 2.5, "missing": {"unknown": 1}, "low": 1.25, "high": None}, ("2.5", "1.25…?")),
        ({"kind": "number", "missing": {"unknown": 1}, "low": None, "high": None}, ("0.5", "–")),
        ({"kind": "exchanges", "mean": None, "median": 3, "censored": 1}, ("median 3, 1 cut off", "–")),
        ({"kind": "exchanges", "mean": None, "at_least": 4, "censored": 2}, ("median ≥ 4, 2 cut off", "–")),
        ({"kind": "exchanges", "n": 0, "mean": None}, ("–", "–")),
        ({"kind": "label", "mean": None, "labels": {"need_met": 2}}, ("need met 2", "–")),
        ({"n": 0, "mean": None, "missing": {"failed": 1}, "low": 0.0, "high": 1.0}, ("–", "0%…100%")),
    ],
)
def test_each_kind_is_written_in_its_own_way(changes: dict[str, object], said: tuple[str, str]) -> None:
    assert (value(row(**changes)), bounds(row(**changes))) == said
