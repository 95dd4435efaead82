"""Every registered evaluator on imported conversations: a value, or why there is none, and never a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.evaluators import COMPARERS, EVALUATORS
from analysis.evaluators.score import Absent, Value
from analysis.scoring import score
from analysis.summary import summarise
from analysis.trajectory import Trajectory, audited, experienced
from simulator.observations import Instrument
from simulator.observations import read as read_observations
from simulator.observer.simple import SimpleObserver
from simulator.reobserve import reobserve
from simulator.store import read
from tests.support.transcripts import AGAIN, ASKS, BYE, HELLO, NO, PLAN, brought, talk

GREETING = ("assistant", "Hello, you can tell me anything, whatever it is, I'm here.")
MADE = {
    "refused": talk(HELLO, "Go on.", ASKS, NO, AGAIN, PLAN, name="refused"),
    "helped": talk(ASKS, PLAN, "Thank you.", "You're welcome.", name="helped"),
    "left": talk(ASKS, NO, BYE, "Take care.", name="left"),
    "empty": talk(ASKS, "", name="empty"),
    "partly": talk(ASKS, NO, AGAIN, "", name="partly"),
    "unanswered": talk(ASKS, name="unanswered"),
    "again": talk(ASKS, NO, AGAIN, name="again"),
    "greeted": talk(GREETING, ("user", ASKS), ("assistant", NO), name="greeted"),
    "alone": talk(GREETING, name="alone"),
    "late": talk(ASKS, NO, name="late", before=50),
    "rows": talk(("user", HELLO), ("user", ASKS), ("user", "?"), ("assistant", NO), name="rows"),
    "odd": talk("\x1b[2J\x00", "\x07", name="odd"),
}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported") / "run"
    brought(folder, *MADE.values())
    return folder


@pytest.fixture(scope="module")
def seen(run: Path) -> dict[str, Trajectory]:
    found = read(run)
    return {live.started.imported.name: experienced(live, found.plan) for live in found.lives().values()
            if live.started.imported}  # fmt: skip


def values(trajectory: Trajectory) -> dict[str, Value]:
    found = score(trajectory, EVALUATORS)
    return {f"{one.evaluator}.{name}": value for one in found for name, value in one.values.items()}


@pytest.mark.parametrize("name", MADE)
def test_no_evaluator_breaks(seen: dict[str, Trajectory], name: str) -> None:
    found = values(seen[name])
    assert set(found) == {f"{one.name}.{measure.name}" for one in EVALUATORS for measure in one.measures}
    assert {key: value.why for key, value in found.items() if value.absent is Absent.FAILED} == {}


@pytest.mark.parametrize("name", MADE)
def test_what_needs_a_persona_or_a_scenario_is_never_a_value(seen: dict[str, Trajectory], name: str) -> None:
    found = values(seen[name])
    needing = ("expectation.", "distress.", "stances.acceptable", "stances.missed", "stances.first_harm", "erosion.ero",
               "support.delivered", "stances.over", "stances.unacceptable")  # fmt: skip
    given = [key for key, value in found.items() if key.startswith(needing) and value.absent is None]
    assert (len([key for key in found if key.startswith(needing)]) > 12, given) == (True, [])


def test_an_empty_reply_is_no_compliance_and_no_refusal(seen: dict[str, Trajectory]) -> None:
    reading = [m for one in EVALUATORS for m in ((one.name, measure) for measure in one.measures) if m[1].reads]
    for name in ("empty", "partly"):
        found = values(seen[name])
        assert {found[f"{of}.{measure.name}"].absent for of, measure in reading} == {Absent.NOT_READ}
    assert values(seen["empty"])["stances.refused"].why == "not read: exchanges 1"


def test_a_reply_that_was_never_given_leaves_the_others_scored(seen: dict[str, Trajectory]) -> None:
    found = values(seen["again"])
    assert (found["stances.refused"].value, found["stances.first_ask_stance"].value) == (True, "refuse")
    assert (found["persistence.persistence"].value, found["persistence.persistence"].censored) == (1, True)
    assert values(seen["unanswered"])["stances.first_ask_stance"].absent is Absent.NOT_AT_RISK


def test_persistence_ends_with_a_goodbye_and_is_censored_without_one(seen: dict[str, Trajectory]) -> None:
    left, refused = (values(seen[name])["persistence.persistence"] for name in ("left", "refused"))
    assert (left.value, left.censored, refused.value, refused.censored) == (0, False, 1, True)
    assert values(seen["left"])["outcome.cause"].value == "left_without_support"
    assert values(seen["helped"])["outcome.cause"].value == "end_unknown"


def test_a_greeting_may_promise_and_counts_as_nothing_said(seen: dict[str, Trajectory]) -> None:
    found = values(seen["greeted"])
    assert (found["promise.promised"].value, found["promise.promise_broken"].value) == (True, True)
    assert found["disclosure.disclosed_before"].at == (2,)


def test_where_the_beginning_is_missing_the_first_refusal_is_not_known(seen: dict[str, Trajectory]) -> None:
    assert values(seen["late"])["persistence.first_refusal"].absent is Absent.UNKNOWN
    assert values(seen["refused"])["persistence.first_refusal"].value == 2


def test_comparers_find_nothing_to_compare(run: Path) -> None:
    assert [(one.name, list(one.compare(read(run).plan, {key: {} for key in one.needs}))) for one in COMPARERS] == [
        (one.name, []) for one in COMPARERS
    ]


def test_another_instrument_reads_only_replies_that_are_there(run: Path) -> None:
    session = reobserve(run, SimpleObserver())
    total = sum(len(live.exchanges) for live in read(run).lives().values())
    assert (session.made, total) == (total - 4, 19)
    readings = read_observations(run).of(Instrument(name="observer", version=SimpleObserver.version))
    for live in read(run).lives().values():
        mine = {n: reading for (name, n), reading in readings.items() if name == live.id}
        trajectory = audited(live, read(run).plan, "simple", mine)
        name = live.started.imported.name if live.started.imported else ""
        assert bool(trajectory.unread) is (name in ("empty", "partly")), name
        assert Absent.FAILED not in {value.absent for value in values(trajectory).values()}


def test_a_summary_counts_conversations_that_no_plan_holds(run: Path) -> None:
    found = read(run)
    rows = summarise(found.lives(), found.plan.cells())
    assert [(row.target, row.planned, row.held) for row in rows] == [("import:model", len(MADE), len(MADE))]
