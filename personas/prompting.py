"""What a model reads when it is asked for a person's next message. Pure; calls no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from personas.fault import Fault
from personas.perception import State, Strategy
from personas.plain import MOVES, card, feeling, wordlist
from personas.schema import Persona

__all__ = ["Moment", "Prompt", "again", "notes", "prompt", "texts"]

PROMPTS = Path(__file__).parent / "prompts"
"""The templates: a file for each version, named placeholders, `===` between the two messages."""
SPEAK, FREE, AGAIN = "speak-1", "free-1", "again-1"
"""The versions in use."""
REPLIES_SHOWN = 3
"""Of so many last replies the words are shown; of earlier ones, that they came. Our assumption."""
LONGEST_REPLY = 90
"""Words of a reply that are shown; small models lose the person in long replies. Our assumption."""

_PLACE = re.compile(r"\{(\w+)\}")
_SECRET = frozenset({"name", "length"})
"""Of the card, what belongs to the rules; the rest is what a person knows of themselves."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person stands when they write their next message."""

    persona: Persona
    state: State
    """How they feel now."""
    strategy: Strategy | None
    """What the message is to do; None leaves it to the model."""
    ask: str
    """What they want now, in the scenario's words; a smaller ask where the strategy asks for less."""
    said: tuple[str, ...]
    """What they wrote before, in order."""
    replies: tuple[str, ...]
    """What they read in return; as many."""
    met: bool = False
    """They were given what they asked for."""


class Prompt(msgspec.Struct, frozen=True):
    """What is sent to the model."""

    version: str
    """Of the template; its text is in `texts()`."""
    system: str
    user: str


def prompt(moment: Moment) -> Prompt:
    """What the model reads for this moment.

    The conversation stands as text in one user message: a model that gets it as turns takes the other side.
    """
    version = FREE if moment.strategy is None else SPEAK
    values = card(moment.persona) | {
        "state": feeling(moment.state),
        "conversation": _conversation(moment),
        "ask": moment.ask,
        "met": " (The chatbot has given you this.)" if moment.met else "",
        "move": "" if moment.strategy is None else MOVES[moment.strategy],
        "moves": "\n".join(f"- {MOVES[strategy]}" for strategy in _CHOICES),
    }
    system, _, user = _template(version).partition("\n===\n")
    return Prompt(version, _fill(system, values).strip(), _fill(user, values).strip())


def notes(moment: Moment) -> str:
    """What the model is told and must not say: the template's sentences, the rules, the move, the faults.

    What the card says of the person and what they feel is left out: that is theirs to say. So is what anybody wrote.
    """
    system, _, _ = _template(FREE if moment.strategy is None else SPEAK).partition("\n===\n")
    values = card(moment.persona)
    told = _PLACE.sub(lambda place: values[place[1]] if place[1] in _SECRET else "", system)
    moves = MOVES.values() if moment.strategy is None else [MOVES[moment.strategy]]
    return "\n".join([told, *moves, *(fault.told for fault in Fault)])


def again(prompt: Prompt, draft: str, faults: Sequence[Fault]) -> Prompt:
    """The same, with the draft and what was wrong with it; the version stays that of the first prompt.

    Args:
        prompt: what was sent for the draft.
        draft: what came.
        faults: what the guards found in it.
    """
    told = " ".join(fault.told for fault in faults)
    values = {"before": prompt.user, "draft": _shortened(draft) or "(nothing)", "faults": told}
    return Prompt(prompt.version, prompt.system, _fill(_template(AGAIN), values).strip())


def texts() -> dict[str, str]:
    """Every template by its version, for the record."""
    return {version: _template(version) for version in (SPEAK, FREE, AGAIN)} | {
        "moves-1": "\n".join(f"{strategy.value}: {words}" for strategy, words in MOVES.items()),
        "words-1": wordlist(),
    }


def _shortened(text: str) -> str:
    """The text on one line, cut after `LONGEST_REPLY` words."""
    words = text.split()
    return " ".join(words[:LONGEST_REPLY]) + (" ..." if len(words) > LONGEST_REPLY else "")


_CHOICES = tuple(s for s in MOVES if s not in {Strategy.OPEN, Strategy.ASK, Strategy.NEW_NEED})


def _conversation(moment: Moment) -> str:
    """What was written so far, in quotes: under labels, small models go on writing both sides."""
    lines: list[str] = []
    hidden = len(moment.replies) - REPLIES_SHOWN
    for number, (said, reply) in enumerate(zip(moment.said, moment.replies, strict=True)):
        answer = f'The chatbot answered "{_shortened(reply)}"' if number >= hidden else "The chatbot answered."
        lines.append(f'{"Then" if number else "First"} you wrote "{" ".join(said.split())}" {answer}')
    return "\n".join(lines) or "Nothing yet."


@cache
def _template(version: str) -> str:
    return (PROMPTS / f"{version}.md").read_text(encoding="utf-8")


def _fill(template: str, values: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], template)
