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
    """What somebody said for themselves: words after a faked header were put into somebody's mouth."""
    faked = _FAKED.search(unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", text)[: faked.start()] if faked else text


def _stands(quote: str, text: str) -> bool:
    long_enough = _letters(quote) >= min(LEAST, _letters(text))
    return long_enough and find(quote, text) is not None


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _listed(exchanges: Sequence[int]) -> str:
    return ", ".join(map(str, exchanges)) or "none"
