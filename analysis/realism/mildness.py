"""Whether a voice plays a milder person than its card: words of distress, against the card and the authored opening.

A small English word list shows no clinical state. So nothing here is read as a level: the same person's openings are
the comparison, and personas are ranked by their cards.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.realism.figure import Figure, contrast, interval, ratio
from analysis.realism.lexicon import DISTRESS
from analysis.realism.message import Conversation
from analysis.realism.surface import per_hundred

FEWEST_CARDS = 5
"""Personas below which no rank correlation is given. Our assumption."""


def mildness(conversations: Sequence[Conversation], *, seed: int | None = None) -> dict[str, Figure]:
    """Words of distress in a hundred of the voice's words, of the opening's, and their difference within occasions."""
    said = [m for one in conversations for m in one.messages if not m.authored]
    openings = [m for one in conversations for m in one.messages[:1] if m.authored]
    voice, opening = per_hundred(said, DISTRESS), per_hundred(openings, DISTRESS, whole=True)
    return {
        "distress_words": ratio(voice, seed=seed),
        "distress_words_opening": ratio(opening, seed=seed),
        "distress_words_change": contrast(voice, opening, seed=seed),
        "follows_card": _rank(conversations, seed),
    }


def _rank(conversations: Sequence[Conversation], seed: int | None) -> Figure:
    """Spearman's correlation, over personas, of the card's distress with the words of distress the voice uses.

    The interval resamples personas.
    """
    people: dict[str, list[Conversation]] = {}
    for one in conversations:
        people.setdefault(one.persona.id, []).append(one)
    pairs = []
    for some in people.values():
        said = [m for one in some for m in one.messages if not m.authored]
        rate = ratio(per_hundred(said, DISTRESS)).value
        if rate is not None:
            pairs.append((some[0].persona.state.distress, rate))
    value = spearman(pairs) if len(pairs) >= FEWEST_CARDS else None
    low, high = interval(pairs, spearman, seed) if value is not None else (None, None)
    return Figure(value=value, n=len(pairs), missing=len(people) - len(pairs), low=low, high=high)


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The rank correlation, ties sharing their mean rank; None where one side does not vary."""
    left, right = _ranks([pair[0] for pair in pairs]), _ranks([pair[1] for pair in pairs])
    middle = (len(pairs) + 1) / 2
    together = sum((a - middle) * (b - middle) for a, b in zip(left, right, strict=True))
    spread = sum((a - middle) ** 2 for a in left) * sum((b - middle) ** 2 for b in right)
    return together / spread**0.5 if spread else None


def _ranks(values: Sequence[float]) -> list[float]:
    return [sum(other < value for other in values) + (values.count(value) + 1) / 2 for value in values]
