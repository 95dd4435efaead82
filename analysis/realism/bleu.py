"""BLEU of one message against others (Papineni et al. 2002), smoothed as self-BLEU was when it was proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log

from analysis.realism.lexicon import grams

ORDER = 4
SMOOTH = 0.1
"""Stands for a count of 0 matches; NLTK's `method1`, which the code of Zhu et al. (2018) uses."""


def bleu(tokens: Sequence[str], others: Sequence[Sequence[str]], order: int = ORDER) -> float:
    """BLEU with uniform weights up to `order` words, against several references.

    Args:
        tokens: the message, of at least `order` words.
        others: the references; the one nearest in length sets the brevity penalty, the shorter one of two.
        order: longest run of words compared.
    """
    logs = [log(_precision(tokens, others, size)) for size in range(1, order + 1)]
    nearest = min((len(other) for other in others), key=lambda length: (abs(length - len(tokens)), length))
    brevity = 1.0 if len(tokens) > nearest else exp(1 - nearest / len(tokens))
    return brevity * exp(sum(logs) / order)


def _precision(tokens: Sequence[str], others: Sequence[Sequence[str]], size: int) -> float:
    mine = Counter(grams(tokens, size))
    most: Counter[tuple[str, ...]] = Counter()
    for other in others:
        most |= Counter(grams(other, size))
    return ((mine & most).total() or SMOOTH) / mine.total()
