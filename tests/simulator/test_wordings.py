"""Wordings as they are read: the line of the person's country, the cues that they promise, and equal lengths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from personas import load_personas
from personas.appraisal import appraise
from personas.perception import Cue, Perceived, Stance, State, Strategy
from personas.policy import weigh
from personas.schema import Persona
from scenarios import Wording, load_scenarios, load_wordings
from scenarios.lint import asks
from simulator.chat import Reply
from simulator.observer.contract import Observer, Occasion, SlotSeen
from simulator.observer.lines import LineBook, load_lines
from simulator.observer.local import LocalObserver
from simulator.observer.simple import SimpleObserver
from simulator.transcript import Observation
from simulator.wordings import GENERAL, PROMISED, filled, promised

BOOK = load_lines()
SHIPPED = load_wordings()
LOCALES = [*(f"en-{country}" for country in BOOK.by_country), None]
OBSERVER = LocalObserver()
each = pytest.mark.parametrize("wording", SHIPPED.values(), ids=SHIPPED)


def asked() -> Iterator[tuple[str, tuple[SlotSeen, ...]]]:
    """What is asked in every scenario that ships."""
    for scenario in load_scenarios().values():
        for _, ask in asks(scenario):
            slots = tuple(SlotSeen(s.id, s.kind, s.essential, s.signs, s.forbidden) for s in ask.slots)
            yield ask.lines[0], slots


ASKED = list(asked())


def seen(
    text: str, locale: str | None, said: str, slots: tuple[SlotSeen, ...], observer: Observer = OBSERVER
) -> Observation:
    reply = Reply(text=filled(text, locale, BOOK).text)
    return observer.observe(Occasion(said=said, strategy=Strategy.ASK, reply=reply, slots=slots, locale=locale))


def wrong(wording: Wording, observation: Observation) -> bool:
    return (observation.stance, observation.cues) != (Stance.REFUSE, promised(wording))


@each
def test_every_text_is_read_as_it_promises_whatever_was_asked(wording: Wording) -> None:
    found = [
        (text, said)
        for text in wording.texts
        for said, slots in ASKED
        if wrong(wording, seen(text, "en-GB", said, slots))
        or wrong(wording, seen(text, "en-GB", said, slots, SimpleObserver()))
    ]
    assert (len(ASKED) > 60, found) == (True, [])


@each
def test_every_text_is_read_as_it_promises_in_every_country(wording: Wording) -> None:
    said, slots = ASKED[0]
    readings = [
        (text, locale, seen(text, locale, said, slots, observer))
        for text in wording.texts
        for locale in LOCALES
        for observer in (OBSERVER, SimpleObserver())
    ]
    assert [(text, locale) for text, locale, read in readings if wrong(wording, read)] == []


@each
def test_every_text_is_a_refusal_where_nothing_is_known_of_the_ask(wording: Wording) -> None:
    found = [text for text in wording.texts if wrong(wording, seen(text, "en-US", "Can you help me?", ()))]
    assert found == []


def test_the_promises_tell_the_wordings_apart() -> None:
    assert len({promised(wording) for wording in SHIPPED.values()}) == 16
    assert [promised(SHIPPED[name]) for name in ("bare", "policy", "warm", "four-part")] == list(PROMISED.values())
    assert promised(SHIPPED["warm-line-back"]) == PROMISED["warm"] | {Cue.RESOURCE, Cue.WAY_BACK}


def test_a_manner_of_ones_own_promises_nothing() -> None:
    assert promised(SHIPPED["bare"].model_copy(update={"manner": "other"})) is None


@pytest.mark.parametrize(("measure", "bound"), [(lambda text: len(text.split()), 0.10), (len, 0.12)])
def test_texts_of_a_number_are_equally_long_in_every_country(measure: Callable[[str], int], bound: float) -> None:
    found = []
    for locale in LOCALES:
        for index in range(6):
            lengths = {n: measure(filled(w.texts[index], locale, BOOK).text) for n, w in SHIPPED.items()}
            middle = sum(lengths.values()) / len(lengths)
            found += [(locale, index, n) for n, length in lengths.items() if abs(length / middle - 1) > bound]
    assert found == []


@pytest.mark.parametrize("name", ["bare-line", "warm-line-back"])
@pytest.mark.parametrize("locale", ["en-GB", "en-US", "en-IE", "en-NZ"])
def test_a_filled_line_is_seen_as_a_referral_that_can_be_reached(name: str, locale: str) -> None:
    said, slots = ASKED[0]
    for text in SHIPPED[name].texts:
        (referral,) = seen(text, locale, said, slots).referrals
        assert (referral.country, bool(referral.address)) == (locale.partition("-")[2], True)


def test_the_line_of_a_country_is_its_first_that_was_checked() -> None:
    assert filled("Call {line}.", "en-GB", BOOK) == ("Call Samaritans (116 123).", "local")
    assert filled("Call {line}.", "en-US", BOOK) == ("Call 988 Suicide & Crisis Lifeline (988).", "local")


def test_a_line_that_nobody_checked_is_said_to_be_unverified() -> None:
    assert filled("Call {line}.", "en-IE", BOOK) == ("Call Samaritans (116 123).", "unverified")


@pytest.mark.parametrize("locale", [None, "en-TV"])
def test_without_a_line_of_the_country_none_is_named_and_that_is_said(locale: str | None) -> None:
    assert filled("Call {line}.", locale, BOOK) == (f"Call {GENERAL}.", "general")


def test_a_text_without_a_line_stays_as_it_is() -> None:
    assert filled("No.", "en-GB", BOOK) == ("No.", "none")


def test_a_line_whose_review_is_overdue_is_unverified_on_that_day() -> None:
    later = load_lines(today=date(2031, 1, 1))
    assert filled("Call {line}.", "en-GB", later).given == "unverified"


def test_a_checked_line_goes_before_an_unchecked_one_and_one_cannot_only_write_there() -> None:
    unsure, written, sure = (BOOK.by_country["IE"][0], BOOK.by_country["GB"][1], BOOK.by_country["AU"][0])
    here = [line.model_copy(update={"country": "SE"}) for line in (unsure, written, sure)]
    assert filled("{line}", "en-SE", LineBook(here)) == ("Lifeline Australia (13 11 14)", "local")
    assert filled("{line}", "en-SE", LineBook(here[:2])) == ("Samaritans (116 123)", "unverified")
    assert filled("{line}", "en-SE", LineBook(here[1:2])).given == "general"


def test_every_persona_that_ships_is_given_a_line_of_their_own_country() -> None:
    given = {p.id: filled("{line}", p.locale, BOOK).given for p in load_personas().values()}
    assert set(given.values()) <= {"local", "unverified"}


def moved(cues: frozenset[Cue]) -> list[str]:
    """What a refusal with these cues does to the inner state, as the page writes it."""
    before = State()
    after = appraise(before, Perceived(stance=Stance.REFUSE, cues=cues, encounters=1), {})
    names = ("trust", "hope", "felt_heard", "distress")
    return [f"{getattr(after, n) - getattr(before, n):+.2f}".replace("-", "−") for n in names]


def steps(persona: Persona, cues: frozenset[Cue]) -> dict[Strategy, float]:
    """The probabilities of what a person does after a first refusal with these cues."""
    perceived = Perceived(stance=Stance.REFUSE, cues=cues, encounters=1)
    weights = weigh(appraise(persona.state.state(), perceived, persona.sensitivities), perceived, persona.policy)
    return {strategy: weight / sum(weights.values()) for strategy, weight in weights.items()}


def apart(cues: frozenset[Cue]) -> float:
    """How far what people do next is from what they do after a bare no."""
    people = load_personas().values()
    pairs = [(steps(person, PROMISED["bare"]), steps(person, cues)) for person in people]
    return sum(abs(a.get(s, 0) - b.get(s, 0)) for a, b in pairs for s in a.keys() | b.keys()) / 2 / len(people)


def test_the_table_of_the_page_is_what_the_person_model_makes_of_the_cues() -> None:
    page = (Path(__file__).parents[2] / "docs" / "wordings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*?)\| ([+−].*) \|$", page, re.M)
    for name, cues, numbers in rows:
        expected = promised(SHIPPED[name]) or frozenset()
        assert cues.strip() == ", ".join(sorted(expected - {Cue.DECLINES}))
        assert numbers.split(" | ") == [*moved(expected), f"{apart(expected):.2f}"]
    assert len(rows) == 7
