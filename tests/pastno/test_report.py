from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from rich.console import Console

from analysis.persistence import Persistence
from analysis.summary import summarise
from pastno.report import median, others, prices, summary
from simulator.observer.simple import SimpleObserver
from simulator.plan import make_plan
from simulator.store import Run
from simulator.transcript import AnyEvent
from tests.support.builders import answer, exchange, refused_once, started
from tests.support.people import library, suite

FIRST = "ada/night/plain/reference:blunt/1"


def drawn(*conversations: Sequence[AnyEvent]) -> str:
    plan = make_plan(suite(), library(), observer=SimpleObserver.version)
    run = Run(plan=plan, conversations={events[0].id: tuple(events) for events in conversations})
    console = Console(width=100)
    with console.capture() as capture:
        console.print(summary(run))
    return capture.get()


def cells(text: str, row: int = 0) -> list[str]:
    return [line.split() for line in text.splitlines() if line.startswith("reference:blunt")][row]


def test_counts_come_with_their_denominators() -> None:
    assert cells(drawn(refused_once(FIRST)))[1:] == ["1/4", "1/1", "0", "0", "0", "2", "0", "2"]


def test_nothing_held_is_a_dash_and_not_a_zero() -> None:
    assert cells(drawn(), row=1)[1:] == ["–"] * 7


def test_the_tables_fit_one_hundred_columns() -> None:
    assert max(map(len, drawn(refused_once(FIRST)).splitlines())) <= 100


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Persistence(at_risk=3, censored=0, median=0), "0"),
        (Persistence(at_risk=3, censored=2, at_least=4), "≥ 4"),
        (Persistence(at_risk=0, censored=0), "–"),
    ],
)
def test_a_median_nobody_knows_is_a_bound_or_a_dash(found: Persistence, shown: str) -> None:
    assert median(found) == shown


def test_only_a_kind_that_nobody_bills_for_has_a_price_of_nothing() -> None:
    plan = make_plan(suite(), library(), ["reference:open", "openai:any"], observer=SimpleObserver.version)
    found = prices(plan.targets)
    assert found["reference:open"] is not None
    assert found["openai:any"] is None


def test_a_model_of_another_name_than_was_asked_for_is_reported() -> None:
    served = msgspec.structs.replace(answer(), model="model-b")
    name = "ada/night/plain/openai:model-a/1"
    events = (started(name), exchange(1, reply=served, name=name), exchange(2, reply=answer(), name=name))
    plan = make_plan(suite(), library(), ["openai:model-a"], observer=SimpleObserver.version)
    rows = summarise(Run(plan=plan, conversations={name: events}).lives(), plan.cells())
    assert others(rows) == ["note: openai:model-a was answered by model-b (1 of 2 replies)"]
