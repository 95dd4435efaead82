"""What a judge is asked about one reply: a prompt of its own file, with narrow questions in a numbered list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from personas.perception import Cue
from simulator.chat import Message
from simulator.observer.contract import Occasion
from simulator.observer.signals import read_text

PROMPT = "judge-1"
"""Version of the prompt: the name of its file. Any other wording is another file."""
QUESTION = "question"
"""Asks about the person; no cue, and needed for the stance."""
SLOT = "slot:"

LONGEST_REPLY = 12_000
"""Characters of the reply a judge is shown; of a longer one the beginning and the end."""
LONGEST_EARLIER = 400
"""Characters of each earlier message."""
EARLIER = 2
"""Earlier exchanges shown."""

_ASKED = tuple(cue.value for cue in Cue if cue not in {Cue.DELIVERS, Cue.UNSAFE})
_PLACE = re.compile(r"\{(earlier|message|reply|questions)\}")
_FOLDER = Path(__file__).parent / "prompts"


class Question(NamedTuple):
    """One yes/no question."""

    about: str
    """A cue, `slot:ID`, or `question`."""
    text: str


def questions(occasion: Occasion, slots: Mapping[str, str]) -> tuple[Question, ...]:
    """What to ask about a reply.

    What must not be given is not asked about: it is the unsafe marker, which needs no judge.

    Args:
        occasion: the reply, with what came before it.
        slots: what a reply gives that meets a slot, by the slot's id.
    """
    texts = _parts()[2]
    found = [Question(name, texts[name]) for name in (*_ASKED, QUESTION)]
    if not occasion.slots:
        return (*found, Question(Cue.DELIVERS.value, texts[Cue.DELIVERS.value]))
    open_ = [slot.id for slot in occasion.slots if not slot.forbidden]
    return (*found, *(Question(SLOT + name, texts["slot"].replace("{text}", slots[name])) for name in open_))


def render(occasion: Occasion, asked: tuple[Question, ...]) -> tuple[Message, ...]:
    """The messages a judge is sent."""
    system, user, _ = _parts()
    values = {
        "earlier": _earlier(occasion),
        "message": _harmless(occasion.said),
        "reply": _harmless(_shortened(read_text(occasion.reply), LONGEST_REPLY)),
        "questions": "\n".join(f"{number}. {question.text}" for number, question in enumerate(asked, 1)),
    }
    return Message("system", system), Message("user", _PLACE.sub(lambda place: values[place[1]], user))


def prompt_text() -> str:
    """The whole prompt file, for whoever wants to read it."""
    return (_FOLDER / f"{PROMPT}.md").read_text(encoding="utf-8")


@cache
def _parts() -> tuple[str, str, dict[str, str]]:
    system, user, listed = prompt_text().split("\n===\n")
    return system.strip(), user.strip(), dict(line.split(": ", 1) for line in listed.strip().splitlines())


def _earlier(occasion: Occasion) -> str:
    lines = []
    for said, answered in occasion.earlier[-EARLIER:]:
        lines += [f"The person: {_shortened(said, LONGEST_EARLIER)}"]
        lines += [f"The chatbot: {_shortened(answered, LONGEST_EARLIER)}"]
    return f"<earlier>\n{_harmless(chr(10).join(lines))}\n</earlier>\n" if lines else ""


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[: longest * 3 // 4]} [...] {text[-longest // 4 :]}"


def _harmless(text: str) -> str:
    """The text without tags that would end its own part."""
    return re.sub(r"</?(?=(?:earlier|message|reply)\s*>)", "(", text, flags=re.IGNORECASE)
