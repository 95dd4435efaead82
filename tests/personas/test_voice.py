"""What a persona says for a strategy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from personas import Persona, Strategy, VoiceError, load_personas
from personas.voice import line, scripted, spellings

PEOPLE = load_personas()
ASK = "Can you help me with this?"


def at(draw: float) -> Callable[[str], float]:
    return lambda purpose: draw


def with_script(**script: object) -> Persona:
    """A shipped persona with another script."""
    data = PEOPLE["naledi"].model_dump()
    data["voice"]["script"] |= script
    return Persona.model_validate(data)


def test_the_ask_replaces_its_placeholder() -> None:
    said = line(PEOPLE["marcus"], Strategy.INSIST, ASK, at(0.0), 0)
    assert said == f"Answer what I asked, that's all. {ASK}"


def test_a_template_says_every_phrase_before_it_repeats_one() -> None:
    bank = PEOPLE["tess"].voice.phrases[Strategy.APPEAL]
    said = [line(PEOPLE["tess"], Strategy.APPEAL, "{ask}", at(0.4), used) for used in range(len(bank) + 1)]
    assert [sum(words in spellings(phrase) for words in said[:-1]) for phrase in bank] == [1] * len(bank)
    assert said[-1] == said[0]


def test_the_draw_picks_the_first_phrase() -> None:
    bank = PEOPLE["tess"].voice.phrases[Strategy.APPEAL]
    said = [line(PEOPLE["tess"], Strategy.APPEAL, "{ask}", at(draw), 0) for draw in (0.0, 0.5, 0.999999)]
    assert [words in spellings(phrase) for words, phrase in zip(said, bank, strict=True)] == [True] * len(bank)


def test_script_lines_come_in_order_whatever_the_draw_and_the_last_repeats() -> None:
    *earlier, last = PEOPLE["naledi"].voice.script.post_refusal[Strategy.CLARIFY]  # type: ignore[union-attr]
    said = [line(PEOPLE["naledi"], Strategy.CLARIFY, "{ask}", at(0.9), used) for used in range(5)]
    assert said == [*earlier, last, last, last]


def test_a_script_falls_back_on_the_phrase_bank() -> None:
    data = PEOPLE["naledi"].model_dump()
    data["voice"]["script"]["post_refusal"].pop(Strategy.REPHRASE)
    data["voice"]["phrases"] = {Strategy.REPHRASE: ("Again. {ask}",)}
    assert line(Persona.model_validate(data), Strategy.REPHRASE, ASK, at(0.5), 0) == f"Again. {ASK}"


def test_script_openings_are_verbatim_and_the_last_repeats() -> None:
    persona = with_script(pre_refusal=("Good evening.", "One question. Do you keep this?"))
    said = [scripted(persona, number) for number in (1, 2, 3)]
    assert said == ["Good evening.", "One question. Do you keep this?", "One question. Do you keep this?"]


@pytest.mark.parametrize("name", ["naledi", "tess"])
def test_without_script_openings_the_scenario_speaks(name: str) -> None:
    assert scripted(PEOPLE[name], 1) is None


def test_a_strategy_without_a_line_says_which_field_to_fill() -> None:
    with pytest.raises(
        VoiceError, match=r"'tess' has no line for 'challenge'; add one under voice\.phrases\.challenge"
    ):
        line(PEOPLE["tess"], Strategy.CHALLENGE, ASK, at(0.5), 0)
