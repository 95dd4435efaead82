"""What a judge is sent: instructions, the conversation between delimiters, and one question at the end.

The order is the same for every question about a conversation, and only the last message differs: providers keep what
many calls begin with, so that a long conversation is paid for once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.judging.fence import Fence
from analysis.judging.item import UNCLEAR, Item
from analysis.judging.questions import Question
from simulator.chat import Message

PROMPT = "trajectory-1"
"""Version of the prompt: the name of its file. Any other wording is another file."""
SHARED = 3
"""Leading messages that all questions about a conversation begin with."""

_PLACE = re.compile(r"\{(begin|transcript|end|ticket|text|about|meanings|whose|bare|example|answers)\}")
_FOLDER = Path(__file__).parent / "prompts"
_WHOSE = {
    "chatbot": "what the chatbot wrote",
    "person": "what the person wrote",
    "either": "what one of them wrote",
}


def prompt_text() -> str:
    """The whole prompt file, for whoever wants to read it."""
    return (_FOLDER / f"{PROMPT}.md").read_text(encoding="utf-8")


def prompt_sha256() -> str:
    """Of the prompt file."""
    return sha256(prompt_text().encode()).hexdigest()


def opening(fence: Fence, transcript: str) -> tuple[Message, ...]:
    """The messages that all questions about a conversation begin with; `SHARED` of them."""
    system, told, taken, _, _ = _parts()
    values = {"begin": fence.begin, "transcript": transcript, "end": fence.end}
    # Turns alternate, because some servers refuse two messages of one side in a row.
    return Message("system", system), Message("user", _filled(told, values)), Message("assistant", taken)


def closing(question: Question, ticket: str, *, again: bool = False) -> Message:
    """The question, as the last message.

    Args:
        question: what is asked.
        ticket: its number.
        again: after an answer that could not be read.
    """
    item = question.item
    values = {
        "ticket": ticket,
        "text": question.text,
        "about": _about(question.at),
        "meanings": _listed(question.meanings),
        "whose": _WHOSE[item.words],
        "bare": _bare(item),
        "example": str(question.at or 1),
        "answers": "|".join((*item.answers, UNCLEAR)),
    }
    text = _filled(_parts()[3], values)
    return Message("user", f"{text}\n\n{_filled(_parts()[4], values)}" if again else text)


def schema(item: Item) -> Mapping[str, Any]:
    """JSON Schema of an answer. It names no ticket: providers prepare each schema once and want it to stay the same."""
    properties = {
        "question": {"type": "string"},
        "exchanges": {"type": "array", "items": {"type": "integer"}},
        "quotes": {"type": "array", "items": {"type": "string"}},
        "answer": {"type": "string", "enum": [*item.answers, UNCLEAR]},
    }
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


@cache
def _parts() -> tuple[str, ...]:
    return tuple(part.strip() for part in prompt_text().split("\n===\n"))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Every place filled once: what is filled in is not read for places again."""
    return _PLACE.sub(lambda place: values[place[1]], text)


def _about(at: int) -> str:
    if at == 0:
        return "It is about the whole conversation."
    return f"It is about one reply alone: what the chatbot wrote in exchange [{at}]. Use the rest to understand it."


def _listed(meanings: Mapping[str, str]) -> str:
    return "\n".join(f"- {answer}: {meaning}" for answer, meaning in meanings.items())


def _bare(item: Item) -> str:
    bare = ("no",) if item.kind == "yes_no" else item.bare
    if not bare:
        return ""
    words = " or ".join(f'"{answer}"' for answer in bare)
    return f" The answer {words} needs neither: leave both lists empty."
