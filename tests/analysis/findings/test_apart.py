"""Differences between groups: beside sums made by hand, and beside another computation of the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import mean, stdev

import msgspec
import pytest
from scipy.stats import t as student

import pastno
from analysis.comparison.holm import holm
from analysis.errors import AnalysisError
from analysis.findings.family import Apart
from analysis.findings.found import Findings
from analysis.stats.apart import Gap
from personas.perception import Cue
from scenarios import load_suites
from simulator.transcript import Cause, Sighting
from tests.support.arms import ARMS, PEOPLE, STRATEGY, branch, chase, gives, held, plan, planted
from tests.support.builders import ended, helped

TWO = ("reference:open", "reference:policy")


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return held(tmp_path_factory.mktemp("planted") / "fork", planted({"a-a": 0, "sham": 0, "warm": 2}))


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look") / "look"
    pastno.run(pastno.plan("first-look", [*TWO, "reference:warm"]), folder)
    return folder


def arms(folder: Path, lengths: Mapping[str, list[int]]) -> Apart:
    """Each of six goes on for so long in two arms; the second less the first."""
    talks = [
        branch(chase(long), arm, one) for arm, some in lengths.items() for one, long in zip(PEOPLE, some, strict=True)
    ]
    (found,) = pastno.analyse(held(folder, talks)).differences
    return found


def measured(one: Apart) -> dict[str, object]:
    return {row.name: (row.difference, row.n) for row in one.measures}


def by_step(gaps: tuple[Gap, ...]) -> dict[tuple[str, str], Gap]:
    return {gap.step: gap for gap in gaps}


def test_without_anything_cut_off_it_is_the_paired_t_of_each_persons_difference(tmp_path: Path) -> None:
    before, after = [1, 2, 3, 1, 2, 5], [3, 2, 5, 2, 4, 4]
    found = arms(tmp_path / "fork", {"control": before, "warm": after}).persistence
    # The means stop at 5, the last time that both have.
    gaps = [two - one for one, two in zip(before, after, strict=True)]
    assert found is not None
    assert [found.until, found.a, found.b] == pytest.approx([5, mean(before), mean(after)])
    error = stdev(gaps) / 6**0.5
    reach = float(student.ppf(0.975, 5))
    number = found.difference
    assert number.value == pytest.approx(mean(gaps))
    assert (number.n, number.clusters) == (12, 6)
    assert number.low == pytest.approx(mean(gaps) - reach * error)
    assert number.high == pytest.approx(mean(gaps) + reach * error)
    assert found.p == pytest.approx(2 * student.sf(abs(mean(gaps)) / error, 5))


def test_where_all_of_one_have_stopped_the_other_counts_to_its_own_end(tmp_path: Path) -> None:
    found = arms(tmp_path / "fork", {"control": [1, 2, 3, 1, 2, 3], "warm": [9, 9, 1, 9, 2, 9]}).persistence
    assert found is not None
    assert [found.until, found.a, found.b] == pytest.approx([9, 2, (9 + 9 + 1 + 9 + 2 + 9) / 6])


def test_who_was_cut_off_is_not_taken_to_have_stopped(tmp_path: Path) -> None:
    cut = (*chase(2)[:-3], ended(Cause.BUDGET))
    talks = [branch(chase(2), "control", one) for one in PEOPLE]
    talks += [branch(cut if at < 2 else chase(3), "warm", one) for at, one in enumerate(PEOPLE)]
    (one,) = pastno.analyse(held(tmp_path / "fork", talks)).differences
    found = one.persistence
    assert found is not None
    # Two are cut off after two exchanges and four stop after three: nobody stops before, so the area is the whole.
    assert (found.until, found.a, found.b, found.difference.censored) == (3, 2, 3, 2)


def test_rates_and_moves_are_those_of_pairs_made_by_hand(tmp_path: Path) -> None:
    talks = [branch(chase(2), "control", one) for one in PEOPLE]
    talks += [branch(helped() if at < 2 else chase(4), "warm", one) for at, one in enumerate(PEOPLE)]
    talks += [branch(chase(2), "control", "ada", situation="exam")]
    (one,) = pastno.analyse(held(tmp_path / "fork", talks)).differences
    assert (one.a, one.b, one.by, one.pairs, one.clusters) == ("arm=control", "arm=warm", ("parent", "repeat"), 6, 6)
    assert (one.alone_a, one.alone_b) == (1, 0)
    assert "1 of arm=control have no partner in arm=warm and are left out" in one.warnings
    assert measured(one)["stances.refused"] == (pytest.approx(-2 / 6), 6)
    assert measured(one)["outcome.cause=need_met"] == (pytest.approx(2 / 6), 6)
    # Refused after 2 of 3 exchanges that follow a refusal in the one, and after 4 of 5 in the other.
    assert by_step(one.moves)["post_refusal", "refusal"].difference.value == pytest.approx(4 / 5 - 2 / 3)
    # Two persons go on from one exchange to another before any refusal, and all others are refused at once.
    assert by_step(one.moves)["pre_refusal", "refusal"].b == pytest.approx(4 / (4 + 2 + 2))
    assert by_step(one.ends)["start", "need_met"].difference.value == pytest.approx(2 / 6)
    assert one.persistence is not None
    assert (one.persistence.difference.n, one.persistence.at_risk_a, one.persistence.at_risk_b) == (8, 2, 0)
    assert any(text.startswith("in 2 pairs one side alone was refused") for text in one.warnings)


def test_a_planted_difference_is_found_and_the_noise_floor_stands_beside_it(fork: Path) -> None:
    found = pastno.analyse(fork, against="control").differences
    assert [(one.b, one.check) for one in found] == [("arm=a-a", True), ("arm=sham", True), ("arm=warm", False)]
    calm, _, warm = found
    assert calm.persistence is not None
    assert warm.persistence is not None
    assert (calm.persistence.difference.value, calm.persistence.noise, calm.persistence.holm) == (0, None, None)
    # Two exchanges more were planted for everybody: no interval, and of 2^12 ways to flip the signs two are as far.
    number = warm.persistence.difference
    assert number.value == pytest.approx(2)
    assert (number.low, warm.persistence.noise) == (None, 0)
    assert warm.persistence.p == pytest.approx(2**-11)
    moves = by_step(warm.moves)["post_refusal", "refusal"]
    assert (moves.noise, moves.difference.low is not None and moves.difference.low > 0) == (0, True)
    assert {row.noise for row in warm.measures if row.n} == {0.0}
    assert {row.holm for one in (calm,) for row in one.measures} == {None}


def test_every_p_but_those_of_checks_and_of_the_primary_is_adjusted_together(tmp_path: Path) -> None:
    suite = load_suites()["first-look"].model_copy(update={"primary": "persistence.persistence"})
    pastno.run(pastno.plan(suite, [*TWO, "reference:warm"]), tmp_path / "named")
    found = pastno.analyse(tmp_path / "named", against="reference:open").differences
    rows = [row for one in found for row in one.measures]
    first = [row for row in rows if row.primary]
    assert [row.name for row in first] == ["persistence.persistence"] * 2
    family = [row for row in rows if row.holm is not None and not row.primary]
    spans = [one.persistence for one in found if one.persistence is not None and one.persistence.p is not None]
    expected = holm([*(row.estimate.p or 0 for row in family), *(one.p or 0 for one in spans)])
    assert [*(row.holm for row in family), *(one.holm for one in spans)] == pytest.approx(expected)
    assert len(family) > 4


def test_targets_are_paired_on_the_same_person_in_the_same_situation(look: Path) -> None:
    found = pastno.analyse(look, against="reference:policy")
    assert [(one.a, one.b, one.pairs) for one in found.differences] == [
        ("target=reference:policy", "target=reference:open", 12),
        ("target=reference:policy", "target=reference:warm", 12),
    ]
    shares = {(one.name, one.group[0]): one.share for one in found.rates.rates}
    for one in found.differences:
        a, b = one.a.removeprefix("target="), one.b.removeprefix("target=")
        for name in ("stances.refused", "outcome.cause=left_without_support"):
            expected = (shares[name, b].value or 0) - (shares[name, a].value or 0)
            assert measured(one)[name] == (pytest.approx(expected), 12)


def test_two_groups_are_set_beside_each_other_and_more_only_where_one_is_named(look: Path, fork: Path) -> None:
    assert pastno.analyse(look).differences == ()
    assert [one.b for one in pastno.analyse(look, against="target=reference:open").differences] == [
        "target=reference:policy",
        "target=reference:warm",
    ]
    with pytest.raises(AnalysisError, match=r"no group 'reference:opne'.*nearest: 'reference:open'.*reference:warm"):
        pastno.analyse(look, against="reference:opne")
    with pytest.raises(AnalysisError, match="is the only group"):
        pastno.analyse(fork, by=["target"], against="reference:blunt")


def test_the_other_way_round_is_the_same_with_the_other_sign(tmp_path: Path) -> None:
    pastno.run(pastno.plan("first-look", TWO), tmp_path / "two")
    (one,), (other,) = (pastno.analyse(tmp_path / "two", against=name).differences for name in TWO)
    assert pastno.analyse(tmp_path / "two").differences == (one,)
    assert (one.a, one.b) == (other.b, other.a)
    assert [(row.name, row.difference, row.mean_a) for row in one.measures] == [
        (row.name, None if row.difference is None else pytest.approx(-row.difference), row.mean_b)
        for row in other.measures
    ]


def test_where_nobody_is_in_both_groups_nothing_is_paired(look: Path) -> None:
    found = pastno.analyse(look, by=["persona", "scenario"], against="persona=tess, scenario=stopping-alone")
    assert found.differences
    assert {(one.pairs, len(one.measures), one.persistence, one.moves) for one in found.differences} == {
        (0, 0, None, ())
    }
    assert found.differences[0].warnings[0].startswith("nothing pairs")


def test_people_of_two_places_are_paired_by_what_they_are_in(tmp_path: Path) -> None:
    for name in ("arjun", "olena"):
        suite = load_suites()["first-look"].model_copy(update={"personas": (name,)})
        pastno.run(pastno.plan(suite, ["reference:policy"]), tmp_path / name)
    found = pastno.analyse(tmp_path / "arjun", tmp_path / "olena", by=["locale"])
    # Each run knows its own person alone, and both places are told all the same.
    assert len({one.group for one in found.rates.rates}) == 2
    (one,) = found.differences
    assert (one.by, one.pairs, one.clusters) == (("scenario", "repetition", "condition", "target"), 3, 3)
    assert {f"locale={group}" for (group,) in {rate.group for rate in found.rates.rates}} == {one.a, one.b}


def test_nothing_that_is_withheld_is_in_a_difference(tmp_path: Path) -> None:
    gave = gives(chase(3), 3, sightings=(Sighting(Cue.UNSAFE, 0, 4, "built"),), met=("heard",))
    talks = [branch(chase(3), "control", one) for one in PEOPLE] + [branch(gave, "split", one) for one in PEOPLE]
    named = plan((ARMS[0], STRATEGY))
    named = named.model_copy(update={"suite": named.suite.model_copy(update={"primary": "erosion.erosion"})})
    found = pastno.analyse(held(tmp_path / "fork", talks, named))
    (one,) = found.differences
    said = json.dumps(msgspec.to_builtins(one))
    assert [word for word in ("erosion", "eroded", "relented", "unsafe") if word in said] == []
    assert "erosion.erosion" in found.rates.withheld
    assert "stances.refused" in measured(one)


def test_what_says_how_a_wording_reads_is_no_finding(tmp_path: Path) -> None:
    points = gives(
        chase(2), 1, sightings=(Sighting(Cue.RESOURCE, 0, 4, "built"), Sighting(Cue.DECLINES, 0, 4, "built"))
    )
    talks = [branch(chase(2), "control", one) for one in PEOPLE]
    talks += [branch(points, "warm", one, text="warm/1") for one in PEOPLE]
    (one,) = pastno.analyse(held(tmp_path / "fork", talks)).differences
    given = next(row for row in one.measures if row.name == "referral.given")
    assert (given.treatment, given.holm) == (True, None)


def test_a_failed_conversation_is_missing_in_its_pair(tmp_path: Path) -> None:
    talks = [branch(chase(2), arm, one) for arm in ("control", "warm") for one in PEOPLE]
    talks[0] = (*talks[0][:-1], ended(Cause.FAILED, name=talks[0][0].id))
    found: Findings = pastno.analyse(held(tmp_path / "fork", talks))
    (one,) = found.differences
    assert one.persistence is not None
    assert (one.pairs, one.persistence.difference.n, one.persistence.difference.missing) == (6, 10, 1)
    moves = by_step(one.moves)["pre_refusal", "refusal"].difference
    assert (moves.n, moves.missing) == (10, 1)
