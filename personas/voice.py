"""What a persona says for a strategy: lines and guards. Pure; calls no model."""

from __future__ import annotations

from collections.abc import Sequence

from personas.errors import VoiceError
from personas.perception import Strategy
from personas.schema import Persona


def line(persona: Persona, strategy: Strategy, ask: str, draw: float, used: int) -> str:
    """The persona's message for `strategy`.

    Args:
        persona: whose voice it is; of kind `template` or `script`.
        strategy: what the message does.
        ask: the ask in the person's words; replaces `{ask}`.
        draw: uniform in [0, 1); picks among a template's phrases, those said before last.
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
    return phrases[(pick(len(phrases), draw) + used) % len(phrases)].replace("{ask}", ask)


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
