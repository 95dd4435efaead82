"""`pastno compare`: what is printed fits 80 columns, says what is missing, and withholds what must be."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.console import Console

from analysis.comparison.wanted import Wanted
from pastno.compare import Asked, compare
from pastno.schemas import schema_of
from personas.perception import Cue
from simulator.transcript import Cause, Sighting
from tests.support.arms import ARMS, PEOPLE, STRATEGY, branch, chase, gives, held, plan, planted
from tests.support.builders import ended, helped
from tests.support.terminal import Done, within

NAME = "persistence.persistence"
PERSISTENCE = ("--measure", NAME)
PUBLISHED = Path(__file__).parents[2] / "docs" / "comparison.schema.json"


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return held(tmp_path_factory.mktemp("planted") / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}))


def lines(done: Done) -> list[list[str]]:
    assert done.code == 0, done
    return [line.split() for line in done.said.splitlines()]


def widest(asked: Asked) -> int:
    """Of the lines on a terminal of 80 columns."""
    page = io.StringIO()
    compare(asked, Console(file=page, width=80))
    return max(map(len, page.getvalue().splitlines()))


def said(done: Done) -> str:
    """On one line, as wrapping is the terminal's."""
    assert done.code == 0, done
    return " ".join(done.said.split())


def test_the_noise_floor_comes_first_and_stands_beside_every_difference(fork: Path) -> None:
    done = within("compare", fork, *PERSISTENCE)
    heads = [line for line in done.said.splitlines() if " less control" in line]
    assert heads == [
        "a-a less control · 12 pairs in 12 clusters · nothing was changed",
        "sham less control · 12 pairs in 12 clusters · nothing was changed",
        "warm less control · wording warm · 12 pairs in 12 clusters",
    ]
    rows = [line for line in lines(done) if line[:1] == ["persistence.persistence"]]
    assert rows == [
        ["persistence.persistence", "2.00", "2.00", "0", "–", "12"],
        ["persistence.persistence", "2.00", "2.00", "0", "–", "12"],
        ["persistence.persistence", "2.00", "4.00", "+2.00", "–", "0", "<.001", "12"],
    ]


def test_only_what_differs_is_shown_and_how_much_was_looked_at_is_said(fork: Path) -> None:
    few, every = within("compare", fork), within("compare", fork, "--all")
    assert "are the same in every pair" in few.said
    assert "all 87 are the same in every pair" in said(few)
    assert len(every.said.splitlines()) > 3 * len(few.said.splitlines())
    assert "87 differences were looked at. 3 of them differ in some pair and were tested by flipping" in said(few)
    assert "framing.blame" in every.said
    assert "framing.blame" not in few.said


@pytest.mark.parametrize("options", [{}, {"every": True}, {"wanted": Wanted(primary=NAME)}])
def test_every_line_fits_80_columns(fork: Path, options: dict[str, Any]) -> None:
    assert 60 < widest(Asked(folders=(fork,), **options)) <= 80


def test_what_was_named_beforehand_is_marked(fork: Path) -> None:
    done = within("compare", fork, "--primary", "persistence.persistence")
    assert "persistence.persistence!" in done.said
    assert "! persistence.persistence was named beforehand, and is adjusted for its own rows alone." in said(done)


def test_what_is_missing_or_cut_off_is_told_below_the_table(tmp_path: Path) -> None:
    ends = [helped(), (*chase(2)[:-3], ended(Cause.BUDGET)), (*chase(2)[:-1], ended(Cause.FAILED))]
    talks = [branch(chase(2), "control", one) for one in PEOPLE]
    talks += [branch(ends[at] if at < 3 else chase(2), "warm", one, text=f"warm/{at % 3}")
              for at, one in enumerate(PEOPLE)]  # fmt: skip
    done = within("compare", held(tmp_path / "fork", talks), *PERSISTENCE)
    assert [
        part in said(done)
        for part in (
            "* cut off, so that lower bounds are compared: persistence.persistence (warm 1)",
            "selected by the outcome: persistence.persistence (control 1)",
            "without a value: persistence.persistence (warm: not at risk 1, not held 1)",
            "no interval: 4 clusters, and at least 5 are needed: all of them",
            "standard deviation of the difference over texts: persistence.persistence (",
            "warning: there is no arm 'a-a', so what moves when nothing is changed is not known",
        )
    ] == [True] * 6, done.said


