"""How messages look: length, questions, hedges, first person, thanks, and what they copy from the reply just read.

Length is that of the whole message, as it is read, and once more without the scenario's authored words. Everything else
is looked for in the person's own words alone; a message that has none is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
        **_length("words", lengths, seed),
        "questions": share(_counted(messages, lambda own: float("?" in own)), seed=seed),
        "hedges": share(_holding(messages, HEDGES), seed=seed),
        "thanks": share(_holding(messages, THANKS), seed=seed),
        "first_person": ratio(per_hundred(messages, FIRST_PERSON), seed=seed),
        "mirrors": share(_copied(messages), seed=seed),
    }


def own_length(messages: Sequence[Message], *, seed: int | None = None) -> dict[str, Figure]:
    """Length without the scenario's authored words; people have none, so this is compared with nobody."""
    lengths = [(m.occasion, float(len(words(m.own))) if words(m.own) else None) for m in messages]
    return _length("own_words", lengths, seed)


def per_hundred(messages: Sequence[Message], listed: re.Pattern[str], *, whole: bool = False) -> list[Part]:
    """Words of a list in every hundred words, one part a message.

    Args:
        messages: whose words.
        listed: the list.
        whole: count the authored words too, where it is they that are asked about.
    """
    texts = [(m.occasion, m.text if whole else m.own) for m in messages]
    return [
        Part(place, 100.0 * count(text, listed) if words(text) else None, float(len(words(text))))
        for place, text in texts
    ]


def _length(name: str, lengths: Sequence[tuple[str, float | None]], seed: int | None) -> dict[str, Figure]:
    return {
        f"{name}_median": quantile(lengths, 0.5, seed=seed),
        f"{name}_q1": quantile(lengths, 0.25),
        f"{name}_q3": quantile(lengths, 0.75),
        f"{name}_p95": quantile(lengths, 0.95, seed=seed),
        f"{name}_cv": variation(lengths, seed=seed),
    }


def _holding(messages: Sequence[Message], listed: re.Pattern[str]) -> list[Part]:
    return _counted(messages, lambda own: float(count(own, listed) > 0))


def _counted(messages: Sequence[Message], number: Callable[[str], float]) -> list[Part]:
    return [Part(m.occasion, number(m.own) if words(m.own) else None) for m in messages]


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
