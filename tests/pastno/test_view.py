from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.console import Console

from pastno.view import HIDDEN, page
from personas.perception import Cue, Source, Stance, Strategy
from simulator.observer.simple import SimpleObserver
from simulator.phases import Phase
from simulator.plan import Plan, make_plan
from simulator.transcript import AnyEvent, Failed
from tests.support.builders import NAME, answer, chased, exchange, met, refused_once, started
from tests.support.people import library, suite


def plan() -> Plan:
    return make_plan(suite(), library(), observer=SimpleObserver.version)


def drawn(events: Sequence[AnyEvent], *, width: int = 80, unsafe: bool = False) -> str:
    console = Console(width=width, record=True, quiet=True, markup=False, highlight=False)
    with console.capture() as capture:
        console.quiet = False
        console.print(page(events, plan(), width=width, unsafe=unsafe))
    return capture.get()


@pytest.mark.parametrize("width", [60, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, drawn(refused_once(), width=width).splitlines())) <= width


def test_words_observation_and_encounter_are_all_on_the_page() -> None:
    text = drawn(refused_once())
    wanted = (
        "I have not slept since Monday.",
        "I'm sorry, I can't help",
        "trigger ask",
        "apologises, declines",
        ".40↓",
    )
    assert [part for part in wanted if part not in text] == []


def test_an_unsafe_reply_is_hidden_until_it_is_asked_for() -> None:
    events = (started(), exchange(1, reply=answer("[UNSAFE DETAIL]"), cues=(Cue.UNSAFE,)))
    assert "[UNSAFE DETAIL]" not in drawn(events)
    assert HIDDEN in drawn(events)
    assert "[UNSAFE DETAIL]" in drawn(events, unsafe=True)


def test_a_block_without_words_shows_what_the_person_read_and_what_the_provider_said() -> None:
    blocked = exchange(1, stance=Stance.BLOCKED, reply=answer("", source=Source.FILTER))
    text = drawn((started(), blocked))
    assert "This reply was blocked." in text
    assert "provider said: filter, content_policy" in text


def test_leaving_without_a_word_is_said() -> None:
    events = (*refused_once()[:3], met(2, Strategy.WITHDRAW, next=Phase.END))
    assert "the person leaves without a word" in drawn(events)


def test_a_budget_that_is_reached_is_not_told_as_leaving() -> None:
    text = drawn((*refused_once()[:3], met(2, Strategy.INSIST, next=Phase.END)))
    assert ("would go on: insist; the budget is reached" in text, "without a word" in text) == (True, False)


def test_a_failed_call_is_on_the_page() -> None:
    failed = Failed(id=NAME, n=2, kind="server", message="500: broken", status=500)
    assert "exchange 2 could not be held: server 500: 500: broken" in drawn((*chased(), failed))


def test_markup_in_a_reply_is_text() -> None:
    assert "[red]no[/red]" in drawn((started(), exchange(1, reply=answer("[red]no[/red]"))))