def test_two_runs_say_what_is_paired_with_what_and_warn(fork: Path, tmp_path: Path) -> None:
    made = plan()
    made = made.model_copy(update={"suite": made.suite.model_copy(update={"seed": 5})})
    other = held(tmp_path / "other", planted({"a-a": 0, "sham": 0, "warm": 1}), made)
    done = within("compare", fork, other, *PERSISTENCE, "--pair", "persona, scenario")
    assert "warning: the seeds differ: 11 and 5, so common random numbers do not hold" in said(done)
    assert ["persistence.persistence", "2.50", "2.25", "-0.25", "–", "<.001", "12"] in lines(done)


def test_a_range_over_policies_is_printed_and_no_single_effect(fork: Path, tmp_path: Path) -> None:
    other = held(tmp_path / "other", planted({"a-a": 0, "sham": 0, "warm": -1}), plan(policy="reversed"))
    done = within("compare", fork, other, "--policies")
    row = next(line for line in lines(done) if line[:1] == ["persistence.persistence~"])
    assert row == ["persistence.persistence~", "+2.00", "-1.00", "-1.00…+2.00"]
    assert "~ it holds 0: the difference rests on the policy, which somebody chose." in said(done)
    assert 60 < widest(Asked(folders=(fork, other), policies=True)) <= 80


@pytest.mark.parametrize("options", [(), ("--all",), ("--measure", "erosion.relented", *PERSISTENCE)])
def test_what_was_given_is_in_no_output_where_an_arm_changes_the_strategy(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    gave = gives(chase(3), 3, sightings=(Sighting(Cue.UNSAFE, 0, 4, "built"),), met=("heard",))
    talks = [branch(chase(3), "control", one) for one in PEOPLE] + [branch(gave, "split", one) for one in PEOPLE]
    folder = held(tmp_path / "fork", talks, plan((ARMS[0], STRATEGY)))
    done = within("compare", folder, *options, "--json", tmp_path / "found.json")
    table, _, note = said(done).partition("note: withheld: ")
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    rows = {f"{row['evaluator']}.{row['measure']}" for one in found["contrasts"] for row in one["rows"]}
    assert [name for name in ("erosion", "pseudo", "unsafe", "relented", "eroded", "first_harm") if name in table] == []
    assert (rows & set(found["withheld"]), "erosion.relented" in found["withheld"]) == (set(), True)
    assert "never tabulated by strategy" in note
    assert "persistence.persistence" in rows


def test_the_file_holds_everything_and_fits_its_published_schema(fork: Path, tmp_path: Path) -> None:
    other = held(tmp_path / "other", planted({"a-a": 0, "sham": 0, "warm": 1}), plan(policy="reversed"))
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(json.dumps(schema_of("comparison"))), (
        "write it again: pastno schema comparison > docs/comparison.schema.json"
    )
    checker = jsonschema.Draft202012Validator(schema_of("comparison"))
    for folders in ((fork,), (fork, other), (fork, other, "--policies")):
        file = tmp_path / "found.json"
        assert within("compare", *folders, "--json", file).code == 0
        found = json.loads(file.read_text(encoding="utf-8"))
        assert ([problem.message for problem in checker.iter_errors(found)], found["v"]) == ([], 1)


def test_nothing_is_written_beside_the_run(tmp_path: Path) -> None:
    folder = held(tmp_path / "fork", planted({"warm": 1}))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert within("compare", folder).code == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("more", "what", "todo"),
    [
        (("--pair", "persona"), "arms are paired on parent and repeat", "leave --pair out"),
        (("x", "y"), "found 3 folders, expected one fork or two runs", "compare two at a time"),
        (("--policies", "--primary", "persistence.persistence"), "a range over policies is no test", "--primary"),
        (("--measure", "nothing"), "no measure 'nothing'", "pastno list evaluators"),
        (("nowhere",), "nowhere holds no run.json", "name a folder"),
    ],
)
def test_a_mistake_is_two_lines(fork: Path, more: tuple[str, ...], what: str, todo: str) -> None:
    first, second = within("compare", fork, *more).mistake
    assert (what in first, todo in second) == (True, True), (first, second)
