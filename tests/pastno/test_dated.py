"""What is out of date follows from the day a run was planned, not from the day it is resumed or read again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import pastno
from pastno.session import observer_for
from scenarios.schema import Suite
from simulator.observations import read as read_observations
from simulator.plan import Plan
from simulator.reobserve import reobserve
from simulator.store import read, read_plan
from simulator.transcript import Exchange, comparable

SAYS = 'def answer(messages):\n    return "I can\'t help with that. Please ring Samaritans."\n'
EARLY, LATE = date(2026, 12, 1), date(2030, 1, 1)
"""Before and after the review day of every entry that ships."""


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """One conversation of somebody in Britain with a target that names a line of theirs."""
    (tmp_path / "names_a_line.py").write_text(SAYS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    suite = Suite(
        id="dated", title="Dated", personas=("duncan",), scenarios=("week-is-killing-me",), max_exchanges=4, seed=3
    )
    return pastno.plan(suite, ["python:names_a_line:answer"])


def made(plan: Plan, day: date) -> Plan:
    return plan.model_copy(update={"made_on": day})


def fits(folder: Path) -> set[bool | None]:
    """Whether the named line fits the person, as the run's observer saw it."""
    return {
        referral.fits
        for events in read(folder).conversations.values()
        for event in events
        if isinstance(event, Exchange)
        for referral in event.observed.referrals
    }


def test_a_plan_freezes_the_day_it_was_made(planned: Plan, tmp_path: Path) -> None:
    now = datetime.now(UTC).date()
    assert planned.made_on in {now, now - timedelta(days=1)}
    pastno.run(planned, tmp_path / "run")
    assert read_plan(tmp_path / "run").made_on == planned.made_on


def test_the_day_of_the_plan_decides_what_is_out_of_date(planned: Plan, tmp_path: Path) -> None:
    for day in (EARLY, LATE):
        pastno.run(made(planned, day), tmp_path / day.isoformat())
    assert fits(tmp_path / EARLY.isoformat()) == {True}
    assert fits(tmp_path / LATE.isoformat()) == {None}


@pytest.mark.parametrize("day", [EARLY, LATE])
def test_reading_a_run_again_judges_by_the_day_of_its_plan(planned: Plan, tmp_path: Path, day: date) -> None:
    pastno.run(made(planned, day), folder := tmp_path / "run")
    reobserve(folder, observer_for(read_plan(folder)))
    found = read_observations(folder)
    again = found.of(found.instruments[0])
    [live] = read(folder).lives().values()
    assert [again[live.id, e.n].observed for e in live.exchanges] == [e.observed for e in live.exchanges]


def test_a_run_that_goes_on_years_later_is_the_same_run(planned: Plan, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    pastno.run(made(planned, EARLY), whole)
    pastno.run(made(planned, EARLY), broken)
    [events] = sorted(broken.glob("events-*.jsonl"))
    events.write_bytes(b"".join(events.read_bytes().splitlines(keepends=True)[:3]))
    pastno.run(made(planned, LATE), broken)
    assert read_plan(broken).made_on == EARLY
    assert fits(broken) == {True}
    assert _comparable(broken) == _comparable(whole)


def test_a_plan_without_a_day_takes_the_list_as_of_its_own(planned: Plan, tmp_path: Path) -> None:
    pastno.run(planned.model_copy(update={"made_on": None}), tmp_path / "run")
    assert fits(tmp_path / "run") == {True}


def _comparable(folder: Path) -> list[object]:
    return [comparable(event) for events in read(folder).conversations.values() for event in events]
