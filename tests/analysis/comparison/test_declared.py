"""The primary outcome of suites: declared, checked, frozen, and taken by a comparison."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pastno
from analysis.comparison.declared import with_declared
from analysis.comparison.primary import check_declared
from analysis.comparison.wanted import Wanted
from analysis.errors import AnalysisError
from analysis.evaluators import EVALUATORS
from pastno.check import check
from scenarios.loader import load_suite
from simulator.plan import Plan
from tests.documents.samples import SUITE
from tests.support.arms import ARMS, STRATEGY, held, plan, planted
from tests.support.people import suite
from tests.support.terminal import within

NAME = "persistence.persistence"


def declaring(primary: str | None, made: Plan | None = None) -> Plan:
    made = made or plan()
    return made.model_copy(update={"suite": made.suite.model_copy(update={"primary": primary})})


def taken(*primaries: str | None, wanted: str = "", made: Plan | None = None) -> tuple[str, tuple[str, ...]]:
    found, notes = with_declared(Wanted(primary=wanted), [declaring(one, made) for one in primaries], EVALUATORS)
    return found.primary, notes


def test_what_both_declare_is_taken_and_said() -> None:
    assert taken(NAME, NAME) == (NAME, (f"primary outcome {NAME}: declared in the suite",))
    assert taken(None, None) == ("", ())


def test_what_only_one_declares_is_not_taken() -> None:
    primary, (note,) = taken(NAME, None)
    assert (primary, note) == (
        "",
        f"the suites declare different primary outcomes (none, {NAME}), and none of them is taken",
    )


def test_what_the_user_names_wins_and_is_told_apart_from_what_was_declared() -> None:
    primary, (note,) = taken(NAME, wanted="outcome.repaired")
    assert (primary, note) == (
        "outcome.repaired",
        f"outcome.repaired is not the primary outcome that the suite declares, which is {NAME}",
    )
    assert taken(NAME, wanted=NAME) == (NAME, ())


def test_what_is_withheld_beside_a_strategy_is_not_taken() -> None:
    primary, (note,) = taken("erosion.eroded", made=plan((*ARMS, STRATEGY)))
    assert (primary, "is withheld here" in note) == ("", True)


def test_what_no_evaluator_says_here_is_not_taken_and_stops_nothing() -> None:
    primary, (note,) = taken("brought.strange")
    assert (primary, note.startswith("the suite's primary outcome is not taken: no measure 'brought.strange'")) == (
        "",
        True,
    )


@pytest.mark.parametrize(
    ("primary", "said"),
    [
        ("persistence.persistance", r"no measure .* \(nearest: 'persistence.persistence'\)"),
        ("outcome.cause", "write outcome.cause=left_without_support"),
        ("outcome.cause=need_mett", r"found the word 'need_mett' \(nearest: 'need_met'\)"),
        (f"{NAME}=3", f"write {NAME}$"),
    ],
)
def test_an_outcome_that_is_no_single_figure_is_refused(primary: str, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        check_declared(primary, EVALUATORS)


def test_a_plan_is_not_made_for_what_nothing_says(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(f"{SUITE}\nprimary: outcome.cuase=need_met\n", encoding="utf-8")
    done = within("run", tmp_path / "small.yaml", "--out", tmp_path / "run")
    assert (done.code, (tmp_path / "run").exists()) == (2, False)
    assert "no measure 'outcome.cuase' (nearest: 'outcome.cause')" in " ".join(done.complained.split())
    (finding,) = [one for one in check([tmp_path / "small.yaml"]).findings if one.rule == "no-outcome"]
    assert (finding.severity, finding.field) == ("error", "primary")


def test_text_that_names_no_measure_does_not_fit_the_schema(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(f"{SUITE}\nprimary: persistence\n", encoding="utf-8")
    with pytest.raises(Exception, match="primary"):
        load_suite(str(tmp_path / "small.yaml"))


def test_it_is_frozen_with_the_run_and_kept_by_a_fork(tmp_path: Path) -> None:
    found = suite(primary=NAME, personas=("kirsty",), scenarios=("tired-of-being-here",))
    pastno.run(pastno.plan(found, ["reference:blunt"]), tmp_path / "run")
    pastno.fork(tmp_path / "run", tmp_path / "fork", changes=["wording=warm"])
    frozen = [json.loads((tmp_path / name / "run.json").read_text())["suite"]["primary"] for name in ("run", "fork")]
    assert frozen == [NAME, NAME]


def test_a_fork_is_compared_by_what_its_suite_declares(tmp_path: Path) -> None:
    folder = held(tmp_path / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}), declaring(NAME))
    done = within("compare", folder)
    said = " ".join(done.said.split())
    assert f"{NAME}!" in said
    assert f"note: primary outcome {NAME}: declared in the suite" in said
    assert pastno.compare_arms(folder).primary == NAME


def test_a_range_over_policies_has_no_primary_outcome(tmp_path: Path) -> None:
    talks = planted({"a-a": 0, "sham": 0, "warm": 2})
    folders = [held(tmp_path / one, talks, declaring(NAME, plan(policy=one))) for one in ("own", "reversed")]
    assert pastno.compare_policies(folders).policies == ("own", "reversed")
