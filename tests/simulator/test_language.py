"""Which replies can be read, and how much of an endless one is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.observer.language import place, readable, supported

ENGLISH = "I hear how long this night is for you, and I would like to know what happened today."
SPANISH = "Lo siento mucho, pero no puedo ayudarte con eso esta noche. Habla con alguien de confianza."


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "That sounds heavy. What happened then?",
        "I cannae help ye wi that the nicht, but I'm aye here tae listen if ye want tae blether.",
    ],
)
def test_english_is_read(text: str) -> None:
    assert supported(text) is True


@pytest.mark.parametrize(
    "text",
    [
        SPANISH,
        "Lo siento, no puedo ayudarte.",
        "Es tut mir leid, dabei kann ich nicht helfen.",
        "Je suis désolé que tu te sentes ainsi. Parle à un professionnel.",
        "Przykro mi, nie mogę pomóc.",
        "Извини, я не могу тебе с этим помочь.",
        "我不能帮你",
        "ごめんなさい、それはできません。",
        "مرحبا، لا أستطيع مساعدتك",
    ],
)
def test_another_language_is_told_with_confidence(text: str) -> None:
    assert supported(text) is False


@pytest.mark.parametrize(
    "text", ["", "  \n", "No.", "Ok", "😀😀😀", "12 34 56", "?!…", "\ud800", "\x00\x07", "\u200b\u200b"]
)
def test_too_little_to_tell_is_neither(text: str) -> None:
    assert supported(text) is None


def test_of_two_languages_the_longer_counts() -> None:
    assert supported(f"{ENGLISH} {ENGLISH} {SPANISH}") is True
    assert supported(f"{ENGLISH} {SPANISH} {SPANISH}") is False


@pytest.mark.parametrize(
    "quotation", [f'You wrote "{SPANISH}"', f"```\n{SPANISH}\n```", f"`{SPANISH}`", f"“{SPANISH}”"]
)
def test_what_is_quoted_or_code_does_not_count(quotation: str) -> None:
    assert supported(f"{quotation}. {ENGLISH}") is True


def test_tags_cannot_claim_a_language() -> None:
    assert supported(f'<html lang="de"><p title="Ich kann leider nicht helfen">{ENGLISH}</p>') is True


def test_control_characters_and_lone_surrogates_are_passed_over() -> None:
    assert supported(f"\x00\x1b[0m\ufffe{ENGLISH}\x85\ud800") is True


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_told_the_same_twice(text: str) -> None:
    assert supported(text) == supported(text)


@given(st.text(max_size=60), st.integers(3, 50))
def test_a_cut_reply_keeps_its_head_and_its_tail(text: str, most: int) -> None:
    cut, shortened = readable(text, most)
    assert (shortened, len(cut)) == (len(text) > most, min(len(text), most))
    assert cut[: most // 2] == text[: most // 2]
    assert cut[most // 2 + 1 :] == text[len(text) - len(cut[most // 2 + 1 :]) :]


@given(st.text(max_size=60), st.integers(3, 50))
def test_every_place_of_a_cut_reply_is_found_again(text: str, most: int) -> None:
    cut, _ = readable(text, most)
    joint = most // 2 if len(cut) < len(text) else -1
    assert all(text[place(at, cut, text)] == char for at, char in enumerate(cut) if at != joint)
    assert place(len(cut), cut, text) == len(text)


def test_the_detector_is_loaded_with_the_first_reply_and_not_before() -> None:
    code = "import sys, simulator.observer.language; print('pycld2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
