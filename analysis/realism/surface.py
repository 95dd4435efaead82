"""How messages look: length, questions, hedges, first person, thanks, and what they copy from the reply just read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.realism.figure import Figure, Part, quantile, ratio, share, variation
from analysis.realism.lexicon import FIRST_PERSON, HEDGES, THANKS, count, grams, words
from analysis.realism.message import Message

COPIED = 4
"""Words in a row that count as copied."""


def surface(messages: Sequence[Message], *, seed: int | None = None) -> dict[str, Figure]:
    """The figures of these messages, by name; leave authored ones out before.

    Args:
        messages: of one voice, one persona or one reference.
        seed: of the intervals; None gives none.
    """
    lengths = [(message.occasion, float(len(words(message.text)))) for message in messages]
    return {
        "words_median": quantile(lengths, 0.5, seed=seed),
        "words_q1": quantile(lengths, 0.25),
        "words_q3": quantile(lengths, 0.75),
        "words_p95": quantile(lengths, 0.95, seed=seed),
        "words_cv": variation(lengths, seed=seed),
        "questions": share([Part(m.occasion, float("?" in m.text)) for m in messages], seed=seed),
        "hedges": share(_holding(messages, HEDGES), seed=seed),
        "thanks": share(_holding(messages, THANKS), seed=seed),
        "first_person": ratio(per_hundred(messages, FIRST_PERSON), seed=seed),
        "mirrors": share(_copied(messages), seed=seed),
    }


def per_hundred(messages: Sequence[Message], listed: re.Pattern[str]) -> list[Part]:
    """Words of a list in every hundred words; over the whole text, one part a message."""
    return [Part(m.occasion, 100.0 * count(m.text, listed), float(len(words(m.text)))) for m in messages]


def _holding(messages: Sequence[Message], listed: re.Pattern[str]) -> list[Part]:
    return [Part(m.occasion, float(count(m.text, listed) > 0)) for m in messages]


def _copied(messages: Sequence[Message]) -> list[Part]:
    """Share of a message's own four-word runs that the reply just read holds; shorter messages are missing."""
    parts = []
    for message in messages:
        if message.read is None:
            continue
        mine = grams(words(message.own), COPIED)
        theirs = set(grams(words(message.read), COPIED))
        parts.append(Part(message.occasion, sum(gram in theirs for gram in mine) / len(mine) if mine else None))
    return parts
