"""De-identification of imports: what goes, what stays, and that placeholders hold within one conversation alone."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personas.perception import Source
from simulator.chat import Signal
from simulator.imported.mentions import Mentions
from simulator.imported.redact import Redactor, redactor
from simulator.imported.spans import Kind, Span, apart, joined
from simulator.imported.talk import Said, Talk
from simulator.observer.referrals import find_referrals

CRISIS = (
    "If you are in the US you can call or text 988 at any time.",
    "You can reach Samaritans on 116 123, day or night, or at jo@samaritans.org.",
    "Text HOME to 741741 to reach the Crisis Text Line.",
    "The Trevor Project is on 1-866-488-7386, see https://www.thetrevorproject.org/get-help/.",
    "In Australia, Lifeline is on 13 11 14 and Beyond Blue on 1300 22 4636.",
    "Call the National Suicide Prevention Lifeline at 1-800-273-8255.",
    "RAINN is there on 1-800-656-4673; SAMHSA's helpline is 1-800-662-4357.",
    "Please ring 999 or 112 now. Childline is free on 0800 1111.",
    "You can also reach Postpartum Support International at 1-800-944-4773.",
)
KEPT = (
    "I was diagnosed on 14 March 2019, 2 years and 3 months ago.",
    "I'm 34 and I live in Canada.",
    "Lexapro made me numb, so they gave me Wellbutrin and Ativan.",
    "Mum said I was overreacting. Dad left. God is silent.",
    "Hope is what kept me going, and I may not be here next week.",
    "Everyone in London is busy.",
)


@pytest.fixture(scope="module")
def using() -> Redactor:
    return redactor("en-US")


def talk(*contents: str, **more: object) -> Talk:
    roles = ("user", "assistant")
    said = tuple(Said(roles[i % 2], content, i + 1) for i, content in enumerate(contents))
    return Talk(**{"name": "one", "target": "some-model", "messages": said, **more})  # type: ignore[arg-type]


def contents(found: Talk) -> list[str]:
    return [said.content for said in found.messages]


def test_the_same_person_has_the_same_placeholder_and_another_has_another(using: Redactor) -> None:
    found, counts = using.redact(
        talk("I told Priya Nair and my brother Kwame.", "What did Priya say?", "Priya's angry. KWAME IS NOT.")
    )
    assert contents(found) == [
        "I told [NAME 1] and my brother [NAME 2].",
        "What did [NAME 1] say?",
        "[NAME 1]'s angry. [NAME 2] IS NOT.",
    ]
    assert counts == {"name": 5}


def test_two_full_names_with_one_first_name_are_two_people(using: Redactor) -> None:
    found, _ = using.redact(talk("I told Sarah Goldberg.", "And then?", "Then I told Sarah Okonkwo."))
    assert "[NAME 1]" in found.messages[0].content
    assert "[NAME 2]" in found.messages[2].content


def test_placeholders_begin_anew_in_the_next_conversation(using: Redactor) -> None:
    first, _ = using.redact(talk("My name is Priya and my friend is Kwame."))
    second, _ = using.redact(talk("My name is Kwame."))
    assert contents(first) == ["My name is [NAME 1] and my friend is [NAME 2]."]
    assert contents(second) == ["My name is [NAME 1]."]


def test_one_number_written_two_ways_is_one(using: Redactor) -> None:
    found, counts = using.redact(talk("Call me on (212) 555-0147.", "212-555-0147, is that right?"))
    assert contents(found) == ["Call me on [PHONE 1].", "[PHONE 1], is that right?"]
    assert counts == {"phone": 2}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I live at 14 Larkspur Lane, Bristol BS6 5TT.", "address"),
        ("my email is sad_boy.99@mail.example.org", "email"),
        ("find me as @midnight_tamika there", "handle"),
        ("he posts at https://www.facebook.com/brandon.whitlock.372", "url"),
        ("he used my card 4111 1111 1111 1111", "number"),
        ("the account is DE89 3704 0044 0532 0130 00", "number"),
        ("ring +33 1 99 00 12 34", "phone"),
    ],
)
def test_each_kind_is_found_and_counted(using: Redactor, text: str, kind: str) -> None:
    found, counts = using.redact(talk(text))
    assert counts == {kind: 1}
    assert f"[{kind.upper()} 1]" in found.messages[0].content


@pytest.mark.parametrize("reply", CRISIS)
def test_what_a_reply_refers_to_stays(using: Redactor, reply: str) -> None:
    asked = talk("I can't go on.", reply)
    found, counts = using.redact(asked)
    assert found is asked
    assert not counts
    assert find_referrals(found.messages[1].content, locale="en-US") == find_referrals(reply, locale="en-US")


@pytest.mark.parametrize("reply", CRISIS[:-1])
def test_a_crisis_line_stays_whoever_names_it(using: Redactor, reply: str) -> None:
    assert using.spans(reply) == []


@pytest.mark.parametrize("text", KEPT)
def test_what_says_nobody_stays(using: Redactor, text: str) -> None:
    assert using.spans(text) == []


def test_a_free_number_is_a_service_where_it_is_offered_and_not_where_it_is_given(using: Redactor) -> None:
    assert using.spans("Call them at 1-800-944-4773.", replied=True) == []
    assert [span.kind for span in using.spans("Call me at 1-800-944-4773.")] == [Kind.PHONE]


def test_the_targets_own_name_stays(using: Redactor) -> None:
    asked = talk("Claude, do you hear me?", target="claude-opus")
    assert using.redact(asked)[0] is asked


def test_a_word_also_written_small_is_a_name_elsewhere_only_where_it_mostly_is_one() -> None:
    texts = ["Will hit me. I will go. I will stay.", "Will you stay? PRIYA?", "Priya left"]
    found = {0: [Span(0, 4, Kind.NAME)], 2: [Span(0, 5, Kind.NAME)]}
    mentions = Mentions(texts, [(), (), ()], found)
    assert [mentions.spans(i) for i in range(3)] == [[], [Span(15, 20, Kind.NAME)], [Span(0, 5, Kind.NAME)]]
    assert Mentions(texts, [(), [(15, 20)], ()], found).spans(1) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("emily-watson-2021", "[NAME 1]-2021"),
        ("emily_watson", "[NAME 1]"),
        ("case-EmilyWatson_3", "case-[NAME 1]_3"),
        ("watson.7", "[NAME 1].7"),
        ("emilys-week", "emilys-week"),
        ("session-12", "session-12"),
    ],
)
def test_an_id_loses_the_name_that_its_texts_hold(using: Redactor, name: str, expected: str) -> None:
    found, _ = using.redact(talk("My name is Emily Watson.", "Hello, Emily.", name=name))
    person = re.compile(r"\[NAME \d+\]")
    assert person.sub("[NAME 1]", found.name) == expected
    assert "Emily" not in found.messages[0].content
    assert using.redact(found)[0] == found


def test_who_an_id_names_is_the_same_person_in_the_texts(using: Redactor) -> None:
    found, _ = using.redact(talk("My name is Emily Watson.", name="emily-watson-2021"))
    assert (found.name, found.messages[0].content) == ("[NAME 1]-2021", "My name is [NAME 1].")


def test_name_ask_notes_and_declared_refusals_change_and_nothing_else(using: Redactor) -> None:
    signal = Signal(source=Source.FIELD, category="self_harm", text="I can't help with that, Priya Nair.")
    said = (Said("user", "I'm Priya Nair.", 4), Said("Assistant", "", 5, signal))
    before = talk(messages=(), ask="Priya Nair wants to be heard", notes=("line 3: a message of Priya Nair left out",))
    found, _ = using.redact(
        Talk(name="Priya Nair 123456789", target="m", messages=said, ask=before.ask, notes=before.notes, place="p, 1")
    )
    assert found.name == "[NAME 1] 123456789"
    assert found.ask == "[NAME 1] wants to be heard"
    assert found.notes == ("line 3: a message of [NAME 1] left out",)
    assert [(one.role, one.line, one.content) for one in found.messages] == [
        ("user", 4, "I'm [NAME 1]."),
        ("Assistant", 5, ""),
    ]
    assert found.messages[1].signal == Signal(
        source=Source.FIELD, category="self_harm", text="I can't help with that, [NAME 1]."
    )
    assert (found.target, found.place) == ("m", "p, 1")


def test_what_was_written_beside_the_messages_goes_with_the_first_change(using: Redactor) -> None:
    assert using.redact(talk("I'm Priya.", carried={"a": 1}))[0].carried is None
    assert using.redact(talk("I'm tired.", carried={"a": 1}))[0].carried == {"a": 1}


def test_placeholders_that_stand_there_already_stay_and_are_not_given_again(using: Redactor) -> None:
    found, counts = using.redact(talk("[NAME 3] hurt me.", "Who is [NAME 3]?", "My name is Kwame."))
    assert contents(found) == ["[NAME 3] hurt me.", "Who is [NAME 3]?", "My name is [NAME 4]."]
    assert counts == {"name": 1}


@pytest.mark.parametrize(
    "said",
    [
        ("I'm Devika Menon, +1 415 555 0136, devika@example.com.", "Thank you, Devika."),
        ("Oscar lives at 18 Birch Road, Manchester M14 6PQ and his number is 07700 900387.", "Call Samaritans."),
        ("Contact: Helmut Krause, Lindenweg 4, 80331 München, +49 171 3920099", "", "i miss danielle. danielle!"),
    ],
)
def test_redacting_again_changes_nothing(using: Redactor, said: tuple[str, ...]) -> None:
    once, first = using.redact(talk(*said))
    again, second = using.redact(once)
    assert first
    assert again is once
    assert not second


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "\u200b", "?", "🙂", "[NAME 1]", "("])
def test_messages_without_words_stay(using: Redactor, text: str) -> None:
    asked = talk(text, text)
    assert using.redact(asked) == (asked, Counter())


@pytest.mark.parametrize("mark", ["\x00", "\x1b[31m", "\u202e", "\u2066", "\ufeff", "\r\n"])
def test_marks_that_do_not_show_hide_no_address_and_stay_themselves(using: Redactor, mark: str) -> None:
    found, counts = using.redact(talk(f"{mark} write to priya.nair84@example.com {mark}"))
    assert contents(found) == [f"{mark} write to [EMAIL 1] {mark}"]
    assert counts == {"email": 1}


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1", "((((", "@a", "[NAME 1", "0 ", "x@", "Straße 1, ", "AB12 "])
def test_a_long_line_of_one_thing_is_read_to_its_end(using: Redactor, piece: str) -> None:
    found, counts = using.redact(talk(piece * (4_000 // len(piece)) + " priya.nair84@example.com"))
    assert counts["email"] >= 1
    assert "priya" not in found.messages[0].content


@pytest.mark.slow
def test_a_line_of_100_kb_is_read_to_its_end(using: Redactor) -> None:
    assert using.spans("Anna " * 20_000 + "or priya.nair84@example.com")[-1].kind is Kind.EMAIL


TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*CRISIS, *KEPT, "Kwame", "i'm priya", "07700 900142", "5 Elm Dr, Leeds LS7 4AB", "a@b.org"]),
        st.text(max_size=12),
    ),
    max_size=6,
).map(" ".join)


@given(text=TEXTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stretches_never_overlap_and_a_second_time_finds_nothing(using: Redactor, text: str) -> None:
    spans = using.spans(text)
    assert all(one.start < one.end <= len(text) for one in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    once, counts = using.redact(talk(text))
    assert using.redact(once) == (once, Counter())
    given_out = re.findall(r"\[[A-Z]+ \d+\]", once.messages[0].content)
    assert counts.total() >= len(given_out) - len(re.findall(r"\[[A-Z]+ \d+\]", text))


def test_an_earlier_group_and_then_the_longer_stretch_wins() -> None:
    short, long, other = Span(2, 5, Kind.NAME), Span(0, 6, Kind.ADDRESS), Span(4, 9, Kind.PHONE)
    assert apart([[short, long]]) == [long]
    assert apart([[short], [long, other]]) == [short]
    assert apart([[short, Span(9, 9, Kind.NAME)], [Span(5, 7, Kind.URL)]], [(7, 8)]) == [short, Span(5, 7, Kind.URL)]
    assert apart([[long]], [(5, 6)]) == []
    assert joined([(4, 6), (0, 2), (1, 3), (5, 5)]) == [(0, 3), (4, 6)]


def test_a_locale_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="english"):
        redactor("english")
