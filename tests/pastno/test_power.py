"""`pastno power`: the numbers of the statistics, a pilot's own share and correlation, and errors that say what fits."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

import pastno
from analysis.errors import AnalysisError
from analysis.stats.power import paired, unpaired
from pastno.cli import app
from pastno.power import Asked, of
from simulator.store import read

TARGETS = ("reference:open", "reference:overcautious", "reference:policy")


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("power") / "pilot"
    pastno.run(pastno.plan("first-look", TARGETS), folder)
    return folder


def given(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["power", *arguments], env={"COLUMNS": "80"})
    return done.exit_code, done.output


def test_a_guess_gives_what_the_formulas_give() -> None:
    (plan,) = of(Asked(share=0.3, difference=0.1, size=4, icc=0.2, discordant=0.2, power=0.9)).plans
    assert plan.unpaired == unpaired(0.3, 0.4, size=4, icc=0.2, power=0.9)
    assert plan.paired == paired(0.3, 0.4, discordant=0.2, size=4, icc=0.2, power=0.9)


def test_the_table_holds_the_known_four_hundred() -> None:
    code, said = given()
    (row,) = [line.split() for line in said.splitlines() if "+0.10" in line]
    assert (code, row[2]) == (0, "389")


@pytest.mark.parametrize(
    ("share", "differences"), [(0.5, [0.05, 0.1, 0.15, 0.2, 0.3]), (0.92, [0.05, -0.1, -0.15, -0.2, -0.3])]
)
def test_differences_stay_between_0_and_1(share: float, differences: list[float]) -> None:
    assert [plan.difference for plan in of(Asked(share=share)).plans] == differences


def test_a_pilot_gives_its_own_shares(pilot: Path) -> None:
    """Counted anew in the record: conversations with an encounter, of those held, by target."""
    counted: dict[str, list[bool]] = {}
    for live in read(pilot).lives().values():
        counted.setdefault(live.started.target, []).append(bool(live.encounters))
    found = of(Asked(folders=(pilot,), difference=-0.1))
    assert {one.group: (one.n, one.share) for one in found.pilots} == {
        target: (len(some), sum(some) / len(some)) for target, some in counted.items()
    }
    # Where all were refused there is nothing to plan from.
    assert {one.group for one in found.pilots if one.why == "all are alike"} == {"reference:policy"}
    assert {plan.group for plan in found.plans} == {"reference:open", "reference:overcautious"}


def test_a_pooled_pilot_has_clusters_and_their_correlation(pilot: Path) -> None:
    (one,) = of(Asked(folders=(pilot,), by=())).pilots
    (two,) = of(Asked(folders=(pilot,), by=(), measure="outcome.cause=need_met")).pilots
    assert (one.n, one.clusters, one.size, one.icc is not None) == (36, 12, 3, True)
    assert two.share != one.share


def test_the_file_holds_what_was_printed(pilot: Path, tmp_path: Path) -> None:
    code, said = given(str(pilot), "--difference", "0.1", "--json", str(tmp_path / "needed.json"))
    written = json.loads((tmp_path / "needed.json").read_text())
    assert code == 0
    assert written == json.loads(msgspec.json.encode(of(Asked(folders=(pilot,), difference=0.1))))
    assert all(str(plan["unpaired"]["conversations"]) in said for plan in written["plans"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(difference=0.6), "found shares 0.5 and 1.1"),
        (Asked(share=0.0), "found shares 0 and 0"),
        (Asked(difference=0.0), "expected a difference to look for"),
        (Asked(icc=2), "icc 2"),
    ],
)
def test_what_fits_no_formula_is_said(asked: Asked, said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        of(asked)


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("stances.refuse", "nearest: 'stances.refused'"),
        ("outcome.cause", "choose among"),
        ("referral.fits", "no share is true or false"),
    ],
)
def test_a_measure_that_is_not_true_or_false_is_refused(pilot: Path, measure: str, said: str) -> None:
    code, output = given(str(pilot), "--measure", measure)
    assert (code, said in " ".join(output.split())) == (2, True), output
