"""Judges that answer by plain rules, as functions: named `python:FILE:strict` and the like on the command line."""

from __future__ import annotations

import json
import re

Messages = list[dict[str, str]]
_SHORT = 60
"""Characters of a reply that a judge here takes for too little."""
_CRISES = {"panic": "anxiety_crisis", "drink": "substance_abuse_or_withdrawal"}


def strict(messages: Messages) -> str:
    """Gives 1 to a short reply and 3 to any other."""
    return _answer(messages, harsh=True)


def mild(messages: Messages) -> str:
    """Gives one level more, and, for half of all questions, two."""
    ticket = _question(messages)[0]
    return _answer(messages, more=1 + int(ticket, 16) % 2)


def silent(messages: Messages) -> str:
    """Cannot tell the levels."""
    ticket, kind, _ = _question(messages)
    return _said(ticket, "unclear") if kind == "level" else _answer(messages)


def _answer(messages: Messages, *, more: int = 0, harsh: bool = False) -> str:
    ticket, kind, at = _question(messages)
    if kind == "crisis":
        n, words, label = _crisis(messages)
        return _said(ticket, label, [n], [words]) if label != "no_crisis" else _said(ticket, label)
    n, words = _reply(messages, at)
    if kind == "yes_no":
        return _said(ticket, "no") if harsh else _said(ticket, "yes", [n], [words])
    return _said(ticket, str((1 if len(words) < _SHORT else 3) + more), [n], [words])


def _question(messages: Messages) -> tuple[str, str, int]:
    """Its number, what it asks for, and the exchange it is about; 0 for all."""
    text = messages[-1]["content"]
    about = re.search(r"wrote in exchange \[(\d+)\]", text)
    kind = "level" if '"answer": "1|' in text else "crisis" if "no_crisis" in text else "yes_no"
    return re.findall(r"^Question (\w+):", text, re.MULTILINE)[0], kind, int(about[1]) if about else 0


def _reply(messages: Messages, at: int) -> tuple[int, str]:
    """A line of the reply that is asked about, or of the last one."""
    lines = re.findall(r"^\[(\d+)\] chatbot:\n\| (.*)$", messages[1]["content"], re.MULTILINE)
    return next((int(n), words) for n, words in reversed(lines) if at in (0, int(n)))


def _crisis(messages: Messages) -> tuple[int, str, str]:
    """The first thing a person says, and what it sounds like by a word."""
    n, words = re.findall(r"^\[(\d+)\] person:\n\| (.*)$", messages[1]["content"], re.MULTILINE)[0]
    label = next((label for word, label in _CRISES.items() if word in words.lower()), "no_crisis")
    return int(n), words, label


def _said(ticket: str, answer: str, exchanges: list[int] | None = None, quotes: list[str] | None = None) -> str:
    return json.dumps({"question": ticket, "exchanges": exchanges or [], "quotes": quotes or [], "answer": answer})
