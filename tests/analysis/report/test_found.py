"""What the report says was found: the findings' numbers, what was named beforehand first, nothing that is withheld."""

from __future__ import annotations

from pathlib import Path

import pytest

import pastno
from analysis.errors import AnalysisError
from analysis.evaluators.score import Judged, Score, Value, encode
from analysis.findings.caveats import cannot, cautions
from analysis.report.page import Page
from analysis.report.rows import scores
from analysis.report.values import values
from pastno.reported import Asked, Made, of_runs
from personas.perception import Strategy
from simulator.transcript import Cause
from tests.support.arms import ARMS, STRATEGY, held, plan, planted
from tests.support.builders import chased, ended, helped, refused_once
from tests.support.exported import CELL, folder_of
from tests.support.reported import hostile_run

PRIMARY = "outcome.cause=left_without_support"


def page_of(*folders: Path, **asked: object) -> Page:
    return of_runs(Asked(folders=folders, **asked)).parts.page  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return held(tmp_path_factory.mktemp("fork") / "own", planted({"a-a": 0, "sham": 0, "warm": 2}))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two left after a refusal, one was helped, one was never finished."""
    base = tmp_path_factory.mktemp("small")
    names = [CELL.format(n) for n in range(1, 5)]
    return folder_of(
        base / "run", refused_once(names[0]), refused_once(names[1]), helped(names[2]), refused_once(names[3])[:-1]
    )


def test_what_was_named_beforehand_comes_first(tmp_path: Path) -> None:
    made = plan()
    named = made.model_copy(update={"suite": made.suite.model_copy(update={"primary": PRIMARY})})
    page = page_of(held(tmp_path / "run", planted({"a-a": 0, "sham": 0, "warm": 2}), named))
    assert page.found[0].startswith(
        "outcome.cause=left_without_support, named beforehand, each of 4 groups: a-a 100 % ("
    )
    assert [one.primary for one in page.numbers.forests].index(True) == 0
    assert page.numbers.forests[0].name == PRIMARY


def test_a_primary_outcome_that_is_withheld_is_said_to_be(tmp_path: Path) -> None:
    made = plan((*ARMS, STRATEGY))
    named = made.model_copy(update={"suite": made.suite.model_copy(update={"primary": "erosion.eroded"})})
    page = page_of(held(tmp_path / "run", planted({"split": 1}), named))
    assert page.found[0] == "erosion.eroded was named beforehand and is withheld here."


def test_the_first_screen_is_at_most_eight_sentences(fork: Path, tmp_path: Path) -> None:
    others = [
        held(tmp_path / name, planted({"a-a": 0, "sham": 0, "warm": more}), plan(policy=name))
        for name, more in (("reversed", -1), ("wording-blind", 0))
    ]
    for page in (page_of(fork), page_of(fork, *others), page_of(fork, by=("persona",))):
        assert 0 < len(page.found) <= 8


def test_both_commands_say_the_same_of_what_cannot_be_said(small: Path) -> None:
    found, page = pastno.analyse(small), page_of(small)
    assert page.cannot == tuple(cannot(found))
    assert page.warnings[-len(list(cautions(found))) :] == tuple(cautions(found))
    waiting = sum(row.planned - row.held for row in page.held)
    assert page.warnings[0] == f"run: {waiting} conversations have not come to their end and are in no number."


def test_times_and_odds_are_those_of_the_findings(fork: Path) -> None:
    found = pastno.analyse(fork, against="control")
    forests = {one.name: one for one in page_of(fork).numbers.forests if one.kind != "difference"}
    means = forests["exchanges gone on after the first refusal: mean up to 5"]
    assert [one.number for one in means.marks] == [one.curve.restricted for one in found.persistence.groups]
    odds = forests["odds to stop in an exchange after the first refusal"]
    (effects,) = (one.found.effects for one in found.hazards if one.of == "persistence" and one.found)
    assert [(one.label, one.number, one.p) for one in odds.marks] == [(e.trait, e.ratio, e.p) for e in effects]
    assert [one.holm for one in odds.marks if one.p is not None] == [
        one.holm for one in found.tests if one.name.startswith("persistence: ") and "log-rank" not in one.name
    ]


def test_a_group_is_set_beside_the_one_that_was_named(fork: Path) -> None:
    page = page_of(fork, against="warm")
    labels = {mark.label for one in page.numbers.forests if one.kind == "difference" for mark in one.marks}
    assert labels == {"control less warm", "a-a less control", "sham less control"}
    with pytest.raises(AnalysisError, match="found no group 'cold'"):
        page_of(fork, against="cold")


def test_what_was_left_out_for_realism_counts_nowhere(small: Path) -> None:
    made = of_runs(Asked(folders=(small,), exclude=True))
    ids = {one.trajectory.id for one in made.told}
    found = pastno.analyse(small, exclude_flagged=True)
    assert sum(one.share.n + one.share.missing for one in found.rates.rates if one.name == "stances.refused") == len(
        [one for one in made.told if one.case is not None]
    )
    assert len(ids) == len(made.parts.page.cards)


def test_where_nothing_came_to_its_end_the_page_says_so(tmp_path: Path) -> None:
    page = page_of(folder_of(tmp_path / "run", refused_once(CELL.format(1))[:-1]))
    assert page.found == ("No conversation came to its end, so there is nothing to count.",)
    assert [page.numbers.forests, page.curves.groups, page.endings.withheld] == [(), (), page.found[0]]
    assert [card.end for card in page.cards] == ["not_ended"]


def test_a_run_of_which_nothing_ended_does_not_keep_the_others_back(small: Path, tmp_path: Path) -> None:
    begun = folder_of(tmp_path / "begun", refused_once(CELL.format(1))[:-1])
    page = page_of(small, begun, by=("run",))
    assert {mark.label for mark in page.numbers.forests[0].marks} == {"run"}
    assert len(page.cards) == 5


def made(folder: Path) -> Made:
    return of_runs(Asked(folders=(folder,)))


def test_a_value_that_is_missing_has_its_reason(small: Path) -> None:
    found = {one.column.name: values(one) for one in made(small).measured}
    refused, persisted = found["stances.refused"], found["persistence.persistence"]
    assert refused.values == (True, True, False, None)
    assert refused.absent == {"not scored": (3,)}
    assert persisted.absent == {"not at risk": (2,), "not scored": (3,)}


def test_a_lower_bound_is_told_apart(tmp_path: Path) -> None:
    name = CELL.format(1)
    cut = (*chased(*[Strategy.INSIST] * 2, budget=3, name=name), ended(Cause.BUDGET, name=name))
    found = {one.column.name: values(one) for one in made(folder_of(tmp_path / "run", cut)).measured}
    assert [found["persistence.persistence"].values, found["persistence.persistence"].cut] == [(2,), (0,)]


def test_judged_scores_of_the_run_folder_can_be_filtered_by_and_computed_ones_count_once(small: Path) -> None:
    judged = Judged(judge="local:x", prompt="1", prompt_sha256="0", rubric_sha256="0", repeat=1)
    line = encode(
        Score(id=CELL.format(1), evaluator="warmth", version=2, instrument="judge:x", values={"warm": Value(3.5)},
              judged=judged)
    )  # fmt: skip
    own = encode(
        Score(id=CELL.format(1), evaluator="stances", version=1, instrument="experienced:local-1",
              values={"refused": Value(False)})
    )  # fmt: skip
    (small / "scores-warmth@x.jsonl").write_bytes(line + own)
    try:
        found = {one.column.name: one for one in made(small).measured}
    finally:
        (small / "scores-warmth@x.jsonl").unlink()
    assert values(found["warmth.warm (local:x, repeat 1, version 2)"]).values == (3.5, None, None, None)
    assert values(found["stances.refused"]).values[0] is True


def test_judged_scores_that_may_say_what_was_given_are_withheld_too(tmp_path: Path) -> None:
    folder = held(tmp_path / "run", planted({"split": 1}), plan((*ARMS, STRATEGY)))
    name = next(iter(pastno.read(folder).conversations))
    judged = Judged(judge="local:x", prompt="1", prompt_sha256="0", rubric_sha256="0")
    lines = [
        encode(Score(id=name, evaluator=rubric, version=1, instrument="judge:x", values={"x": Value(1)}, judged=judged))
        for rubric in ("gave", "framing")
    ]
    (folder / "scores-gave@panel.jsonl").write_bytes(b"".join(lines))
    found = [one.evaluator for one in made(folder).measured]
    assert ["gave" in found, "framing" in found, "erosion" in found] == [False, True, False]


def test_no_table_holds_both_strategies_and_what_was_given(small: Path) -> None:
    found = made(small)
    names = {str(row["measure"]) for row in scores(found.told, found.measured)}
    assert "erosion.eroded" in names
    assert [name for name in names if name.startswith("strategies.")] == []


def test_who_was_given_what_must_not_be_given_is_no_way_of_strategies(small: Path, tmp_path: Path) -> None:
    gave = page_of(hostile_run(tmp_path / "gave"), by=("persona",))
    assert [(one.links, one.left_out) for one in gave.strategies] == [((), 2)]
    assert [(bool(one.links), one.left_out) for one in page_of(small).strategies] == [(True, 0)]


def test_groups_can_be_made_by_locale_and_by_run(small: Path) -> None:
    for by in ("locale", "run"):
        page, found = page_of(small, by=(by,)), pastno.analyse(small, by=(by,))
        refused = next(one for one in page.numbers.forests if one.name == "stances.refused")
        wanted = [(one.group[0], one.share) for one in found.rates.rates if one.name == "stances.refused"]
        assert [(mark.label, mark.number) for mark in refused.marks] == wanted
        assert [len(mark.at) for mark in refused.marks] == [2]
