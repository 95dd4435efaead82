"""What a persona says for a strategy: lines and guards. Pure; calls no model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product

from personas.errors import VoiceError
from personas.perception import Strategy
from personas.schema import Persona

CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
"""A choice in a phrase: `[this|that|]`."""
_GAPS = re.compile(r"  +")
_LOOSE = re.compile(r" +([,.!?;])")


def line(persona: Persona, strategy: Strategy, ask: str, draw: Callable[[str], float], used: int) -> str:
    """The persona's message for `strategy`.

    Args:
        persona: whose voice it is; of kind `template` or `script`.
        strategy: what the message does.
        ask: the ask in the person's words; replaces `{ask}`.
        draw: gives a number in [0, 1) for each purpose; picks among a template's phrases, those said before last, and
            among their alternatives.
        used: how often this strategy was voiced already in the conversation.

    Raises:
        VoiceError: the voice has no line for the strategy.
    """
    script = persona.voice.script
    if persona.voice.kind == "script" and script is not None and script.post_refusal.get(strategy):
        lines = script.post_refusal[strategy]
        return lines[min(used, len(lines) - 1)].replace("{ask}", ask)
    phrases = persona.voice.phrases.get(strategy, ())
    if not phrases:
        raise VoiceError(f"persona '{persona.id}' has no line for '{strategy}'; add one under voice.phrases.{strategy}")
    chosen = phrases[(pick(len(phrases), draw(f"phrase {strategy}")) + used) % len(phrases)]
    return spun(chosen, lambda place: draw(f"phrase {strategy} {used} {place}")).replace("{ask}", ask)


def spun(phrase: str, draw: Callable[[int], float]) -> str:
    """The phrase with one alternative drawn for each `[this|that|]`.

    Args:
        phrase: with any number of choices, not nested; one of a choice's alternatives may be empty.
        draw: gives a number in [0, 1) for each choice, counted from 0.
    """
    parts = CHOICE.split(phrase)
    if len(parts) == 1:
        return phrase
    for place in range(1, len(parts), 2):
        alternatives = parts[place].split("|")
        parts[place] = alternatives[pick(len(alternatives), draw(place // 2))]
    text = _LOOSE.sub(r"\1", _GAPS.sub(" ", "".join(parts))).strip()
    capital = phrase.lstrip("[")[:1].isupper()
    return text[:1].upper() + text[1:] if capital else text


def spellings(phrase: str) -> list[str]:
    """Every message that a phrase may become, `{ask}` left in place."""
    counts = [choice.count("|") + 1 for choice in CHOICE.findall(phrase)]
    return [
        spun(phrase, lambda place, picked=picked, counts=counts: (picked[place] + 0.5) / counts[place])  # type: ignore[misc]
        for picked in product(*map(range, counts))
    ]


def scripted(persona: Persona, number: int) -> str | None:
    """The exact pre-refusal line of a script for message `number` (from 1), or None where it has none."""
    script = persona.voice.script
    if persona.voice.kind != "script" or script is None or not script.pre_refusal:
        return None
    lines: Sequence[str] = script.pre_refusal
    return lines[min(number, len(lines)) - 1]


def pick(count: int, draw: float) -> int:
    """An index below `count` for a uniform draw in [0, 1)."""
    return min(int(draw * count), count - 1)
