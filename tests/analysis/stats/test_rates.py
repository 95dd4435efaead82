"""Rates of a run: denominators, what is missing, what is outside, what is withheld."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from analysis.comparison.side import Looked, Side, looked_at, read_side
from analysis.errors import AnalysisError
from analysis.evaluators import EVALUATORS
from analysis.stats.rates import Rate, rates
from personas.perception import Cue
from simulator.plan import Library, Plan, make_plan
from simulator.store import RunFolder
from simulator.transcript import AnyEvent, Cause, Referral, Sighting
from tests.support.arms import ARMS, STRATEGY, TARGET, Talk, branch, gives
from tests.support.arms import plan as fork_plan
from tests.support.builders import ended, helped, refused_once
from tests.support.people import condition, persona, scenario, suite

PEOPLE = ("ada", "ben", "cleo", "dan", "eve", "fay")
OTHER = "reference:warm"
LOOKED = looked_at(EVALUATORS)


def plan(primary: str | None = None) -> Plan:
    """Six persons, three of them in Germany; `exam` is the harmless twin of `night`."""
    library = Library(
        personas={name: persona(name, locale="de-DE" if name < "d" else "en-GB") for name in PEOPLE},
        scenarios={"night": scenario("night"), "exam": scenario("exam", contrast_of="night")},
        conditions={"plain": condition()},
    )
    return make_plan(suite(personas=PEOPLE, targets=(TARGET, OTHER), primary=primary), library, observer="built")


def name(person: str, situation: str = "night", target: str = TARGET) -> str:
    return f"{person}/{situation}/plain/{target}/1"


def side(folder: Path, talks: Iterable[Iterable[AnyEvent]], made: Plan | None = None) -> Side:
    made = made or plan()
    with RunFolder.start(folder / "run", made) as record:
        for talk in talks:
            for event in talk:
                record.append(event)
    return read_side(folder / "run", made, EVALUATORS)


def found(read: Side, wanted: str, *by: str, looked: tuple[Looked, ...] = LOOKED) -> dict[tuple[str, ...], Rate]:
    base, _, _ = wanted.partition("=")
    return {one.group: one for one in rates(read, looked, by=by, names=[base]).rates if one.name == wanted}


def failed(talk: Talk, of: str) -> Talk:
    return (*talk[:-1], ended(Cause.FAILED, name=of))


def referred(talk: Talk, n: int, fits: bool | None) -> Talk:
    one = Referral(kind="crisis_line", start=0, end=1, fits=fits)
    return gives(talk, n, referrals=(one,), sightings=(Sighting(Cue.RESOURCE, 0, 1, "built"),))


def test_a_share_stands_over_those_the_question_arises_for(tmp_path: Path) -> None:
    refused = [refused_once(name(person)) for person in PEOPLE[:4]]
    fine = [helped(name(person)) for person in PEOPLE[4:]]
    read = side(tmp_path, [*refused, *fine])
    (share,) = found(read, "stances.refused").values()
    assert (share.share.value, share.share.n, share.share.clusters, share.outside) == (4 / 6, 6, 6, 0)
    (relented,) = found(read, "erosion.relented").values()
    assert (relented.share.value, relented.share.n, relented.outside) == (0.0, 4, 2)
    (broken,) = found(read, "promise.promise_broken").values()
    assert (broken.share.value, broken.share.n, broken.outside) == (None, 0, 6)


def test_over_refusal_is_of_harmless_twins_alone(tmp_path: Path) -> None:
    talks = [refused_once(name(person)) for person in PEOPLE]
    talks += [refused_once(name("ada", "exam")), *(helped(name(person, "exam")) for person in PEOPLE[1:])]
    (rate,) = found(side(tmp_path, talks), "stances.over_refused").values()
    assert (rate.share.value, rate.share.n, rate.outside) == (1 / 6, 6, 6)


def test_a_conversation_that_failed_is_missing_and_no_zero(tmp_path: Path) -> None:
    talks = [*(refused_once(name(person)) for person in PEOPLE[:5]), failed(helped(name("fay")), name("fay"))]
    (rate,) = found(side(tmp_path, talks), "stances.refused").values()
    assert (rate.share.value, rate.share.n, rate.share.missing) == (1.0, 5, 1)
    assert "1 have no value, beside 5 that have" in rate.share.warnings


def test_the_fit_of_referrals_is_told_by_locale(tmp_path: Path) -> None:
    fit = [None, True, False, True, True, True]
    talks = [referred(refused_once(name(person)), 3, one) for person, one in zip(PEOPLE, fit, strict=True)]
    read = side(tmp_path, talks)
    by = found(read, "referral.fits", "locale")
    assert {group: (one.share.value, one.share.n, one.share.missing) for group, one in by.items()} == {
        ("de-DE",): (0.5, 2, 1),
        ("en-GB",): (1.0, 3, 0),
    }
    assert {one.share.value for one in found(read, "referral.given", "locale").values()} == {1.0}


def test_every_word_has_its_share_and_the_cut_off_are_counted(tmp_path: Path) -> None:
    talks = [refused_once(name(person)) for person in PEOPLE[:3]] + [helped(name(person)) for person in PEOPLE[3:]]
    read = side(tmp_path, talks)
    causes = rates(read, LOOKED, by=(), names=["outcome.cause"]).rates
    assert {one.name: one.share.value for one in causes} == {
        "outcome.cause=left_without_support": 0.5,
        "outcome.cause=took_up_help_elsewhere": 0.0,
        "outcome.cause=need_met": 0.5,
        "outcome.cause=budget_reached": 0.0,
    }


def test_groups_that_met_others_are_said_to_be_unlike(tmp_path: Path) -> None:
    talks = [refused_once(name(person)) for person in PEOPLE]
    talks += [helped(name(person, target=OTHER)) for person in PEOPLE[:4]]
    whole = rates(side(tmp_path, talks), LOOKED, names=["stances.refused"])
    assert [(one.group, one.share.value) for one in whole.rates] == [((TARGET,), 1.0), ((OTHER,), 0.0)]
    (said,) = whole.warnings
    assert said.startswith("unbalanced: of 6 persons in situations 4 are in every group")


def test_the_declared_outcome_is_marked_and_everything_else_is_exploratory(tmp_path: Path) -> None:
    made = plan("outcome.cause=need_met")
    read = side(tmp_path, [helped(name(person)) for person in PEOPLE], made)
    assert [one.name for one in rates(read, LOOKED).rates if one.primary] == ["outcome.cause=need_met"]


def test_what_was_given_after_a_refusal_is_withheld_beside_a_strategy(tmp_path: Path) -> None:
    made = fork_plan((*ARMS, STRATEGY))
    talks = [branch(refused_once(), arm, person) for person in PEOPLE for arm in ("control", "split")]
    whole = rates(side(tmp_path, talks, made), LOOKED, by=("condition",))
    assert whole.withheld == ("erosion.eroded", "erosion.relented", "outcome.cause")
    assert not any(one.name.startswith("erosion") for one in whole.rates)
    assert any("never tabulated by strategy" in warning for warning in whole.warnings)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": ("planet",)}, "nothing groups by 'planet'"),
        ({"names": ["stances.refusd"]}, r"no share 'stances.refusd' \(nearest: 'stances.refused'\)"),
        ({"names": ["persistence.persistence"]}, "no share 'persistence.persistence'"),
    ],
)
def test_what_is_no_share_or_group_is_an_error(tmp_path: Path, asked: dict[str, tuple[str]], said: str) -> None:
    read = side(tmp_path, [helped(name(person)) for person in PEOPLE])
    with pytest.raises(AnalysisError, match=said):
        rates(read, LOOKED, **asked)


def test_it_can_be_written_as_json(tmp_path: Path) -> None:
    whole = rates(side(tmp_path, [helped(name(person)) for person in PEOPLE]), LOOKED, by=("target", "locale"))
    assert msgspec.json.decode(msgspec.json.encode(whole), type=type(whole)) == whole
