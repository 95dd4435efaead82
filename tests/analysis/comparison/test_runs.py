"""Two runs beside each other: what pairs, what does not, and what makes them unlike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import pastno
from analysis.comparison.contrast import Comparison
from analysis.comparison.difference import Difference
from analysis.errors import AnalysisError
from personas.perception import Strategy
from simulator.plan import Plan, make_plan
from simulator.store import RunFolder
from simulator.transcript import AnyEvent, Cause
from tests.support.builders import chased, ended, helped, refused_once
from tests.support.people import condition, library, suite
from tests.support.transcripts import AGAIN, ASKS, NO, PLAN, brought, talk

PEOPLE = ("ada", "ben")
SITUATIONS = ("night", "exam")
BLUNT, WARM, OPEN = "reference:blunt", "reference:warm", "reference:open"


def made(*targets: str, **changes: Any) -> Plan:
    return make_plan(suite(targets=targets or (BLUNT,), **changes), library(), observer="built")


def run(folder: Path, talks: Iterable[tuple[AnyEvent, ...]], plan: Plan | None = None) -> Path:
    with RunFolder.start(folder, plan or made()) as record:
        for events in talks:
            for event in events:
                record.append(event)
    return folder


def names(target: str = BLUNT, condition: str = "plain", repetitions: int = 1) -> list[str]:
    return [
        f"{person}/{situation}/{condition}/{target}/{again}"
        for person in PEOPLE
        for situation in SITUATIONS
        for again in range(1, repetitions + 1)
    ]


def long(name: str, exchanges: int) -> tuple[AnyEvent, ...]:
    went_on = [Strategy.INSIST] * exchanges
    events = chased(*went_on, Strategy.WITHDRAW, budget=exchanges + 2, name=name)
    return (*events, ended(Cause.LEFT, name=name))


def row(found: Comparison, name: str = "persistence.persistence") -> Difference:
    return next(one for one in found.contrasts[0].rows if one.name == name)


def counts(found: Comparison) -> tuple[int, int, int]:
    one = found.contrasts[0]
    return one.pairs, one.alone_a, one.alone_b


def test_a_run_beside_itself_differs_by_exactly_zero_everywhere(tmp_path: Path) -> None:
    folder = tmp_path / "RUN"
    pastno.run(pastno.plan("first-look", [BLUNT, "reference:filtered", "reference:eroding"]), folder)
    found = pastno.compare_runs(folder, folder)
    assert counts(found) == (36, 0, 0)
    assert {one.difference for one in found.contrasts[0].rows} == {0.0, None}
    assert not any(one.apart or one.estimate.low is not None for one in found.contrasts[0].rows)
    assert found.warnings == ()


def test_the_one_target_that_differs_is_paired_and_said(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1) for name in names(BLUNT)))
    second = run(tmp_path / "b", (long(name, 3) for name in names(WARM)), made(WARM))
    found = pastno.compare_runs(first, second)
    assert (counts(found), row(found).difference) == ((4, 0, 0), 2.0)
    assert found.notes[0] == "target reference:warm of b is paired with reference:blunt of a"


def test_targets_that_both_have_stay_with_their_own(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1) for name in (*names(BLUNT), *names(OPEN))), made(BLUNT, OPEN))
    second = run(tmp_path / "b", (long(name, 2) for name in (*names(OPEN), *names(WARM))), made(OPEN, WARM))
    found = pastno.compare_runs(first, second)
    assert (counts(found), row(found).n) == ((8, 0, 0), 8)
    assert [note for note in found.notes if "paired" in note] == [f"target {WARM} of b is paired with {BLUNT} of a"]


def test_several_targets_that_differ_are_not_paired_by_guess(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1) for name in (*names(BLUNT), *names(OPEN))), made(BLUNT, OPEN))
    second = run(tmp_path / "b", (long(name, 2) for name in (*names(WARM), *names(OPEN)[:1])), made(WARM, OPEN))
    found = pastno.compare_runs(first, second)
    assert counts(found) == (8 - 3, 3, 0)
    third = run(tmp_path / "c", (long(name, 2) for name in (*names("reference:policy"), *names(WARM))), made(WARM))
    with pytest.raises(AnalysisError, match="no conversation of a has one of c with the same persona, scenario,"):
        pastno.compare_runs(first, third)
    assert counts(pastno.compare_runs(first, third, pair=["persona", "scenario", "repetition"])) == (4, 0, 0)


def test_the_one_condition_that_differs_is_paired_and_said(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1) for name in names()))
    other = made().model_copy(update={"conditions": {"informed": condition("informed")}})
    second = run(tmp_path / "b", (long(name, 1) for name in names(condition="informed")), other)
    found = pastno.compare_runs(first, second)
    assert (counts(found), found.notes[0]) == ((4, 0, 0), "condition informed of b is paired with plain of a")


def test_what_has_no_partner_is_counted_and_said(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1) for name in names()))
    second = run(tmp_path / "b", (long(name, 1) for name in names(repetitions=2)[:3]))
    found = pastno.compare_runs(first, second)
    assert counts(found) == (2, 2, 1)
    assert list(found.notes[:2]) == [
        "2 conversations of a have no partner and are left out",
        "1 conversations of b have no partner and are left out",
    ]


def test_relaxed_pairs_compare_means_and_say_where_some_are_missing(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1 + at % 2) for at, name in enumerate(names(repetitions=2))))
    second = run(
        tmp_path / "b",
        (helped(name) if at == 0 else long(name, 4) for at, name in enumerate(names(repetitions=3))),
        made(repetitions=3),
    )
    found = pastno.compare_runs(first, second, pair=["scenario", "persona"])
    assert found.contrasts[0].by == ("persona", "scenario")
    assert (counts(found), row(found).mean_a, row(found).mean_b, row(found).partly) == ((4, 0, 0), 1.5, 4.0, 1)


@pytest.mark.parametrize(
    ("pair", "said"),
    [(["person"], "nothing pairs by 'person' .nearest: 'persona'"), (["target"], "unlike people in unlike situations")],
)
def test_a_pairing_that_is_none_is_refused(tmp_path: Path, pair: list[str], said: str) -> None:
    folder = run(tmp_path / "a", [refused_once(names()[0])])
    with pytest.raises(AnalysisError, match=said):
        pastno.compare_runs(folder, folder, pair=pair)


def test_what_makes_runs_unlike_is_warned_of(tmp_path: Path) -> None:
    talks = [refused_once(names()[0])]
    one, other = made(), made(seed=12, policy="wording-blind", max_exchanges=9)
    changed = other.model_copy(update={"observer": "newer", "hashes": other.hashes | {"scenario/night": "0" * 64}})
    found = pastno.compare_runs(run(tmp_path / "a", talks, one), run(tmp_path / "b", talks, changed))
    assert list(found.warnings) == [
        "the replies were read by experienced:built and by experienced:newer: a difference may be one of reading; let "
        "one instrument read both with --audit",
        "the observers that drove the runs differ: built and newer",
        "the seeds differ: 11 and 12, so common random numbers do not hold",
        "the reaction policies differ: own and wording-blind, so common random numbers do not hold",
        "the budgets of exchanges differ: 5 and 9",
        "documents of the same name differ: persona ada, persona ben, scenario night",
    ]


def test_another_instrument_reads_both(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (refused_once(name) for name in names()))
    second = run(tmp_path / "b", (helped(name) for name in names()))
    drove, audit = (
        pastno.compare_runs(first, second, audit=one, measures=["stances.refused"]) for one in (None, "simple")
    )
    assert drove.instruments == ("experienced:built", "experienced:built")
    assert [name.startswith("audited:") for name in audit.instruments] == [True, True]
    # The rules alone read the reply of the second run as a refusal; the record says that it was none.
    assert [(one.mean_a, one.mean_b) for found in (drove, audit) for one in found.contrasts[0].rows] == [(1, 0), (1, 1)]


def test_imports_are_paired_by_their_names(tmp_path: Path) -> None:
    refused = {name: talk(ASKS, NO, AGAIN, NO, name=name, target="old") for name in ("one", "two", "three", "left")}
    helps = {name: talk(ASKS, PLAN, name=name, target="new") for name in ("three", "two", "one", "more")}
    brought(tmp_path / "a", *refused.values())
    brought(tmp_path / "b", *helps.values())
    found = pastno.compare_runs(tmp_path / "a", tmp_path / "b")
    assert (counts(found), found.contrasts[0].by, found.contrasts[0].clusters) == ((3, 1, 1), ("name",), 3)
    assert (row(found, "stances.refused").difference, row(found).at_risk_a) == (-1.0, 3)
    assert row(found, "stances.acceptable").absent_a == {"unknown": 3}


def test_an_import_is_not_set_beside_a_run(tmp_path: Path) -> None:
    brought(tmp_path / "a", talk(ASKS, NO))
    folder = run(tmp_path / "b", [refused_once(names()[0])])
    with pytest.raises(AnalysisError, match="a was imported and b was held: nothing pairs them"):
        pastno.compare_runs(tmp_path / "a", folder)
    with pytest.raises(AnalysisError, match="paired by their names alone; leave --pair out"):
        pastno.compare_runs(tmp_path / "a", tmp_path / "a", pair=["persona"])


def test_conversations_that_have_not_ended_are_not_compared_and_said(tmp_path: Path) -> None:
    first = run(tmp_path / "a", (long(name, 1) for name in names()))
    second = run(tmp_path / "b", (long(name, 1)[:-1] if at == 0 else long(name, 1) for at, name in enumerate(names())))
    found = pastno.compare_runs(first, second)
    assert counts(found) == (3, 1, 0)
    assert any(note.startswith("b: 1 conversations have not ended") for note in found.notes)


def test_a_run_without_an_end_is_refused(tmp_path: Path) -> None:
    first = run(tmp_path / "a", [refused_once(names()[0])])
    second = run(tmp_path / "b", [refused_once(names()[0])[:-1]])
    with pytest.raises(AnalysisError, match="no conversation came to its end; hold some with `pastno run --resume"):
        pastno.compare_runs(first, second)
