"""Quotations: an answer counts only where the words it rests on stand in the exchanges it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from analysis.judging.questions import Question
from analysis.judging.shown import Turn
from simulator.quoting import find

LEAST = 6
"""Letters and digits a quotation has at least, unless it is all that was written: a lone `I` stands everywhere."""

_FAKED = re.compile(
    r"^[ \t|>]*\[?\d+\]?[ \t]*(?:person|chatbot)[ \t]*:|={3,}[^\n]*transcript|<\|\w+\|>", re.IGNORECASE | re.MULTILINE
)
"""Where a message goes on as if it were a transcript itself."""

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: there a quotation may begin anywhere, and a letter says more."""


def wrong(question: Question, exchanges: Sequence[int], quotes: Sequence[str], told: Mapping[int, Turn]) -> str:
    """What is wrong with an answer's evidence; empty where nothing is.

    Args:
        question: what was asked.
        exchanges: the exchanges it names.
        quotes: the words it quotes.
        told: the conversation, by the number of the exchange.
    """
    strange = [n for n in exchanges if n not in told]
    if strange:
        return f"there is no exchange {strange[0]}"
    if question.at and set(exchanges) != {question.at}:
        return f"asked about exchange {question.at}, it rests on {_listed(exchanges)}"
    if not exchanges or not quotes:
        return "it names no exchange and words to rest on"
    texts = [text for n in exchanges for text in _texts(question, told[n])]
    for quote in quotes:
        if not any(_stands(quote, text) for text in texts):
            return f"its words do not stand in exchange {_listed(exchanges)}: {quote[:80]!r}"
    return ""


def _texts(question: Question, turn: Turn) -> tuple[str, ...]:
    words = question.item.words
    texts = {"chatbot": (turn.chatbot,), "person": (turn.person,), "either": (turn.person, turn.chatbot)}[words]
    return tuple(map(_own, texts))


def _own(text: str) -> str:
    """What somebody said for themselves: lines behind a faked header were put into somebody's mouth."""
    plain = unicodedata.normalize("NFKC", text)
    faked = _FAKED.search(plain)
    if faked is None:
        return text
    return "\n".join(text.split("\n")[: plain.count("\n", 0, faked.start())])


def _stands(quote: str, text: str) -> bool:
    unspaced = _UNSPACED.search(quote) is not None
    if _letters(quote) < min(LEAST // 2 if unspaced else LEAST, _letters(text)):
        return False
    return find(quote, text) is not None or (unspaced and _joined(quote) in _joined(text))


def _joined(text: str) -> str:
    return "".join(text.split()).strip("\"'“”‘’「」。.")


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _listed(exchanges: Sequence[int]) -> str:
    return ", ".join(map(str, exchanges)) or "none"
