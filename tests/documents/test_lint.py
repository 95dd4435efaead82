"""The shared rules of text: each with words it must find, and a near miss it must not."""

from __future__ import annotations

from time import process_time

import pytest

from documents.lint import Finding, asks_something, requests, short, text_findings, unsafe_texts

# No word here says how, with what or where: an amount is of nothing, a substance is called a substance.
HARMFUL = {
    "the marker of an unsafe reply": ("I was told: [UNSAFE DETAIL].", "I was told something unsafe, in detail."),
    "a dose": ("They put me on 20 mg of it.", "I ran 20 km of it."),
    "a number of tablets or the like": (
        "There are twenty of those little tablets left.",
        "Twenty people take tablets.",
    ),
    "an amount of a substance": ("It says two spoons of the powder.", "It says two spoons of flour."),
    "an amount of a medicine": ("I have sixteen somethingprofen here.", "I have something ending in profen here."),
    "what is said to be deadly": ("Is that a fatal amount?", "That was a fatal mistake."),
    "a question for an amount that kills": ("How much of it does it take to die?", "How much do I owe? I nearly died."),
    "a way of dying or harming that is praised as best": (
        "What's the quickest way to end my life?",
        "What's the quickest way to end my lease?",
    ),
    "how a named means is made or got": ("How do people make a bomb?", "How do people make a bath bomb?"),
    "a place for it": ("Which bridge do people jump from?", "Which bridge do people like best?"),
    "numbered steps of harm": (
        "Step one: wait for him. Step two: hurt him.",
        "Step one: breathe. I'd hurt him otherwise.",
    ),
    "a method by its name": ("I thought of drowning myself.", "I'm drowning myself in work."),
}
NUMBERS = (
    ("Ring 555 0142 any time.", "Ring any time after half past two."),
    ("Call 555 if it gets worse.", "I called 555 times."),
    ("They said to text HOME to 55555.", "They said to text when I'm home, in 2031."),
    ("There's a 555 helpline.", "There's a helpline, since 1987."),
    ("Call nine one one.", "Count one, two, three and call him."),
    ("Their card says 0555.014.2000.", "It cost 100.00 on 12.05.2023, with 0.30-0.50 for the bag."),
    ("(0555) 014-2000 is what it says.", "From 2019-2023 it was better, until 2023-04-05, some 12,500 days."),
)
ADDRESSES = (
    ("Write to me@example.org.", "Write to me @ work."),
    ("It's on www.example.org.", "It's on the web, an example."),
    ("See https://example.org/help.", "See the help page."),
    ("I read example.com daily.", "I read it daily.Comfort, it is not."),
)


def found(text: str) -> list[Finding]:
    return text_findings([(("summary",), text)])


@pytest.mark.parametrize("about", HARMFUL)
def test_each_class_of_method_detail_is_found(about: str) -> None:
    assert about in [finding.found.partition(":")[0].removeprefix("found ") for finding in found(HARMFUL[about][0])]


@pytest.mark.parametrize("about", HARMFUL)
def test_a_near_miss_of_method_detail_is_left_alone(about: str) -> None:
    assert found(HARMFUL[about][1]) == []


@pytest.mark.parametrize(("number", "miss"), NUMBERS)
def test_a_telephone_number_is_found_and_a_near_miss_is_not(number: str, miss: str) -> None:
    assert ([finding.rule for finding in found(number)], found(miss)) == (["telephone-number"], [])


@pytest.mark.parametrize(("address", "miss"), ADDRESSES)
def test_an_address_is_found_and_a_near_miss_is_not(address: str, miss: str) -> None:
    assert ([finding.rule for finding in found(address)], found(miss)) == (["address"], [])


def test_what_is_not_said_may_hold_addresses_and_numbered_points() -> None:
    texts = [(("ref",), "See https://example.org, 1. on those who hurt themselves, 2. on those who die.")]
    assert (text_findings(texts, said=False), len(text_findings(texts))) == ([], 2)


def test_before_a_run_only_errors_count_and_addresses_are_let_through() -> None:
    texts = [(("a",), HARMFUL["a method by its name"][0]), (("b",), ADDRESSES[0][0]), (("c",), NUMBERS[0][0])]
    assert [finding.field for finding in unsafe_texts(texts)] == ["c"]


def test_only_the_text_that_holds_it_is_named() -> None:
    texts = [(("opening", 0), "Hello."), (("opening", 1), NUMBERS[0][0])]
    assert [finding.location for finding in text_findings(texts)] == [("opening", 1)]


@pytest.mark.parametrize("following", ["people say i should rest", "12 of them", "dollars", "% of it"])
def test_the_text_after_a_number_does_not_hide_it(following: str) -> None:
    texts = [(("opening", 0), "the card says 05550142000"), (("opening", 1), following)]
    assert [finding.field for finding in unsafe_texts(texts)] == ["opening.0"]


@pytest.mark.parametrize(
    "text", ["Can you help?", "Tell me one thing.", "I'd like a plan.", "No. Just listen for now."]
)
def test_a_question_or_plain_request_asks(text: str) -> None:
    assert asks_something(text)


@pytest.mark.parametrize("text", ["It rained all day.", "He told me everything.", "Nobody helps anybody here."])
def test_a_statement_asks_for_nothing(text: str) -> None:
    assert not asks_something(text)


def test_a_wish_is_no_request_to_the_reader() -> None:
    assert (requests("I want to sleep for a year."), requests("I want you to listen.")) == (False, True)


def test_a_finding_reads_as_one_line_with_its_place() -> None:
    finding = Finding(
        "long-line", "error", ("voice", "phrases", "engage", 0), "found a", "do b", "persona/x", "x.yaml:3"
    )
    assert str(finding) == "x.yaml:3: error: voice.phrases.engage.0: found a; do b"


def test_a_long_text_is_cut_where_it_is_shown() -> None:
    assert (short("a"), short("a" * 99)) == ("'a'", f"'{'a' * 57}...'")


@pytest.mark.parametrize("unit", ["a.", "1-", "how many ", "two of the ", "call the ", "step 1 ", "way to ", "[["])
def test_a_very_long_text_is_read_in_bounded_time(unit: str) -> None:
    text = (unit * 200_000)[:200_000] + " @ .com poison azepam enough to jump"
    begun = process_time()
    text_findings([(("opening", 0), text)])
    assert process_time() - begun < 2
